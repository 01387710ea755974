import { given } from "../../base/given.ts";
import type {
  ForeignKey,
  Index,
  IndexPart,
  KeyColumnOptions,
  PrimaryKey,
  Schema,
  Table,
  Unique,
} from "../../schema/schema.ts";
import { fold, sameFolded } from "./fold.ts";
import { withoutOwners } from "./mentions.ts";
import { normaliseCollation, normaliseColumn } from "./normalise-column.ts";
import { type KnownNames, normaliseExpression, normaliseStatement } from "./normalise-text.ts";
import { ownNames } from "./quote-strings.ts";
import { resolveNames } from "./resolve-names.ts";
import { impliedNotNull, rowidAliasOf } from "./rowid-alias.ts";
import { storedTrigger } from "./trigger-text.ts";

/**
 * The schema in the form in which two are compared: spellings that SQLite holds equal are made one. Every object stays at its place,
 * under its name. What isn't said here is left as it is:
 * types by their words · expressions by their tokens, see `normaliseExpression` · TRUE and 1, NULL and no default · the alias of the
 * rowid and the key of a table WITHOUT ROWID or STRICT are never NULL · a foreign key without columns refers to the primary key ·
 * NO ACTION, ON CONFLICT ABORT and COLLATE BINARY are what is there without them · a key's collation that is its column's.
 */
export function normalise(schema: Schema): Schema {
  const resolved = resolveNames(schema);
  const known = namesOf(resolved);
  return {
    ...resolved,
    tables: resolved.tables.map((table) => normaliseTable(table, resolved.tables, known)),
    views: resolved.views.map((view) => ({ ...view, definition: normaliseStatement(view.definition, known) })),
    triggers: resolved.triggers.map((trigger) => ({
      ...trigger,
      definition: normaliseTrigger(trigger.definition, known),
    })),
  };
}

/** All names that the text of a view or a trigger may mean. */
function namesOf({ tables, views, triggers }: Schema): KnownNames {
  const names = new Set<string>(["new", "old"]);
  for (const { name } of [...tables, ...views, ...triggers]) names.add(fold(name));
  for (const { name } of tables.flatMap((table) => table.columns)) names.add(fold(name));
  for (const name of views.flatMap((view) => view.columns ?? [])) names.add(fold(name));
  return names;
}

function normaliseTable(table: Table, tables: readonly Table[], all: KnownNames): Table {
  const own = ownNames(table);
  const implied = new Set(impliedNotNull(table));
  const { virtual } = table.options;
  return {
    ...table,
    columns: table.columns.map((column) => normaliseColumn(column, implied.has(column.name), own)),
    ...given({ primaryKey: table.primaryKey === undefined ? undefined : normaliseKey(table.primaryKey, table) }),
    uniques: table.uniques.map((unique) => normaliseKey(unique, table)),
    // A rebuild takes the table's name from before the columns of its checks.
    checks: table.checks.map((check) => ({
      ...check,
      expression: normaliseExpression(withoutOwners(check.expression), own),
    })),
    foreignKeys: table.foreignKeys.map((key) => normaliseForeignKey(key, tables)),
    indexes: table.indexes.map((index) => normaliseIndex(index, table, own)),
    options: virtual === undefined ? table.options : { ...table.options, virtual: normaliseStatement(virtual, all) },
  };
}

function normaliseKey<K extends PrimaryKey | Unique>(key: K, table: Table): K {
  const { keyOptions, onConflict, ...rest } = key;
  // The rowid has no collation.
  const isRowid = key === table.primaryKey && rowidAliasOf(table) !== undefined;
  const options = Object.entries((isRowid ? undefined : keyOptions) ?? {}).flatMap(
    ([column, option]): [string, KeyColumnOptions][] => {
      const found = normaliseOrder(option, collationOf(table, column));
      return Object.keys(found).length === 0 ? [] : [[column, found]];
    },
  );
  return {
    ...rest,
    ...given({
      keyOptions: options.length === 0 ? undefined : Object.fromEntries(options),
      onConflict: onConflict === "abort" ? undefined : onConflict,
    }),
  } as K;
}

/** A collation is left out where it is the one that the column has anyway; BINARY counts where the column has another one. */
function normaliseOrder({ descending, collation }: KeyColumnOptions, inherited: string | undefined): KeyColumnOptions {
  const own = normaliseCollation(collation);
  const isSame = collation === undefined || own === inherited;
  return given({ descending, collation: isSame ? undefined : (own ?? "BINARY") });
}

function collationOf(table: Table, column: string): string | undefined {
  return normaliseCollation(table.columns.find(({ name }) => sameFolded(name, column))?.collation);
}

function normaliseForeignKey(key: ForeignKey, tables: readonly Table[]): ForeignKey {
  const { onDelete, onUpdate, references, ...rest } = key;
  const parent = tables.find(({ name }) => sameFolded(name, references.table));
  const columns = references.columns.length === 0 ? (parent?.primaryKey?.columns ?? []) : references.columns;
  return {
    ...rest,
    references: { ...references, columns },
    ...given({
      onDelete: onDelete === "no action" ? undefined : onDelete,
      onUpdate: onUpdate === "no action" ? undefined : onUpdate,
    }),
  };
}

function normaliseIndex(index: Index, table: Table, known: KnownNames): Index {
  const { where, ...rest } = index;
  return {
    ...rest,
    parts: index.parts.map((part) => normalisePart(part, table, known)),
    ...given({ where: where === undefined ? undefined : normaliseExpression(where, known) }),
  };
}

function normalisePart(part: IndexPart, table: Table, known: KnownNames): IndexPart {
  const { descending, collation, nulls, opclass, length } = part;
  const key = "column" in part ? { column: part.column } : keyOf(normaliseExpression(part.expression, known), table);
  const inherited = "column" in key ? collationOf(table, key.column) : undefined;
  return {
    ...key,
    ...given({ nulls, opclass, length }),
    ...normaliseOrder(given({ descending, collation }), inherited),
  };
}

/** An expression that is a column and nothing else is the column. */
function keyOf(expression: string, table: Table): { readonly column: string } | { readonly expression: string } {
  const column = table.columns.find(({ name }) => fold(name) === expression);
  return column === undefined ? { expression } : { column: column.name };
}

/** As SQLite keeps it, and without FOR EACH ROW, the only way that it has. */
function normaliseTrigger(definition: string, known: KnownNames): string {
  const text = normaliseStatement(storedTrigger(definition), known);
  return text.replace(/^((?:(?!\bbegin\b).)*?) for each row\b/s, "$1");
}
