import { renameIdentifier } from "../schema/identifiers.ts";
import { descendantsOf, inheritedColumn, under } from "../schema/inheritance.ts";
import { displayName, sameName } from "../schema/names.ts";
import type { Column, DefaultValue, Schema, Table } from "../schema/schema.ts";
import { type Behaviours, exact, lossy } from "./behaviour.ts";
import type { AddColumn, AlterColumn, ColumnChanges, ColumnOp, DropColumn } from "./column-ops.ts";
import { conversionLoses } from "./conversions.ts";
import { displayColumn, editTable, omit, onTable, requireColumn, requireTable } from "./edit.ts";
import { fail } from "./errors.ts";
import { isOwnable, renamedOwn, withInherited, withoutOwn } from "./inherited-defaults.ts";
import type { Op } from "./op.ts";
import { belongsTo, restoreStatistics } from "./owned-parts.ts";
import { restoreOwned, withOwner, withoutOwned } from "./owned-sequences.ts";
import { areOfColumn, mapStatistics } from "./statistics-behaviours.ts";
import { mapConditions, refersTo } from "./table-behaviours.ts";
import type { OnTable } from "./table-ops.ts";
import { type ColumnDependents, dependentsOf, expressionUsing, mapColumns, referredColumns } from "./table-parts.ts";
import { zeroValue } from "./zero-value.ts";

/** What the operations on columns mean. */
export const columnBehaviours: Behaviours<ColumnOp["kind"]> = {
  addColumn: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        if (!hasColumn(table, op.column.name)) return { ...table, columns: insert(table, op) };
        if (op.ifNotExists) return table;
        throw taken(table, op.column.name);
      });
    },
    reverse(op, before) {
      if (op.ifNotExists && hasColumn(requireTable(before, op), op.column.name)) return exact();
      return exact({ ...omit(op, "position", "ifNotExists"), kind: "dropColumn", column: op.column.name });
    },
    describe: (op) => `Add column ${displayColumn(op, op.column.name)}`,
  },

  dropColumn: {
    apply(schema, op) {
      const table = requireTable(schema, op);
      if (op.ifExists && !hasColumn(table, op.column)) return schema;
      requireColumn(table, op.column);
      const heirs = heirsOf(schema, table, op.column);
      for (const each of [table, ...heirs]) refuseInUse(schema, each, op.column);
      const free = withoutOwned(schema, table, op.column);
      const tables = free.tables.map((each) =>
        each === table || heirs.includes(each) ? withoutOwn(withoutColumn(each, op.column), op.column) : each,
      );
      const statistics = free.statistics.filter(
        (each) => ![table, ...heirs].some((one) => areOfColumn(each, one, op.column)),
      );
      return { ...free, tables, statistics };
    },
    reverse(op, before) {
      const table = requireTable(before, op);
      if (op.ifExists && !hasColumn(table, op.column)) return exact();
      const sequences = restoreOwned(before, table, op.column);
      const heirs = heirsOf(before, table, op.column);
      const ops = [
        ...[...sequences.first, ...restoreColumn(op, table), ...sequences.last],
        ...heirs.flatMap((each) => restoreOwn(each, op.column)),
        ...heirs.flatMap((each) => restoreDependents(onTable(each), dependentsOf(each, op.column))),
        ...[table, ...heirs].flatMap((each) => restoreStatistics(before, each, op.column)),
      ];
      const column = requireColumn(table, op.column);
      // The values of a generated column come back by themselves.
      if (column.generated !== undefined) return exact(...ops);
      const filled = placeholderOf(column);
      const instead = filled === undefined ? "" : `, in whose place rows get ${JSON.stringify(filled)}`;
      return lossy(`the values of ${displayColumn(op, op.column)}${instead}`, ...ops);
    },
    describe: (op) => `Drop column ${displayColumn(op, op.column)}`,
  },

  renameColumn: {
    apply(schema, op) {
      const table = requireTable(schema, op);
      requireColumn(table, op.column);
      if (hasColumn(table, op.to)) throw taken(table, op.to);
      const rename = (name: string) => (name === op.column ? op.to : name);
      const rewrite = (text: string) => renameIdentifier(text, op.column, op.to, { as: "column" });
      const all = [table, ...descendantsOf(table, schema)];
      const renamed = schema.tables.map((each) =>
        all.includes(each) ? renamedOwn(mapColumns(each, rename, rewrite), rename, rewrite) : each,
      );
      const owned = withOwner(schema, table, (owner) => ({ ...owner, column: rename(owner.column) }));
      return {
        ...owned,
        tables: renamed.map((each) => all.reduce((sum, one) => followRename(sum, one, rename), each)),
        policies: owned.policies.map((each) =>
          all.some((one) => belongsTo(each, one)) ? mapConditions(each, rewrite) : each,
        ),
        statistics: owned.statistics.map((each) =>
          all.some((one) => sameName(each.table, one)) ? mapStatistics(each, rename, rewrite) : each,
        ),
      };
    },
    reverse: (op) => exact({ ...op, column: op.to, to: op.column }),
    describe: (op) => `Rename column ${displayColumn(op, op.column)} to ${op.to}`,
  },

  alterColumn: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        if (isOwnable(op) && inheritedColumn(table, op.column, schema) !== undefined) {
          return withInherited(table, op, schema);
        }
        const column = requireColumn(table, op.column);
        const changed = alter(column, op.changes);
        return { ...table, columns: table.columns.map((each) => (each === column ? changed : each)) };
      });
    },
    reverse(op, before) {
      const table = requireTable(before, op);
      const inherited = isOwnable(op) ? inheritedColumn(table, op.column, before) : undefined;
      const column = inherited ?? requireColumn(table, op.column);
      const changes = oldValues(column, op.changes);
      const back: Op = { ...omit(op, "using", "online", "joined", "dataLoss"), changes };
      const heirs = heirsOf(before, table, op.column).flatMap((heir) => restoreAltered(heir, op));
      const lost = lostValues(op, column);
      return lost === undefined ? exact(back, ...heirs) : lossy(lost, back, ...heirs);
    },
    describe: (op) => `Alter column ${displayColumn(op, op.column)}: ${Object.keys(op.changes).join(", ")}`,
  },
};

/** The tables that have the column from this one, and not of their own. */
function heirsOf(schema: Schema, table: Table, column: string): readonly Table[] {
  return descendantsOf(table, schema).filter((each) => !hasColumn(each, column));
}

function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}

function taken(table: Table, name: string) {
  const message = `The table "${displayName(table)}" has a column "${name}" already.`;
  return fail("OP_COLUMN_EXISTS", message, { details: { table: displayName(table), column: name } });
}

function insert(table: Table, op: AddColumn): readonly Column[] {
  if (op.position === undefined) return [...table.columns, op.column];
  if (op.position === "first") return [op.column, ...table.columns];
  const at = table.columns.indexOf(requireColumn(table, op.position.after)) + 1;
  return table.columns.toSpliced(at, 0, op.column);
}

function refuseInUse(schema: Schema, table: Table, column: string): void {
  const referring = schema.tables.find(
    (each) =>
      each !== table &&
      each.foreignKeys.some((key) => refersTo(key, table) && referredColumns(key, table).includes(column)),
  );
  const by = referring === undefined ? expressionUsing(table, column) : `a foreign key of "${displayName(referring)}"`;
  if (by === undefined) return;
  const message = `The column "${displayName(table)}.${column}" can't be dropped: ${by} depends on it.`;
  throw fail("OP_COLUMN_IN_USE", message, { details: { table: displayName(table), column } });
}

function withoutColumn(table: Table, column: string): Table {
  const gone = dependentsOf(table, column);
  return {
    ...(gone.primaryKey === undefined ? table : omit(table, "primaryKey")),
    columns: table.columns.filter((each) => each.name !== column),
    uniques: table.uniques.filter((each) => !gone.uniques.includes(each)),
    checks: table.checks,
    foreignKeys: table.foreignKeys.filter((each) => !gone.foreignKeys.includes(each)),
    exclusions: table.exclusions,
    indexes: table.indexes.filter((each) => !gone.indexes.includes(each)),
    options: table.options,
  };
}

const noDefault: ColumnChanges = { default: null };

/** What the rows of a table get in a column that comes back without its values and may not be NULL; absent where they need nothing. */
function placeholderOf(column: Column): DefaultValue | undefined {
  const numbered = column.identity !== undefined || column.autoincrement === true;
  if (column.nullable || column.default !== undefined || column.generated !== undefined || numbered) return undefined;
  return zeroValue(column.type);
}

function restoreColumn(op: DropColumn, table: Table): readonly Op[] {
  const on = omit(op, "kind", "column", "ifExists");
  const column = requireColumn(table, op.column);
  const at = table.columns.indexOf(column);
  const after = table.columns[at - 1];
  const position = after === undefined ? ("first" as const) : { after: after.name };
  const last = at === table.columns.length - 1;
  const filled = placeholderOf(column);
  const added = filled === undefined ? column : { ...column, default: filled };
  return [
    { kind: "addColumn", ...on, column: added, ...(last ? {} : { position }) },
    ...(filled === undefined ? [] : [{ kind: "alterColumn" as const, ...on, column: column.name, changes: noDefault }]),
    ...restoreDependents(on, dependentsOf(table, op.column)),
  ];
}

/** What a table says itself of a column that comes back from another one. */
function restoreOwn(heir: Table, column: string): readonly Op[] {
  const value = under(heir.ownDefaults, column);
  const changes: ColumnChanges = {
    ...(value === undefined ? {} : { default: value }),
    ...under(heir.ownColumns, column),
  };
  return Object.keys(changes).length === 0 ? [] : [{ kind: "alterColumn", ...onTable(heir), column, changes }];
}

/** What an heir says itself is gone when the other table has said the same for a while. */
function restoreAltered(heir: Table, { column, changes }: AlterColumn): readonly Op[] {
  const { nullable, notNull, generated, statistics } = under(heir.ownColumns, column) ?? {};
  const back: ColumnChanges = {
    ...(nullable === undefined || changes.nullable === undefined ? {} : { nullable, ...(notNull && { notNull }) }),
    ...(generated === undefined || changes.generated === undefined ? {} : { generated }),
    ...(statistics === undefined || changes.statistics === undefined ? {} : { statistics }),
  };
  return Object.keys(back).length === 0 ? [] : [{ kind: "alterColumn", ...onTable(heir), column, changes: back }];
}

function restoreDependents(on: OnTable, parts: ColumnDependents): readonly Op[] {
  const { primaryKey, uniques, foreignKeys, indexes } = parts;
  return [
    ...(primaryKey === undefined ? [] : [{ kind: "createPrimaryKey" as const, ...on, primaryKey }]),
    ...uniques.map((unique): Op => ({ kind: "createUnique", ...on, unique })),
    ...foreignKeys.map((foreignKey): Op => ({ kind: "createForeignKey", ...on, foreignKey })),
    ...indexes.map((index): Op => ({ kind: "createIndex", ...on, index })),
  ];
}

/** Foreign keys that refer to the renamed column. */
function followRename(each: Table, renamed: Table, rename: (name: string) => string): Table {
  if (!each.foreignKeys.some((key) => refersTo(key, renamed))) return each;
  const foreignKeys = each.foreignKeys.map((key) => {
    if (!refersTo(key, renamed)) return key;
    return { ...key, references: { ...key.references, columns: key.references.columns.map(rename) } };
  });
  return { ...each, foreignKeys };
}

function alter(column: Column, changes: ColumnChanges): Column {
  const entries = Object.entries({ ...column, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as unknown as Column;
}

function oldValues(column: Column, changes: ColumnChanges): ColumnChanges {
  const old: Readonly<Record<string, unknown>> = { ...column };
  return Object.fromEntries(Object.keys(changes).map((key) => [key, old[key] ?? null])) as ColumnChanges;
}

function lostValues(op: AlterColumn, before: Column): string | undefined {
  const name = displayColumn(op, op.column);
  const { type, generated } = op.changes;
  if (before.generated !== undefined) return undefined;
  if (generated !== undefined && generated !== null) return `the values of ${name}`;
  const converted = op.using !== undefined || (type !== undefined && conversionLoses(before.type, type));
  return converted ? `the values of ${name}, where the conversion of their type changed them` : undefined;
}
