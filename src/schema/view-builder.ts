import { columnKeepingReaders } from "./column-builder.ts";
import type { ColumnKeeping } from "./column-keeping.ts";
import { fail } from "./errors.ts";
import type { IndexTablePart } from "./index-builder.ts";
import { type InSchema, inSchema, readDefinition } from "./object-builders.ts";
import {
  invalidValue,
  type OptionsOf,
  oneOf,
  readFlag,
  readList,
  readName,
  readNames,
  readOptions,
  readRecord,
  readSqlText,
  readText,
  readTexts,
  type SqlText,
} from "./options.ts";
import type { Index, View } from "./schema.ts";
import type { ViewAlgorithm, ViewCheckOption, ViewProperties, ViewSecurity } from "./view-properties.ts";

/** The properties of a view as a person gives them. */
export interface ViewSettings extends Omit<ViewProperties, "barrier" | "columnDefaults"> {
  readonly barrier?: boolean;
  readonly columnDefaults?: Readonly<Record<string, SqlText>>;
}

/** What a view can have beside its query. */
export interface ViewOptions extends InSchema, ViewSettings {
  readonly columns?: readonly string[];
  readonly materialized?: boolean;
  /** PostgreSQL, of a materialized view: `[index("ix_totals_day", ["day"], { unique: true })]`. */
  readonly indexes?: readonly IndexTablePart[];
  readonly comment?: string;
  /** By the names of the columns. */
  readonly columnComments?: Readonly<Record<string, string>>;
}

/** A view: view("adults", sql`SELECT * FROM users WHERE age >= 18`). */
export function view(name: string, definition: SqlText, options?: ViewOptions): View {
  const where = `view() ${JSON.stringify(name)}`;
  return buildView(name, definition, readOptions(options, viewReaders, where), where);
}

/** A view of what was given. Errors: SCHEMA_*. */
export function buildView(
  name: unknown,
  definition: unknown,
  options: OptionsOf<typeof viewReaders>,
  where: string,
): View {
  const named = { name: readName(name, `${where}: the name`), ...options };
  const built = { ...named, definition: readDefinition(definition, where) };
  refuseMixture(built, where);
  return built;
}

/** Readers of the properties of a view beside its query. */
export const viewPropertyReaders = {
  security: oneOf<ViewSecurity>(["invoker"]),
  algorithm: oneOf<ViewAlgorithm>(["merge", "temptable"]),
  barrier: readFlag,
  checkOption: oneOf<ViewCheckOption>(["local", "cascaded"]),
  columnDefaults: readSqlTexts,
  storage: readTexts,
  tablespace: readText,
  accessMethod: readText,
  columnOptions: readColumnOptions,
};

/** Readers of the options of a view. */
export const viewReaders = {
  ...inSchema,
  columns: readNames,
  materialized: readFlag,
  indexes: readIndexes,
  ...viewPropertyReaders,
  comment: readText,
  columnComments: readTexts,
};

function readSqlTexts(value: unknown, where: string): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(readRecord(value, where)).map(
    ([name, each]) => [name, readSqlText(each, `${where}: ${JSON.stringify(name)}`)] as const,
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A column of which nothing is said isn't named. */
function readColumnOptions(value: unknown, where: string): Readonly<Record<string, ColumnKeeping>> | undefined {
  const entries = Object.entries(readRecord(value, where))
    .map(
      ([name, each]) => [name, readOptions(each, columnKeepingReaders, `${where}: ${JSON.stringify(name)}`)] as const,
    )
    .filter(([, said]) => Object.keys(said).length > 0);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** None is as if nothing were said. */
function readIndexes(value: unknown, where: string): readonly Index[] | undefined {
  const indexes = readList(value, where, readIndex);
  const twice = indexes.find(({ name }, i) => indexes.findIndex((each) => each.name === name) !== i);
  if (twice !== undefined) throw fail("SCHEMA_INDEX_DUPLICATE", `${where} has two indexes "${twice.name}".`);
  return indexes.length === 0 ? undefined : indexes;
}

function readIndex(value: unknown, where: string): Index {
  const { kind, index } = readRecord(value, where) as Partial<IndexTablePart>;
  if (kind === "index" && index !== undefined) return index;
  throw invalidValue(where, "an index: index(…)", value);
}

/** Rows of its own, with all that goes with them, are what a materialized view has. */
function refuseMixture(view: View, where: string): void {
  const parts = ["indexes", "storage", "tablespace", "accessMethod", "columnOptions"] as const;
  const part = view.materialized === true ? undefined : parts.find((each) => view[each] !== undefined);
  if (part === undefined) return;
  const hint = "Make it `materialized: true`, or leave that out.";
  throw fail("SCHEMA_VALUE_INVALID", `${where}: ${part} is for a view that is materialized.`, { hint });
}
