import type { Rule } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Dialect, NumberedTable } from "../contract.ts";
import { stateWords } from "./emit-object.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { tableOf } from "./scene.ts";

/**
 * Rows that are put back keep their numbers, and the sequences go on behind them.
 * Source: https://www.postgresql.org/docs/18/sql-insert.html (OVERRIDING SYSTEM VALUE), https://www.postgresql.org/docs/18/sql-select.html (ONLY) and
 * https://www.postgresql.org/docs/18/functions-info.html (pg_get_serial_sequence), https://www.postgresql.org/docs/18/sql-set-constraints.html
 * and https://www.postgresql.org/docs/18/sql-altertable.html (SET GENERATED), 13 to 18.
 */
export const rowsBack: NonNullable<Dialect["rowsBack"]> = {
  isKeptAsText: (type) => (type.kind === "array" ? OTHERS.has(type.of.kind) : OTHERS.has(type.kind)),
  only: "ONLY ",
  into: " OVERRIDING SYSTEM VALUE",
  inserted: (tables, insert) => [insert.sql([]), ...tables.flatMap(numberedOn), CHECKED],
  updated(table, update) {
    const name = quoteObject(table);
    const own = table.columns.filter(({ identity }) => identity?.always === true);
    const turn = (how: string) =>
      own.map((column) => `ALTER TABLE ${name} ALTER COLUMN ${quoteName(column.name)} SET GENERATED ${how}`);
    return [...turn("BY DEFAULT"), update, ...numberedOn(table), CHECKED, ...turn("ALWAYS")];
  },
  withoutRules(rules, statements) {
    const enabled = rules.filter(({ state }) => state !== "disabled");
    return [
      ...enabled.map((rule) => setRule(rule, "DISABLE")),
      ...statements,
      ...enabled.map((rule) => setRule(rule, stateWords(rule.state))),
    ];
  },
};

function setRule(rule: Rule, words: string): string {
  return `ALTER TABLE ${quoteObject(tableOf(rule))} ${words} RULE ${quoteName(rule.name)}`;
}

/** A table whose rows have checks that are still to come isn't changed (55006). */
const CHECKED = "SET CONSTRAINTS ALL IMMEDIATE";

function numberedOn(table: NumberedTable): readonly string[] {
  return table.columns
    .filter(({ identity, autoincrement }) => identity !== undefined || autoincrement === true)
    .map(({ name }) => {
      const sequence = `pg_get_serial_sequence(${quoteString(quoteObject(table))}, ${quoteString(name)})`;
      const column = quoteName(name);
      return `SELECT setval(${sequence}, max(${column})) FROM ${quoteObject(table)} HAVING max(${column}) IS NOT NULL`;
    });
}

/** Types of the schema itself, and of extensions. */
const OTHERS: ReadonlySet<ColumnType["kind"]> = new Set([
  "named",
  "raw",
  "citext",
  "hstore",
  "ltree",
  "geometry",
] as const);
