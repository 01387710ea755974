import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../contract.ts";
import { connect } from "./connect.ts";
import { target } from "./url.ts";

const PREFIX = "limbeck_scratch_";
/** After so long a directory is taken for one that was left behind. */
const LEFT_BEHIND_MS = 7_200_000;

/**
 * Opens an empty database in a file of its own, which another program can open too, and removes it when it is closed; removes those that a
 * killed process left behind hours ago, too.
 */
export async function scratchFile(): Promise<Connection> {
  removeLeftBehind();
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const connection = await connect(target("sqlite:///scratch.db", directory), { create: true });
    return {
      ...connection,
      close: async () => {
        await connection.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function removeLeftBehind(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const path = join(tmpdir(), name);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changed !== undefined && Date.now() - changed > LEFT_BEHIND_MS) rmSync(path, { recursive: true, force: true });
  }
}
