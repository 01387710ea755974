import type { OfflineFrame } from "../contract.ts";
import { doBlock } from "./do-block.ts";
import { quoteString } from "./quote.ts";
import { settingsOf } from "./session.ts";

/**
 * Lines that make a script for `psql` stop at its first fault, with the open transaction undone as the connection ends.
 * Source: https://www.postgresql.org/docs/current/app-psql.html (13 to 18).
 */
export const offline: OfflineFrame = {
  header: ["\\set ON_ERROR_STOP on", "SET standard_conforming_strings = on;"],
  begin: ["BEGIN;"],
  commit: ["COMMIT;"],
  footer: [],
  session: (wish) => settingsOf(wish).map((setting) => `SET ${setting};`),
  check,
};

/** A query whose rows are faults, as a block that fails with the message. */
function check(sql: string, message: string): readonly string[] {
  const raise = `RAISE EXCEPTION USING MESSAGE = ${quoteString(message)}, ERRCODE = 'check_violation';`;
  return [`${doBlock(`IF EXISTS (${sql}\n) THEN ${raise} END IF;`)};`];
}
