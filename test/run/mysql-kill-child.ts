import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "../../src/dialects/contract.ts";
import { history, sessionHistory } from "./mysql-kill-history.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";

/**
 * A process that upgrades the database of its first argument, and kills what its second names (itself, or the process of that id) at the
 * round trip to the server that the third counts: before it, while it is under way, or after it. Prints how many there were in all. The fifth
 * argument, "session", takes the revisions that stand on their session.
 */
const [url = "", victim = "", trip = "0", when = "before", which = ""] = process.argv.slice(2);

function kill(): void {
  process.kill(victim === "self" ? process.pid : Number(victim), "SIGKILL");
}

let count = 0;
async function counted<T>(work: () => Promise<T>): Promise<T> {
  const isIt = ++count === Number(trip);
  if (isIt && when === "before") kill();
  const running = work();
  if (isIt && when === "meanwhile") {
    running.catch(() => undefined);
    // The statement must have left this process.
    await sleep(1);
    kill();
  }
  const result = await running;
  if (isIt && when === "after") kill();
  return result;
}

const real = await openUrl(url);
const connection: Connection = {
  ...real,
  query: (sql, parameters) => counted(() => real.query(sql, parameters)),
  execute: (sql, parameters) => counted(() => real.execute(sql, parameters)),
};
await mysqlProject(connection, which === "session" ? sessionHistory : history).upgrade();
await real.close();
process.stdout.write(String(count));
