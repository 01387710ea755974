import { history } from "./kill-history.ts";
import { openFile, projectOn } from "./project.ts";

/**
 * A process that upgrades the database in its first argument and is killed while it does: by its parent, or by itself
 * before the statement of the revision that its other arguments name. One line says that it begins.
 */
const [file = "", revision, index] = process.argv.slice(2);
const db = await openFile(file);
process.stdout.write("begin\n");
const { upgrade } = projectOn(db, history, {
  onEvent: (event) => {
    if (event.kind !== "statement" || event.revision !== revision) return;
    if (event.index === Number(index)) process.kill(process.pid, "SIGKILL");
  },
});
await upgrade();
await db.close();
