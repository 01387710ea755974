import type { Dialect, Row } from "../dialects/contract.ts";
import { displayName, nameOf } from "../schema/names.ts";
import type { Column, ObjectName, Table } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import type { BookNames, FoundTable } from "./books.ts";
import { fail } from "./errors.ts";

/** What happened to one revision, or to the version table. */
export interface JournalEntry {
  /** Id of the revision; of a stamp, the new rows of the version table, or `base`. */
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade" | "stamp";
  /** `running` is committed only for a revision that is committed in parts; `undone` is what `repair` says. */
  readonly outcome: "running" | "done" | "failed" | "undone";
  /** SHA-256 of the file's text. */
  readonly checksum?: string;
  /** The file's name without its directory. */
  readonly path?: string;
  /** ISO 8601 in UTC; absent when a script did it, which has no portable clock. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly durationMs?: number;
  readonly user?: string;
  readonly host?: string;
  /** Limbeck's version. */
  readonly tool?: string;
  /** Statements that are committed. */
  readonly statementsDone: number;
  /** Absent while it isn't known. */
  readonly statementsTotal?: number;
  /** The error's text, or what a stamp did. */
  readonly message?: string;
  /** Of a half-applied revision, what is left to do, as JSON. Such a row is open: no other may run before it is settled. */
  readonly plan?: string;
}

export interface JournalRow extends JournalEntry {
  /** Grows with time. */
  readonly id: number;
}

type Field = keyof JournalRow;

interface FieldColumn {
  readonly column: string;
  readonly type: ColumnType;
  readonly isRequired?: true;
  /** A text that may be longer than any other. */
  readonly isUnlimited?: true;
}

/** The columns of the journal, by the field that each holds. */
const COLUMNS: { readonly [F in Field]-?: FieldColumn } = {
  id: { column: "id", type: { kind: "integer" }, isRequired: true },
  revision: { column: "revision", type: { kind: "text" }, isRequired: true },
  direction: { column: "direction", type: { kind: "varchar", length: 16 }, isRequired: true },
  outcome: { column: "outcome", type: { kind: "varchar", length: 16 }, isRequired: true },
  checksum: { column: "checksum", type: { kind: "varchar", length: 64 } },
  path: { column: "path", type: { kind: "text" } },
  startedAt: { column: "started_at", type: { kind: "varchar", length: 32 } },
  finishedAt: { column: "finished_at", type: { kind: "varchar", length: 32 } },
  durationMs: { column: "duration_ms", type: { kind: "bigint" } },
  user: { column: "by_user", type: { kind: "text" } },
  host: { column: "by_host", type: { kind: "text" } },
  tool: { column: "tool", type: { kind: "varchar", length: 64 } },
  statementsDone: { column: "statements_done", type: { kind: "integer" }, isRequired: true },
  statementsTotal: { column: "statements_total", type: { kind: "integer" } },
  message: { column: "message", type: { kind: "text" }, isUnlimited: true },
  plan: { column: "plan", type: { kind: "text" }, isUnlimited: true },
};

/** The journal's columns, `id` first. */
export const journalColumns: readonly string[] = Object.values(COLUMNS).map(({ column }) => column);

/** The journal as Limbeck makes it. */
export function journalTable({ journal: name }: BookNames, { unlimitedText }: Pick<Dialect, "unlimitedText">): Table {
  return {
    ...nameOf(name),
    columns: Object.values(COLUMNS).map(
      ({ column, type, isRequired, isUnlimited }): Column => ({
        name: column,
        type: isUnlimited === true ? (unlimitedText ?? type) : type,
        nullable: isRequired !== true,
      }),
    ),
    primaryKey: { name: `${name.name}_pkc`, columns: [COLUMNS.id.column] },
    uniques: [],
    checks: [],
    foreignKeys: [],
    exclusions: [],
    indexes: [],
    options: {},
  };
}

/** Refuses a table that lacks a column of the journal; one that has more is of a later version. Errors: JOURNAL_UNREADABLE. */
export function checkJournalLayout(found: FoundTable): void {
  const has = new Set(found.columns);
  const missing = journalColumns.filter((column) => !has.has(column));
  if (missing.length === 0) return;
  const message = `The table "${displayName(found)}" is not Limbeck's journal: it has no column ${missing.map((name) => `"${name}"`).join(", ")}`;
  throw fail("JOURNAL_UNREADABLE", message, { details: { table: displayName(found), missing } });
}

/** One row as it was read. Errors: JOURNAL_UNREADABLE. */
export function rowFrom(row: Row, table: ObjectName): JournalRow {
  const unreadable = (column: string): Error => {
    const message = `A row of the journal "${displayName(table)}" can't be understood: column "${column}" is ${String(row[column])}`;
    return fail("JOURNAL_UNREADABLE", message, { details: { table: displayName(table), column } });
  };
  const text = ({ column }: FieldColumn): string | undefined => {
    const value = row[column];
    if (value === null || typeof value === "string") return value ?? undefined;
    throw unreadable(column);
  };
  const number = ({ column }: FieldColumn): number | undefined => {
    const value = row[column];
    if (value === null) return undefined;
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw unreadable(column);
    return number;
  };
  const required = <T>(value: T | undefined, { column }: FieldColumn): T => {
    if (value === undefined) throw unreadable(column);
    return value;
  };
  return present<JournalRow>({
    id: required(number(COLUMNS.id), COLUMNS.id),
    revision: required(text(COLUMNS.revision), COLUMNS.revision),
    direction: required(DIRECTIONS.get(text(COLUMNS.direction)), COLUMNS.direction),
    outcome: required(OUTCOMES.get(text(COLUMNS.outcome)), COLUMNS.outcome),
    checksum: text(COLUMNS.checksum),
    path: text(COLUMNS.path),
    startedAt: text(COLUMNS.startedAt),
    finishedAt: text(COLUMNS.finishedAt),
    durationMs: number(COLUMNS.durationMs),
    user: text(COLUMNS.user),
    host: text(COLUMNS.host),
    tool: text(COLUMNS.tool),
    statementsDone: required(number(COLUMNS.statementsDone), COLUMNS.statementsDone),
    statementsTotal: number(COLUMNS.statementsTotal),
    message: text(COLUMNS.message),
    plan: text(COLUMNS.plan),
  });
}

/** SQL that adds a row. The new id is one more than the highest. */
export function insertSql(entry: JournalEntry, dialect: Dialect, names: BookNames): string {
  return insertPieces((field) => literalOf(entry[field], dialect), dialect, names).join("");
}

/** SQL that replaces all of the rows behind ` WHERE` but their ids, and when they were started. */
export function updateSql(where: string, entry: JournalEntry, dialect: Dialect, names: BookNames): string {
  return updatePieces(where, (field) => literalOf(entry[field], dialect), dialect, names).join("");
}

/** SQL in pieces: texts, and blanks between them for the literals of some fields. */
export type SqlForm = readonly (string | Blank)[];

export interface Blank {
  /** Name of the field. */
  readonly blank: Field;
}

export type EntryField = keyof JournalEntry;

/** The SQL of `insertSql`, with blanks for these fields. */
export function insertForm(
  entry: JournalEntry,
  blanks: readonly EntryField[],
  dialect: Dialect,
  names: BookNames,
): SqlForm {
  return joined(insertPieces(blankOr(entry, blanks, dialect), dialect, names));
}

/** SQL that adds a row with an id that is known, for which there is a blank, too. */
export function numberedForm(
  entry: JournalEntry,
  blanks: readonly EntryField[],
  dialect: Dialect,
  names: BookNames,
): SqlForm {
  const pieces = entryFields.flatMap((field): SqlForm => [", ", blankOr(entry, blanks, dialect)(field)]);
  return joined([`INSERT INTO ${target(dialect, names)} VALUES (`, { blank: "id" }, ...pieces, ")"]);
}

/** The query for the highest id; the journal has a row. */
export function lastIdSql(dialect: Dialect, names: BookNames): string {
  return `SELECT MAX(${dialect.quoteName(COLUMNS.id.column)}) FROM ${dialect.quoteObject(names.journal)}`;
}

/** The SQL of `updateSql`, with blanks for these fields. */
export function updateForm(
  where: string,
  entry: JournalEntry,
  blanks: readonly EntryField[],
  { dialect, names }: { readonly dialect: Dialect; readonly names: BookNames },
): SqlForm {
  return joined(updatePieces(where, blankOr(entry, blanks, dialect), dialect, names));
}

/** A constant; a NUL, which servers don't take in texts, becomes the sign for it. */
export function literalOf(value: string | number | undefined, dialect: Dialect): string {
  return dialect.literal(typeof value === "string" ? value.replaceAll("\0", "\u2400") : (value ?? null));
}

function insertPieces<Piece>(
  pieceOf: (field: EntryField) => Piece,
  dialect: Dialect,
  names: BookNames,
): readonly (string | Piece)[] {
  return [
    `INSERT INTO ${target(dialect, names)} SELECT COALESCE(MAX(${dialect.quoteName(COLUMNS.id.column)}), 0) + 1`,
    ...entryFields.flatMap((field) => [", ", pieceOf(field)]),
    ` FROM ${dialect.quoteObject(names.journal)}`,
  ];
}

/** The table with the columns of a row, `id` first. */
function target(dialect: Dialect, names: BookNames): string {
  const columns = ["id" as const, ...entryFields].map((field) => dialect.quoteName(COLUMNS[field].column));
  return `${dialect.quoteObject(names.journal)} (${columns.join(", ")})`;
}

function updatePieces<Piece>(
  where: string,
  pieceOf: (field: EntryField) => Piece,
  dialect: Dialect,
  names: BookNames,
): readonly (string | Piece)[] {
  const fields = entryFields.filter((field) => field !== "startedAt");
  const column = (field: EntryField): string => `${dialect.quoteName(COLUMNS[field].column)} = `;
  const set = fields.flatMap((field, i) => [`${i === 0 ? "" : ", "}${column(field)}`, pieceOf(field)]);
  return [`UPDATE ${dialect.quoteObject(names.journal)} SET `, ...set, where];
}

/** The same with one text between two blanks. */
function joined(form: SqlForm): SqlForm {
  const found: (string | Blank)[] = [];
  for (const piece of form) {
    const last = found.at(-1);
    if (typeof piece === "string" && typeof last === "string") found[found.length - 1] = last + piece;
    else found.push(piece);
  }
  return found;
}

function blankOr(
  entry: JournalEntry,
  blanks: readonly EntryField[],
  dialect: Dialect,
): (field: EntryField) => string | Blank {
  return (field) => (blanks.includes(field) ? { blank: field } : literalOf(entry[field], dialect));
}

const { id: _id, ...ENTRY_COLUMNS } = COLUMNS;
const entryFields = Object.keys(ENTRY_COLUMNS) as readonly EntryField[];

const DIRECTIONS = wordsOf(["upgrade", "downgrade", "stamp"]);
const OUTCOMES = wordsOf(["running", "done", "failed", "undone"]);

function wordsOf<const Word extends string>(words: readonly Word[]): ReadonlyMap<string | undefined, Word> {
  return new Map(words.map((word) => [word, word]));
}

type Loose<T> = { readonly [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] };

/** The record without its absent fields. */
function present<T extends object>(record: Loose<T>): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
