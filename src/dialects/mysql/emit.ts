import { given } from "../../base/given.ts";
import { stableJson } from "../../base/hash.ts";
import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import { withoutProperties } from "../../ops/view-behaviours.ts";
import { findTable, nameKey, sameName } from "../../schema/names.ts";
import type { SequenceOptions } from "../../schema/numbering.ts";
import type { Schema, Sequence, Table, View } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { alterDraft } from "./alter.ts";
import { backfill } from "./backfill.ts";
import { type Draft, draft } from "./draft.ts";
import type { ChangeKind } from "./emit-change.ts";
import { exclusively, facts } from "./facts.ts";
import { literal, quoteName, quoteNames, quoteText } from "./quote.ts";
import { rawStatements } from "./raw-statements.ts";
import { withReferredColumns } from "./referred.ts";
import type { RefusedKind } from "./refuse.ts";
import { fullOptions, isDescending } from "./sequence-options.ts";
import { isMariadb } from "./server.ts";
import { optionChanges } from "./table-options.ts";
import { createTableSql, indexSql } from "./table-sql.ts";
import { type Verdict, verdictOf, verdictOfIndex, verdictOfRename } from "./verdict.ts";

/** Ops that have statements of their own. */
export type DirectKind = Exclude<OpKind, ChangeKind | RefusedKind>;

/** What an op's statements stand in. */
interface Scene {
  readonly before: Schema;
  readonly server: Server;
}

/** The statements of an op on a database that looks like `before`. */
export function emit(op: OpOf<DirectKind>, scene: Scene): readonly Draft[] {
  const emitter = emitters[op.kind] as (op: Op, scene: Scene) => readonly Draft[];
  return emitter(op, scene);
}

const emitters: { readonly [K in DirectKind]: (op: OpOf<K>, scene: Scene) => readonly Draft[] } = {
  createTable(op, { before, server }) {
    const { table } = op;
    const foreignKeys = table.foreignKeys.map((key) => withReferredColumns(key, before, table));
    const locks = exclusively(...referents(table));
    const sql = createTableSql({ ...table, foreignKeys }, server, op.ifNotExists === true);
    return [draft(sql, { ...facts.createTable, locks })];
  },
  dropTable(op) {
    const sql = `DROP TABLE ${guard(op)}${quoteName(op.table)}`;
    return [draft(sql, { ...facts.dropTable, locks: exclusively({ name: op.table }) }, `the rows of "${op.table}"`)];
  },
  renameTable(op) {
    const sql = `RENAME TABLE ${quoteName(op.table)} TO ${quoteName(op.to)}`;
    return [draft(sql, { ...facts.renameTable, locks: exclusively({ name: op.table }) })];
  },
  renameColumn: (op, { before, server }) =>
    alter(op, before, server, `RENAME COLUMN ${quoteName(op.column)} TO ${quoteName(op.to)}`, (table) => {
      const isLinked = [...table.foreignKeys, ...before.tables.flatMap(({ foreignKeys }) => foreignKeys)].some(
        ({ columns, references }) => columns.includes(op.column) || references.columns.includes(op.column),
      );
      return { ...verdictOfRename(server), ...(isLinked ? { isSure: false } : {}) };
    }),
  renameIndex: (op, { before, server }) =>
    alter(op, before, server, `RENAME INDEX ${quoteName(op.index)} TO ${quoteName(op.to)}`, () =>
      verdictOf.renameIndex(server),
    ),
  setTableOptions(op, { before, server }) {
    const table = findTable(before, { name: op.table });
    if (table === undefined || stableJson(table.options) === stableJson(op.options)) return [];
    const { engine = op.options.engine } = table.options;
    const slower = { ...table, options: { ...table.options, ...given({ engine }) } };
    return optionChanges(table, op.options, server).flatMap((part) => alterDraft(slower, [part], server) ?? []);
  },
  setTableComment: (op, { before, server }) =>
    alter(op, before, server, `COMMENT=${quoteText(op.comment ?? "")}`, () => verdictOf.note(server)),
  setComment(op, { before, server }) {
    if (op.on.kind !== "index") return [];
    const table = findTable(before, { name: op.on.table });
    const index = table?.indexes.find(({ name }) => name === op.on.name);
    if (table === undefined || index === undefined) return [];
    const { comment: _, ...plain } = index;
    const next = op.comment === undefined ? plain : { ...plain, comment: op.comment };
    const clauses = [`DROP INDEX ${quoteName(index.name)}`, `ADD ${indexSql(next, server)}`];
    return [alterDraft(table, [{ clauses, verdict: verdictOfIndex(index, table, server) }], server) ?? []].flat();
  },
  createView({ view, replace }) {
    const locks = replace === true ? exclusively(view) : [];
    const sql = viewSql(view, replace === true ? "CREATE OR REPLACE" : "CREATE");
    return [draft(sql, { ...facts.createView, locks })];
  },
  // ALTER VIEW keeps what it doesn't say, and can't say that nothing is said of the algorithm.
  setViewOptions(op, { before }) {
    const view = before.views.find((each) => sameName(each, op));
    if (view === undefined) return [];
    const sql = viewSql({ ...withoutProperties(view), ...op.options }, "CREATE OR REPLACE");
    return [draft(sql, { ...facts.createView, locks: exclusively(view) })];
  },
  dropView: (op) => [
    draft(`DROP VIEW ${guard(op)}${quoteName(op.name)}`, { ...facts.dropView, locks: exclusively({ name: op.name }) }),
  ],
  createTrigger: ({ trigger }) => [
    draft(trigger.definition, { ...facts.createTrigger, locks: exclusively({ name: trigger.table }) }),
  ],
  dropTrigger: (op) => [
    draft(`DROP TRIGGER ${guard(op)}${quoteName(op.name)}`, {
      ...facts.dropTrigger,
      locks: exclusively({ name: op.table }),
    }),
  ],
  createRoutine({ routine, replace }, { server }) {
    const { definition } = routine;
    const [making, dropping] =
      routine.kind === "event" ? [facts.createEvent, facts.dropEvent] : [facts.createRoutine, facts.dropRoutine];
    if (replace !== true) return [draft(definition, making)];
    if (isMariadb(server)) {
      const sql = definition.replace(/^(\s*CREATE)(?!\s+OR\s+REPLACE)\b/i, "$1 OR REPLACE");
      return [draft(sql, making)];
    }
    const drop = `DROP ${routine.kind.toUpperCase()} IF EXISTS ${quoteName(routine.name)}`;
    return [draft(drop, dropping), draft(definition, making)];
  },
  dropRoutine(op) {
    const sql = `DROP ${op.routine.toUpperCase()} ${guard(op)}${quoteName(op.name)}`;
    return [draft(sql, op.routine === "event" ? facts.dropEvent : facts.dropRoutine)];
  },
  createSequence(op) {
    const { sequence } = op;
    const unless = op.ifNotExists === true ? "IF NOT EXISTS " : "";
    const words = [`CREATE SEQUENCE ${unless}${quoteName(sequence.name)}`, ...sequenceWords(sequence)];
    return [draft(words.join(" "), facts.createSequence)];
  },
  dropSequence: (op) => [
    draft(
      `DROP SEQUENCE ${guard(op)}${quoteName(op.name)}`,
      { ...facts.dropSequence, locks: exclusively({ name: op.name }) },
      `the current number of the sequence "${op.name}"`,
    ),
  ],
  alterSequence(op, { before }) {
    const old = before.sequences.find((each) => sameName(each, op));
    const words = [`ALTER SEQUENCE ${quoteName(op.name)}`, ...sequenceWords(changedSequence(old, op.options))];
    return [draft(words.join(" "), { ...facts.alterSequence, locks: exclusively({ name: op.name }) })];
  },
  bulkInsert,
  backfill: (op, { before }) => backfill(op, before),
  execute: (op, { before, server }) => rawStatements(op.sql, before, server).map(({ sql, facts }) => draft(sql, facts)),
  run: () => [draft("", facts.opaque)],
};

function viewSql({ name, columns, definition, algorithm, security }: View, verb: string): string {
  const words = [
    verb,
    ...(algorithm === undefined ? [] : [`ALGORITHM=${algorithm.toUpperCase()}`]),
    ...(security === undefined ? [] : [`SQL SECURITY ${security.toUpperCase()}`]),
    `VIEW ${quoteName(name)}${columns === undefined ? "" : ` ${quoteNames(columns)}`} AS`,
  ];
  return `${words.join(" ")}\n${definition}`;
}

function alter(
  op: { readonly table: string },
  before: Schema,
  server: Server,
  clause: string,
  verdictFor: (table: Table) => Verdict,
): readonly Draft[] {
  const table = findTable(before, { name: op.table });
  if (table === undefined) return [];
  return [alterDraft(table, [{ clauses: [clause], verdict: verdictFor(table) }], server) ?? []].flat();
}

function referents({ name, foreignKeys }: Table) {
  const names = foreignKeys
    .map(({ references: { table, schema } }) => (schema === undefined ? { name: table } : { name: table, schema }))
    .filter((other) => other.name !== name);
  return [...new Map(names.map((each) => [nameKey(each), each])).values()];
}

/** The wanted options, with what those are that the old sequence has and the new one doesn't say. */
function changedSequence(old: Sequence | undefined, to: SequenceOptions): SequenceOptions {
  const full = fullOptions(to);
  const isTurned = isDescending(old ?? {}) !== isDescending(to);
  const stated = (name: keyof SequenceOptions) => isTurned || old?.[name] !== undefined || to[name] !== undefined;
  const kept = (["start", "increment", "min", "max", "cache"] as const).filter(stated);
  return { ...to, ...Object.fromEntries(kept.map((name) => [name, full[name]])) };
}

/** Source: https://mariadb.com/kb/en/create-sequence/. */
function sequenceWords({ start, increment, min, max, cache, cycle }: SequenceOptions): readonly string[] {
  return [
    ...(start === undefined ? [] : [`START WITH ${start}`]),
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    ...(min === undefined ? [] : [`MINVALUE ${min}`]),
    ...(max === undefined ? [] : [`MAXVALUE ${max}`]),
    ...(cache === undefined ? [] : [`CACHE ${cache}`]),
    cycle === true ? "CYCLE" : "NOCYCLE",
  ];
}

const ROWS_PER_INSERT = 500;

/** Rows stay in their order: only neighbours with the same columns share an INSERT. */
function bulkInsert(op: OpOf<"bulkInsert">): readonly Draft[] {
  const batches: { readonly columns: readonly string[]; readonly rows: string[] }[] = [];
  for (const row of op.rows) {
    const last = batches.at(-1);
    const columns = Object.keys(row);
    const joins = last !== undefined && last.rows.length < ROWS_PER_INSERT && sameSet(last.columns, columns);
    const batch = joins ? last : { columns, rows: [] };
    if (!joins) batches.push(batch);
    batch.rows.push(`(${batch.columns.map((column) => literal(row[column] ?? null)).join(", ")})`);
  }
  return batches.map(({ columns, rows }) =>
    draft(`INSERT INTO ${quoteName(op.table)} ${quoteNames(columns)} VALUES\n  ${rows.join(",\n  ")}`, facts.insert),
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function guard({ ifExists }: { readonly ifExists?: true }): string {
  return ifExists === true ? "IF EXISTS " : "";
}
