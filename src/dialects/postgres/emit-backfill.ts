import {
  type Batches,
  batchEndSql,
  batchSql,
  type Key,
  type KeyColumn,
  lastKeySql,
  shownSql,
} from "../../ops/batches.ts";
import type { Backfill } from "../../ops/data-ops.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import { batchesOf, noKey, rowKeys } from "../batches.ts";
import { doBlock } from "./do-block.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { literal, quoteName, quoteObject, quoteString } from "./quote.ts";
import { lockedTree, oldTable, type Scene, tableOf } from "./scene.ts";
import { split } from "./split.ts";

/**
 * New values for the rows of a table, in batches: each locks its rows until its own end. In a script a block goes through them, and
 * commits after each. Errors: BACKFILL_NO_KEY.
 */
export function backfill(op: Backfill, scene: Scene): readonly Draft[] {
  const table = oldTable(scene, op);
  if (table === undefined) return [];
  const name = tableOf(op);
  const batches = batchesOf(
    op,
    { quoteName, quoteObject, literal, split },
    {
      key: keyOf(table, Object.keys(op.set), scene.before),
      comparesRows: true,
      estimate: estimate(quoteObject(name)),
    },
  );
  const found = factsOf(facts.backfill, lockedTree(scene, name));
  return [{ ...draft(shownSql(batches), found), batches, script: script(batches) }];
}

/** That of a partition is the one of its partitioned table. The text of a value, in quotes, is read as one of the column's type again. */
function keyOf(table: Table, changed: readonly string[], schema: Schema): readonly KeyColumn[] {
  const owner = rootOf(table, schema);
  const columns = rowKeys(owner, changed)[0];
  if (columns === undefined) throw noKey(owner, changed);
  return columns.map(({ name }) => {
    const column = quoteName(name);
    return { column, literal: `quote_literal(CAST(${column} AS text))` };
  });
}

function rootOf(table: Table, schema: Schema): Table {
  const { partitionOf } = table;
  const above = partitionOf && findTable(schema, tableOf(partitionOf));
  return above === undefined ? table : rootOf(above, schema);
}

/** As the last ANALYZE or index has it, of the table and of its partitions; below 0 when none has been. */
function estimate(object: string): string {
  const regclass = `to_regclass(${quoteString(object)})`;
  const below = `SELECT relid FROM pg_catalog.pg_partition_tree(${regclass})`;
  return `SELECT sum(reltuples)::bigint AS found FROM pg_catalog.pg_class WHERE relkind = 'r' AND (oid = ${regclass} OR oid IN (${below}))`;
}

/** Stands around the name of a variable in the text of a statement; no SQL has such a sign. */
const MARK = "\u0001";

/**
 * A block that says COMMIT after each batch, which it may outside of a transaction.
 * Source: https://www.postgresql.org/docs/current/plpgsql-transactions.html (11).
 */
function script(batches: Batches): readonly string[] {
  const { size, pauseMs = 0, key } = batches;
  const variables = (word: string): Key => key.map((_, i) => `limbeck_${word}_${i + 1}`);
  const [ends, tos, afters] = [variables("end"), variables("to"), variables("after")];
  const marked = (names: Key): Key => names.map((name) => MARK + name + MARK);
  const dynamic = (make: (range: { readonly after?: Key }) => string): string => {
    const [first, next] = [make({}), make({ after: marked(afters) })].map((sql) =>
      quoteString(sql).replaceAll(new RegExp(`${MARK}(\\w+)${MARK}`, "g"), "' || $1 || '"),
    );
    return `CASE WHEN ${afters[0]} IS NULL THEN ${first} ELSE ${next} END`;
  };
  const body = [
    `EXECUTE ${quoteString(lastKeySql(batches))} INTO ${ends.join(", ")};`,
    `WHILE ${ends[0]} IS NOT NULL LOOP`,
    `  EXECUTE ${dynamic((range) => batchEndSql(batches, { ...range, to: marked(ends) }, size))} INTO ${tos.join(", ")};`,
    `  IF ${tos[0]} IS NULL THEN`,
    ...tos.map((to, i) => `    ${to} := ${ends[i]};`),
    `    ${ends[0]} := NULL;`,
    "  END IF;",
    `  EXECUTE ${dynamic((range) => batchSql(batches, { ...range, to: marked(tos) }))};`,
    "  COMMIT;",
    ...afters.map((after, i) => `  ${after} := ${tos[i]};`),
    ...(pauseMs === 0 ? [] : [`  PERFORM pg_sleep(${pauseMs / 1000});`]),
    "END LOOP;",
  ];
  const declared = [...ends, ...tos, ...afters].map((variable) => `  ${variable} text;\n`).join("");
  return [
    `-- In batches of up to ${size} rows, each a transaction of its own`,
    `${doBlock(`\n${body.join("\n")}\n`, `\nDECLARE\n${declared}`)};`,
  ];
}
