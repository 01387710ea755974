import type { OfflineFrame } from "../contract.ts";
import { quoteName } from "./quote.ts";

/** Rows that refer to nothing, by table and parent: what was there before the script isn't the script's fault. */
const dangling = `SELECT "table" AS "child", "parent", count(*) AS "rows" FROM pragma_foreign_key_check GROUP BY 1, 2`;

/**
 * Lines that make a script for the `sqlite3` shell stop at its first fault and leave nothing behind:
 * `.bail` ends the shell, and the end of the connection undoes the open transaction.
 * Source: https://www.sqlite.org/cli.html (3.40 to 3.53); foreign keys: https://www.sqlite.org/lang_altertable.html#otheralter.
 */
export const offline: OfflineFrame = {
  header: [".bail on", "PRAGMA foreign_keys = OFF;"],
  begin: ["BEGIN IMMEDIATE;", `CREATE TEMP TABLE "limbeck_dangling" AS ${dangling};`],
  commit: [
    ...check(
      `SELECT 1 FROM (${dangling}) AS "now" LEFT JOIN temp."limbeck_dangling" AS "old" ON "now"."child" = "old"."child" AND "now"."parent" = "old"."parent" WHERE "now"."rows" > coalesce("old"."rows", 0)`,
      "rows would refer to rows that are not there; PRAGMA foreign_key_check lists them",
    ),
    `DROP TABLE temp."limbeck_dangling";`,
    "COMMIT;",
  ],
  footer: [],
  check,
};

/** A constraint whose name is the message: the one way to fail with words of one's own outside a trigger. */
function check(sql: string, message: string): readonly string[] {
  return [
    `CREATE TEMP TABLE "limbeck_check" ("fault", CONSTRAINT ${quoteName(message)} CHECK ("fault" IS NULL));`,
    `INSERT INTO temp."limbeck_check" SELECT 1 FROM (${sql}) LIMIT 1;`,
    `DROP TABLE temp."limbeck_check";`,
  ];
}
