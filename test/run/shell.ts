import { spawnSync } from "node:child_process";
import { messageOf } from "../../src/base/error.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { openFile } from "./project.ts";

const shell = "sqlite3";
const found = spawnSync(shell, ["--version"], { encoding: "utf8" });

/** What runs the scripts of a test: the server's own shell, or the driver where the shell isn't installed. */
export const shellName =
  found.status === 0 ? `sqlite3 ${found.stdout.split(" ", 1)[0]}` : "the driver, for want of sqlite3";

/** Runs a script on a file, and returns what was said on standard error; empty when all went well. */
export async function runScript(file: string, script: string): Promise<string> {
  if (found.status !== 0) return runByDriver(file, script);
  const { status, stderr } = spawnSync(shell, [file], { input: script, encoding: "utf8" });
  return status === 0 ? stderr : `${stderr} (status ${status})`;
}

async function runByDriver(file: string, script: string): Promise<string> {
  const db = await openFile(file);
  try {
    for (const { sql } of sqlite.split(script.replaceAll(/^\..*$/gm, ""))) await db.execute(sql);
    return "";
  } catch (error) {
    return messageOf(error);
  } finally {
    await db.close();
  }
}
