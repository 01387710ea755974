import type { Wait } from "../contract.ts";
import type { GuestFrame } from "../guest-frame.ts";

/**
 * What `begin` and `commit` do here, for another program's connection. The file has one lock, so Limbeck's own connection can't hold it
 * while another one writes.
 * Source: https://www.sqlite.org/pragma.html#pragma_foreign_key_check, #pragma_busy_timeout, #pragma_data_version; https://www.sqlite.org/rescode.html#busy
 */
export function guest({ lockTimeoutMs }: Pick<Wait, "lockTimeoutMs">): GuestFrame {
  return {
    begin: "BEGIN IMMEDIATE",
    waitNever: "PRAGMA busy_timeout = 0",
    waitLong: `PRAGMA busy_timeout = ${Math.round(lockTimeoutMs)}`,
    version: "PRAGMA data_version",
    busy: ["database is locked", "database table is locked", "database schema is locked"],
    isGuarded: "PRAGMA foreign_keys",
    unguard: "PRAGMA foreign_keys = OFF",
    guard: "PRAGMA foreign_keys = ON",
    faults: "PRAGMA foreign_key_check",
  };
}
