import { counting, open, projectAt } from "./backfill-places.ts";

/** A process that runs the counting revision on the database in its first argument, and kills itself after as many batches as the second says. */
const [url = "", batches] = process.argv.slice(2);
const db = await open(url);
let seen = 0;
const { upgrade } = projectAt(url, db, counting, {
  onEvent: (event) => {
    if (event.kind === "filled" && ++seen === Number(batches)) process.kill(process.pid, "SIGKILL");
  },
});
await upgrade();
await db.close();
