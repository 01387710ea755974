import type {
  Check,
  Deferrable,
  Exclusion,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { type ColumnRows, namesAt, numbersIn } from "./inspect-column-rows.ts";
import { listing } from "./inspect-lists.ts";
import { commentOf, INHERITS, maybeText, noteJoin, objectOf, textOf, textsOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { keysOf } from "./key-text.ts";
import { isKeyword, tokenize } from "./tokens.ts";

/** The constraints of one table. */
export interface TableConstraints {
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly exclusions: readonly Exclusion[];
}

/** By the table's oid. */
export type Constraints = ReadonlyMap<unknown, TableConstraints>;

const columnNames = (relation: string, numbers: string) =>
  `ARRAY(SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY k(number, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number ORDER BY k.place)`;

/**
 * Catalogues: pg_constraint, pg_index. `indnullsnotdistinct` came with 15, `conenforced` with 18; since 18 NOT NULL is a constraint,
 * too, which belongs to its column and is left out. Left out as well: what a table has from another, and the parts of a reference to
 * a partitioned table. Columns are numbers, whose names are known from the columns; they are looked up here where a table has some from
 * another, and where a reference leads to another namespace, whose columns may not have been read.
 */
const listed = (versionNumber: number) =>
  listing({
    usual: {
      name: "con.conname",
      type: "con.contype",
      numbers: "con.conkey::text",
      definition:
        "CASE con.contype WHEN 'c' THEN pg_get_expr(con.conbin, con.conrelid) WHEN 'x' THEN pg_get_constraintdef(con.oid) END",
      foreign_relation: "f.oid::int8",
      foreign_table: "f.relname",
      foreign_numbers: "con.confkey::text",
    },
    rare: {
      columns: `CASE WHEN ${INHERITS} THEN ${columnNames("con.conrelid", "con.conkey")} END`,
      include: `CASE WHEN i.indnatts > i.indnkeyatts THEN ${columnNames("con.conrelid", "i.indkey[i.indnkeyatts:i.indnatts - 1]")} END`,
      ...(versionNumber >= 150000
        ? {
            nulls_not_distinct: "NULLIF(i.indnullsnotdistinct, false)",
            set_columns: `CASE WHEN con.confdelsetcols IS NOT NULL THEN ${columnNames("con.conrelid", "con.confdelsetcols")} END`,
          }
        : {}),
      ...(versionNumber >= 180000
        ? { enforced: "NULLIF(con.conenforced, true)", period: "NULLIF(con.conperiod, false)" }
        : {}),
      deferrable: "NULLIF(con.condeferrable, false)",
      deferred: "NULLIF(con.condeferred, false)",
      valid: "NULLIF(con.convalidated, true)",
      no_inherit: "CASE WHEN con.contype = 'c' AND con.connoinherit THEN true END",
      predicate: "CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END",
      method: `CASE WHEN con.contype = 'x' THEN (SELECT am.amname FROM pg_class x JOIN pg_am am ON am.oid = x.relam WHERE x.oid = i.indexrelid) END`,
      foreign_schema: "NULLIF(fn.nspname, $1::text)",
      foreign_columns: `CASE WHEN f.relnamespace <> c.relnamespace OR f.oid IN (SELECT inhrelid FROM pg_inherits)
        THEN ${columnNames("con.confrelid", "con.confkey")} END`,
      match: "CASE WHEN con.confmatchtype = 'f' THEN 'f' END",
      on_delete: "CASE WHEN con.confdeltype IN ('r', 'c', 'n', 'd') THEN con.confdeltype END",
      on_update: "CASE WHEN con.confupdtype IN ('r', 'c', 'n', 'd') THEN con.confupdtype END",
      comment: "note.description",
    },
    order: "con.oid",
  });

const query = (list: string) => `
SELECT con.conrelid AS relation, ${list} AS list
FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = con.conindid AND con.contype IN ('p', 'u', 'x')
LEFT JOIN pg_class f ON f.oid = con.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace${noteJoin("pg_constraint", "con.oid")}
WHERE con.contype IN ('p', 'u', 'c', 'f', 'x') AND con.conparentid = 0 AND con.coninhcount = 0 AND ${USER_NAMESPACE}
GROUP BY con.conrelid`;

/** Constraints of tables, each table's in the order in which they were made. Errors: CATALOGUE_CHANGED. */
export async function readConstraints(
  { rows, versionNumber }: Reading,
  columns: Promise<ColumnRows>,
): Promise<Constraints> {
  const { sql, rowsOf } = listed(versionNumber);
  const [tables, known] = await Promise.all([rows(query(sql)), columns]);
  return new Map(tables.map((row) => [row["relation"], ofTable(rowsOf(row), known)]));
}

function ofTable(rows: readonly Row[], known: ColumnRows): TableConstraints {
  const ofType = (type: string) => rows.filter((row) => row["type"] === type);
  const [primaryKey] = ofType("p").map((row) => keyOf(row, known));
  return {
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: ofType("u").map((row) => ({
      ...keyOf(row, known),
      ...(row["nulls_not_distinct"] === true ? { nullsNotDistinct: true } : {}),
    })),
    checks: ofType("c").map(checkOf),
    foreignKeys: ofType("f").map((row) => foreignKeyOf(row, known)),
    exclusions: ofType("x").map(exclusionOf),
  };
}

/** The names that a row says, or else those of the numbers. */
function namesOf(row: Row, known: ColumnRows, { names, relation, numbers }: Fields): readonly string[] {
  if (Array.isArray(row[names])) return textsOf(row, names);
  return namesAt(known, row[relation], numbersIn(textOf(row, numbers)));
}

interface Fields {
  readonly names: string;
  readonly relation: string;
  readonly numbers: string;
}

const OWN: Fields = { names: "columns", relation: "relation", numbers: "numbers" };
const FOREIGN: Fields = { names: "foreign_columns", relation: "foreign_relation", numbers: "foreign_numbers" };

function keyOf(row: Row, known: ColumnRows): PrimaryKey {
  const include = textsOf(row, "include");
  return {
    name: textOf(row, "name"),
    columns: namesOf(row, known, OWN),
    ...(include.length === 0 ? {} : { include }),
    ...(row["period"] === true ? { withoutOverlaps: true } : {}),
    ...deferrableOf(row),
    ...commentOf(row),
  };
}

/** What isn't enforced can't be valid, so one word is enough. */
function checkOf(row: Row): Check {
  const isEnforced = row["enforced"] !== false;
  return {
    name: textOf(row, "name"),
    expression: withoutOuterParentheses(textOf(row, "definition")),
    ...(isEnforced ? {} : { notEnforced: true }),
    ...(isEnforced && row["valid"] === false ? { notValid: true } : {}),
    ...(row["no_inherit"] === true ? { noInherit: true } : {}),
    ...commentOf(row),
  };
}

/** Letters of `confdeltype` and `confupdtype`. Source: https://www.postgresql.org/docs/18/catalog-pg-constraint.html */
const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

function foreignKeyOf(row: Row, known: ColumnRows): ForeignKey {
  const { name: table, schema } = objectOf(row, "foreign_schema", "foreign_table");
  const [onDelete, onUpdate] = [ACTIONS[textOf(row, "on_delete")], ACTIONS[textOf(row, "on_update")]];
  const setColumns = textsOf(row, "set_columns");
  const isEnforced = row["enforced"] !== false;
  return {
    name: textOf(row, "name"),
    columns: namesOf(row, known, OWN),
    references: { table, ...(schema === undefined ? {} : { schema }), columns: namesOf(row, known, FOREIGN) },
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(setColumns.length === 0 ? {} : { setColumns }),
    ...(row["match"] === "f" ? { match: "full" } : {}),
    ...deferrableOf(row),
    ...(isEnforced ? {} : { notEnforced: true }),
    ...(isEnforced && row["valid"] === false ? { notValid: true } : {}),
    ...(row["period"] === true ? { period: true } : {}),
    ...commentOf(row),
  };
}

function exclusionOf(row: Row): Exclusion {
  const [method, predicate] = [textOf(row, "method"), maybeText(row, "predicate")];
  return {
    name: textOf(row, "name"),
    ...(method === "btree" ? {} : { method }),
    elements: keysOf(textOf(row, "definition")).map(elementOf),
    ...(predicate === undefined ? {} : { where: withoutOuterParentheses(predicate) }),
    ...deferrableOf(row),
    ...commentOf(row),
  };
}

/** `room WITH =`: the last WITH is before the operator. */
function elementOf(text: string): Exclusion["elements"][number] {
  const separator = tokenize(text).findLast((token) => isKeyword(token, "WITH"));
  return {
    expression: withoutOuterParentheses(text.slice(0, separator?.start).trim()),
    operator: text.slice(separator?.end).trim(),
  };
}

function deferrableOf(row: Row): { readonly deferrable: Deferrable } | undefined {
  if (row["deferrable"] !== true) return undefined;
  return { deferrable: row["deferred"] === true ? "initially deferred" : "initially immediate" };
}
