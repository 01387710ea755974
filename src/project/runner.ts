import { hostname, userInfo } from "node:os";
import type { Runner } from "../run/journal.ts";
import { limbeckVersion } from "./limbeck-entry.ts";

/** Who runs: the journal keeps it. */
export function thisRunner(): Runner {
  return { user: userName(), host: hostname(), tool: limbeckVersion() };
}

/** A user id without a name, as containers have, makes `userInfo` throw. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
