import type { SequenceOptions } from "../../schema/numbering.ts";
import type { Column } from "../../schema/schema.ts";
import type { Alteration } from "./alteration.ts";
import { sequenceName } from "./constraint-names.ts";
import { doBlock } from "./do-block.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { ownedSequence, sequenceDrawn } from "./own-numbers.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { beside } from "./scene.ts";
import { newBeginning } from "./sequence-bounds.ts";
import { completeOptions } from "./sequence-options.ts";
import { atLeast } from "./server-version.ts";

/**
 * Makes a column serial: a sequence that goes with the column, behind the greatest number that is there, and a default. Since 15 that of an
 * unlogged table is unlogged too.
 * Source: https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL (13 to 18).
 */
export function addSerial(change: Alteration): readonly Draft[] {
  const { table, to, alter } = change;
  const sequence = quoteObject(beside(table, freeName(change)));
  const owner = `${quoteObject(table)}.${quoteName(to.name)}`;
  const isUnlogged = table.options.unlogged === true && atLeast(change.scene.server, 15);
  const kind = isUnlogged ? "UNLOGGED SEQUENCE" : "SEQUENCE";
  return [
    draft(`CREATE ${kind} ${sequence} AS ${to.type.kind} OWNED BY ${owner}`, factsOf(facts.createSequence)),
    alter(`SET DEFAULT nextval(${quoteString(sequence)}::regclass)`, facts.setDefault),
    ...beginNumbers(change, {}),
  ];
}

/** What the server would call the sequence, with a number behind it where that is taken. */
function freeName({ table, to, scene }: Alteration): string {
  const { sequences, tables, views } = scene.before;
  const taken = new Set([...sequences, ...tables, ...views].map(({ name }) => name));
  const stem = sequenceName(table.name, to.name);
  const candidates = Array.from({ length: taken.size + 1 }, (_, i) => `${stem}${i === 0 ? "" : i}`);
  return candidates.find((each) => !taken.has(each)) ?? stem;
}

/** A sequence in the place of another goes on where that was, and behind the numbers that are there; a first one behind those alone. */
export function beginNumbers(change: Alteration, options: SequenceOptions): readonly Draft[] {
  const { table, from, to, scene } = change;
  const isAhead = !scene.isYoung(table) && !scene.hasOwnNumbers(table, to.name);
  const isFirst = from.identity === undefined && from.autoincrement !== true;
  if (isFirst && sequenceDrawn(from.default, scene.before) === undefined)
    return isAhead ? moveSequence(change, options) : [];
  const next = `NULLIF(current_setting(${quoteString(NEXT_NUMBER)}), '')::bigint`;
  const setTo = (number: string) => `SELECT setval(${ownedSequence(table, to.name)}, ${number}, false)`;
  if (!isAhead) return [draft(setTo(next), factsOf(facts.moveSequence))];
  const { increment, start } = completeOptions(options, sequenceType(to));
  const [furthest, last] = increment.startsWith("-") ? ["LEAST", "min"] : ["GREATEST", "max"];
  const behind = `${last}(${quoteName(to.name)})::bigint + ${increment}`;
  const sql = `${setTo(`${furthest}(coalesce(${next}, ${start}), ${behind})`)} FROM ${quoteObject(table)}`;
  return [draft(sql, factsOf(facts.setSequence))];
}

/**
 * Keeps the next number of a sequence that goes for the one that takes its place; nothing where none does. One that has given no number leaves
 * the other to its own beginning, and no number is before that one's bounds.
 */
export function rememberNumbers(change: Alteration): readonly Draft[] {
  const { from, to, scene } = change;
  if (to.identity === undefined && to.autoincrement !== true) return [];
  const drawn = sequenceDrawn(from.default, scene.before);
  const old = drawn ?? { ...from.identity?.options, type: sequenceType(from) };
  const { increment, start } = completeOptions(old);
  const bound = newBeginning(old, { ...to.identity?.options, type: sequenceType(to) })?.first;
  const furthest = increment.startsWith("-") ? "LEAST" : "GREATEST";
  const within = (number: string) => (bound === undefined ? number : `${furthest}(${number}, ${bound})`);
  const next = `CASE WHEN is_called THEN ${within(`last_value + ${increment}`)} WHEN last_value <> ${start} THEN ${within("last_value")} END`;
  const select = (sequence: string) =>
    `SELECT set_config(${quoteString(NEXT_NUMBER)}, coalesce((${next})::text, ''), true) FROM ${sequence}`;
  const sql = drawn === undefined ? onSequence(change, from, select("%s")) : select(quoteObject(drawn));
  return [draft(sql, factsOf(facts.readSequence))];
}

/** A setting of the transaction, which needs no name of the schema's. */
const NEXT_NUMBER = "limbeck.next_number";

/** The sequence may have any name, so the server is asked for it. */
export function dropSerial(change: Alteration): readonly Draft[] {
  return [
    change.alter("DROP DEFAULT", facts.setDefault),
    ...rememberNumbers(change),
    draft(onSequence(change, change.from, "DROP SEQUENCE %s"), factsOf(facts.dropSequence)),
  ];
}

/** The sequence gets the type of its column. */
export function setSerialType(change: Alteration): readonly Draft[] {
  const { from, to } = change;
  if (from.type.kind === to.type.kind) return [];
  return [draft(onSequence(change, to, `ALTER SEQUENCE %s AS ${to.type.kind}`), factsOf(facts.alterSequence))];
}

/** The next number comes behind those that are there. */
function moveSequence({ table, to }: Alteration, options: SequenceOptions): readonly Draft[] {
  const { increment = "1", min, max } = options;
  const down = increment.startsWith("-");
  const start = options.start ?? (down ? (max ?? "-1") : (min ?? "1"));
  const last = `${down ? "min" : "max"}(${quoteName(to.name)})`;
  const sql = `SELECT setval(${ownedSequence(table, to.name)}, ${last}) FROM ${quoteObject(table)} HAVING ${last} ${down ? "<=" : ">="} ${start}`;
  return [draft(sql, factsOf(facts.setSequence))];
}

/** The type of the sequence of an integer column. */
export function sequenceType({ type }: Column): NonNullable<SequenceOptions["type"]> {
  return type.kind === "smallint" || type.kind === "integer" ? type.kind : "bigint";
}

/** The sequence of an identity that stands before its new bounds is moved to their beginning. */
export function moveIdentity(change: Alteration, from: SequenceOptions, to: SequenceOptions): readonly Draft[] {
  const begin = newBeginning(from, to);
  if (begin === undefined) return [];
  const move = `SELECT setval(%1$L, ${begin.first}, false) FROM %1$s WHERE ${begin.where}`;
  return [draft(onSequence(change, change.to, move), factsOf(facts.moveSequence))];
}

function onSequence({ table }: Alteration, column: Column, statement: string): string {
  return doBlock(`EXECUTE format(${quoteString(statement)}, ${ownedSequence(table, column.name)});`);
}
