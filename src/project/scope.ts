import { given } from "../base/given.ts";
import type { InspectOptions } from "../dialects/contract.ts";
import { filterOf, filterSchema, type Wants } from "../diff/filter.ts";
import { isOfBackups } from "../run/backup-registry.ts";
import { type BookNames, bookTables } from "../run/books.ts";
import { booksAside } from "../run/books-aside.ts";
import { displayName, nameKey } from "../schema/names.ts";
import type { NamedObject } from "../schema/object-kind.ts";
import type { Schema } from "../schema/schema.ts";
import { aboutItem, yesOrNo } from "./ask-hook.ts";
import type { Database } from "./database.ts";
import { fail } from "./errors.ts";
import type { Settings } from "./settings.ts";
import type { CompareInput } from "./use-cases.ts";

/** What a comparison looks at. */
export interface Scope {
  /** The namespace of the session; absent where there are none. */
  readonly home?: string;
  /** Whether an object is looked at; what isn't is not even read. */
  readonly wants: Wants;
  /** Leaves alone what a Schema has no place for and stands by itself, with its namespace. */
  readonly standsAlone: (object: NamedObject) => "left";
  /** The schema without what isn't looked at, and without the tables in which Limbeck and Alembic keep books. */
  readonly within: (schema: Schema) => Schema;
  /**
   * What the models ask for, with the namespaces of the database that are not theirs to drop: the one that every database has, that of the
   * version table, and those that hold something which isn't looked at.
   */
  readonly standing: (want: Schema, have: Schema) => Schema;
  /** What the database has, with the namespace of the version table where the models ask for it: it is there before any revision runs. */
  readonly founded: (have: Schema, want: Schema) => Schema;
  /** What the models have in other databases of a server without namespaces, by name; it isn't looked at. */
  readonly elsewhere: () => readonly string[];
  /** True once something was met that isn't looked at. */
  readonly leavesOut: () => boolean;
  /** Refuses `--include` of a pattern that has met no table or view on either side. Errors: DIFF_PATTERN_UNUSED. */
  readonly refuseUnused: () => void;
}

/** How a schema is read to be changed: all of it, for a revision may name what the config leaves out, if only that can be read. */
export function readingOf(settings: Settings, names: BookNames): InspectOptions {
  return { ...booksAside(names), ...overlooked(settings) };
}

/** What needn't be read wholly: what the config leaves out. */
export function overlooked({ include, exclude }: Settings): Pick<InspectOptions, "overlooks"> {
  if (exclude.length === 0 && include === undefined) return {};
  const wants = filterOf({ exclude, ...given({ include }) });
  return { overlooks: (object) => !wants(object) };
}

/** The scope that the config and the flags give; the flags narrow it. */
export async function scopeOf(
  settings: Settings,
  { connection, dialect, names }: Database,
  { include = [], exclude = [] }: Pick<CompareInput, "include" | "exclude">,
): Promise<Scope> {
  const home = await dialect.home?.(connection);
  const place = given({ home });
  const byConfig = filterOf({ exclude: settings.exclude, ...given({ include: settings.include }), ...place });
  const byFlags = filterOf({ include, exclude, ...place });
  const booksPlace = names.versionTable.schema ?? home;
  const books = bookTables(names);
  const ours = new Set(books.map(({ name, schema }) => nameKey({ name, ...given(schema === home ? {} : { schema }) })));
  const seen: NamedObject[] = [];
  const partlySeen = new Set<string>();
  let leavesOut = false;
  const elsewhere = new Set<string>();
  const byName = byHook(settings.autogenerate);
  const wants = (object: NamedObject): boolean => {
    if (isOfBackups(names, object)) return false;
    if (!dialect.traits.namespaces && (object.schema !== undefined || object.kind === "namespace")) {
      if (object.kind !== "namespace") elsewhere.add(displayName(object));
      return false;
    }
    if (object.kind === "table" || object.kind === "view") seen.push(object);
    const isWanted = byConfig(object) && byFlags(object) && byName(object);
    if (isWanted) return true;
    leavesOut = true;
    if (object.schema !== undefined) partlySeen.add(object.schema);
    return false;
  };
  return {
    ...place,
    wants,
    standsAlone({ schema }) {
      if (schema !== undefined) partlySeen.add(schema);
      return "left";
    },
    leavesOut: () => leavesOut,
    elsewhere: () => [...elsewhere],
    within: (schema) => {
      const kept = filterSchema(schema, wants);
      return { ...kept, tables: kept.tables.filter((table) => !ours.has(nameKey(table))) };
    },
    standing: (want, have) => {
      const usual = dialect.ownNamespace?.usual;
      const stay = have.namespaces.filter(
        (name) => (name === usual || name === booksPlace || partlySeen.has(name)) && !want.namespaces.includes(name),
      );
      const comments = { ...namespaceCommentsOf(have, stay), ...want.namespaceComments };
      return {
        ...want,
        namespaces: [...want.namespaces, ...stay],
        ...(Object.keys(comments).length === 0 ? {} : { namespaceComments: comments }),
      };
    },
    founded: (have, { namespaces }) => {
      const isMissing =
        booksPlace !== undefined && namespaces.includes(booksPlace) && !have.namespaces.includes(booksPlace);
      return isMissing ? { ...have, namespaces: [...have.namespaces, booksPlace] } : have;
    },
    refuseUnused: () => {
      const unused = include.find((pattern) => !seen.some(filterOf({ include: [pattern], ...place })));
      if (unused === undefined) return;
      throw fail("DIFF_PATTERN_UNUSED", `--include ${unused}: no table or view has such a name`, {
        details: { pattern: unused },
      });
    },
  };
}

/** The comments on these namespaces. */
export function namespaceCommentsOf(
  { namespaceComments = {} }: Schema,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(namespaceComments).filter(([name]) => names.includes(name)));
}

/** What `includeName` of the config says, asked once of each name. Errors: CONFIG_HOOK_THREW, CONFIG_HOOK_ANSWER. */
function byHook(hooks: Settings["autogenerate"]): Wants {
  const includeName = hooks?.functions.includeName;
  if (hooks === undefined || includeName === undefined) return () => true;
  const said = new Map<string, boolean>();
  return ({ kind, name, schema }) => {
    // What a Schema has no place for can't be compared anyway.
    if (kind === "other") return true;
    const key = JSON.stringify([kind, schema, name]);
    const parents = given({ schema });
    const answer =
      said.get(key) ??
      yesOrNo(hooks, "includeName", aboutItem(kind, name, parents), () => includeName(name, kind, parents));
    said.set(key, answer);
    return answer;
  };
}
