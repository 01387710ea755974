import { given } from "../../base/given.ts";
import type { Check, ForeignKey, ReferentialAction } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { expressionOf, groupBy, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-key-column-usage-table.html and its neighbours. */
const FOREIGN_KEYS = `
SELECT k.TABLE_NAME AS \`table\`, k.CONSTRAINT_NAME AS name, k.COLUMN_NAME AS \`column\`,
  NULLIF(k.REFERENCED_TABLE_SCHEMA, DATABASE()) AS other_schema, k.REFERENCED_TABLE_NAME AS other, k.REFERENCED_COLUMN_NAME AS other_column,
  r.UPDATE_RULE AS on_update, r.DELETE_RULE AS on_delete
FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
  ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL AND r.CONSTRAINT_SCHEMA = DATABASE()
ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`;

/** The foreign keys of all tables, by the table's name. */
export async function readForeignKeys(reading: Reading): Promise<ReadonlyMap<string, readonly ForeignKey[]>> {
  const tables = groupBy(await reading.rows(FOREIGN_KEYS), "table");
  return new Map(
    [...tables].map(([table, rows]) => [
      table,
      [...groupBy(rows, "name").values()].map((key) => foreignKeyOf(key, reading)),
    ]),
  );
}

function foreignKeyOf(rows: readonly Row[], { isMariadb }: Reading): ForeignKey {
  // What a foreign key does without a word.
  const usual = isMariadb ? "restrict" : "no action";
  const first = rows[0] ?? {};
  const schema = first["other_schema"] === null ? undefined : textOf(first, "other_schema");
  return {
    name: textOf(first, "name"),
    columns: rows.map((row) => textOf(row, "column")),
    references: {
      table: textOf(first, "other"),
      ...given({ schema }),
      columns: rows.map((row) => textOf(row, "other_column")),
    },
    ...given({ onDelete: actionOf(first, "on_delete", usual), onUpdate: actionOf(first, "on_update", usual) }),
  };
}

function actionOf(row: Row, field: string, usual: ReferentialAction): ReferentialAction | undefined {
  const action = textOf(row, field).toLowerCase() as ReferentialAction;
  return action === usual ? undefined : action;
}

/** MySQL names a check once in a database and says whether it holds; MariaDB names it once in a table, and all hold. */
const checks = (isMariadb: boolean) =>
  isMariadb
    ? `SELECT TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS name, CHECK_CLAUSE AS expression, LEVEL AS level, 'YES' AS enforced
FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()`
    : `SELECT t.TABLE_NAME AS \`table\`, c.CONSTRAINT_NAME AS name, c.CHECK_CLAUSE AS expression, 'Table' AS level, t.ENFORCED AS enforced
FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t
  ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK'
WHERE c.CONSTRAINT_SCHEMA = DATABASE()`;

/** The checks of a table, and the columns whose type is JSON to MariaDB. */
export interface TableChecks {
  readonly checks: readonly Check[];
  readonly jsonColumns: ReadonlySet<string>;
}

/**
 * The checks of all tables, by the table's name. JSON is LONGTEXT to MariaDB, with a check in the column's definition that the value is
 * valid: such a check belongs to the type. Source: https://mariadb.com/kb/en/json-data-type/.
 */
export async function readChecks(reading: Reading): Promise<ReadonlyMap<string, TableChecks>> {
  const tables = groupBy(await reading.rows(checks(reading.isMariadb)), "table");
  return new Map([...tables].map(([table, rows]) => [table, checksOf(rows, reading)]));
}

function checksOf(rows: readonly Row[], { isMariadb }: Reading): TableChecks {
  const jsonColumns = new Set<string>();
  const found: Check[] = [];
  for (const row of rows) {
    const name = textOf(row, "name");
    const expression = expressionOf(textOf(row, "expression"), isMariadb);
    const isOfColumn = textOf(row, "level") === "Column";
    if (isOfColumn && expression === `json_valid(\`${name.replaceAll("`", "``")}\`)`) {
      jsonColumns.add(name);
      continue;
    }
    // A check in a column's definition has no name of its own there: the column's is shown.
    found.push({
      ...(isOfColumn ? {} : { name }),
      expression,
      ...given({ notEnforced: textOf(row, "enforced") === "NO" ? (true as const) : undefined }),
    });
  }
  return { checks: found, jsonColumns };
}
