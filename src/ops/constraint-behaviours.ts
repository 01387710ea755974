import { displayName } from "../schema/names.ts";
import type { Check, Exclusion, ForeignKey, PrimaryKey, Schema, Table, Unique } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import type {
  ConstraintOp,
  ConstraintType,
  CreatePrimaryKey,
  CreateUnique,
  DropConstraint,
  ValidateConstraint,
} from "./constraint-ops.ts";
import { editTable, omit, onTable, requireColumns, requireTable, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import { requireIndex } from "./index-behaviours.ts";
import type { Op } from "./op.ts";
import type { OnTable } from "./table-ops.ts";
import { columnsOfKey } from "./table-parts.ts";

/** What the operations on constraints mean. */
export const constraintBehaviours: Behaviours<ConstraintOp["kind"]> = {
  createPrimaryKey: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        requireColumns(table, columnsOfKey(op.primaryKey));
        if (table.primaryKey === undefined) return { ...withoutUsed(table, op), primaryKey: op.primaryKey };
        throw fail("OP_CONSTRAINT_EXISTS", `The table "${displayName(table)}" has a primary key already.`);
      });
    },
    reverse: (op, before) => exact(dropOf(op, "primary", op.primaryKey), ...usedIndex(op, before)),
    describe: (op) => `Create primary key of ${displayName(tableNameOf(op))}${columnList(op.primaryKey.columns)}`,
  },

  createUnique: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        requireColumns(table, columnsOfKey(op.unique));
        return { ...withoutUsed(table, op), uniques: added(table, "unique", table.uniques, op.unique) };
      });
    },
    reverse(op, before) {
      const drop = { ...dropOf(op, "unique", op.unique), ...finder(op.unique, { columns: op.unique.columns }) };
      return exact(drop, ...usedIndex(op, before));
    },
    describe(op) {
      const on = displayName(tableNameOf(op)) + columnList(op.unique.columns);
      return `Create unique constraint${withName(op.unique)} on ${on}`;
    },
  },

  createCheck: {
    apply(schema, op) {
      return editTable(schema, op, (table) => ({ ...table, checks: added(table, "check", table.checks, op.check) }));
    },
    reverse(op) {
      const { expression } = op.check;
      return exact({ ...dropOf(op, "check", op.check), ...finder(op.check, { expression }) });
    },
    describe(op) {
      return `Create check${withName(op.check)} on ${displayName(tableNameOf(op))}: ${op.check.expression}`;
    },
  },

  createForeignKey: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        requireColumns(table, op.foreignKey.columns);
        requireReferent(schema, op.foreignKey);
        return { ...table, foreignKeys: added(table, "foreignkey", table.foreignKeys, op.foreignKey) };
      });
    },
    reverse(op) {
      const { columns } = op.foreignKey;
      return exact({ ...dropOf(op, "foreignkey", op.foreignKey), ...finder(op.foreignKey, { columns }) });
    },
    describe(op) {
      const { columns, references } = op.foreignKey;
      const own = displayName(tableNameOf(op)) + columnList(columns);
      const target = displayName(tableNameOf(references)) + columnList(references.columns);
      return `Create foreign key${withName(op.foreignKey)} from ${own} to ${target}`;
    },
  },

  createExclusion: {
    apply(schema, op) {
      return editTable(schema, op, (table) => ({
        ...table,
        exclusions: added(table, "exclude", table.exclusions, op.exclusion),
      }));
    },
    reverse(op) {
      const expression = exclusionText(op.exclusion);
      return exact({ ...dropOf(op, "exclude", op.exclusion), ...finder(op.exclusion, { expression }) });
    },
    describe(op) {
      const on = displayName(tableNameOf(op));
      return `Create exclusion constraint${withName(op.exclusion)} on ${on}: ${exclusionText(op.exclusion)}`;
    },
  },

  validateConstraint: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        const found = findConstraint(table, op);
        if (found?.validated !== undefined) return found.validated;
        throw missing(table, op);
      });
    },
    // Valid as it is, the constraint says what it said.
    reverse: (op, before) => {
      const table = requireTable(before, op);
      const found = findConstraint(table, op);
      if (found === undefined || found.validated === table) return exact();
      return exact({ ...op, kind: "dropConstraint" }, found.create);
    },
    describe: (op) => `Validate ${titles[op.type]}${whichOf(op)} of ${displayName(tableNameOf(op))}`,
  },

  dropConstraint: {
    apply(schema, op) {
      const table = requireTable(schema, op);
      const found = findConstraint(table, op);
      if (found !== undefined) return editTable(schema, op, () => found.without);
      if (op.ifExists) return schema;
      throw missing(table, op);
    },
    reverse(op, before) {
      const found = findConstraint(requireTable(before, op), op);
      return found === undefined ? exact() : exact(found.create);
    },
    describe: (op) => `Drop ${titles[op.type]}${whichOf(op)} of ${displayName(tableNameOf(op))}`,
  },
};

/** How an exclusion constraint without a name is found: `expression WITH operator`, separated by commas. */
export function exclusionText(exclusion: Exclusion): string {
  return exclusion.elements.map((element) => `${element.expression} WITH ${element.operator}`).join(", ");
}

const titles: { readonly [K in ConstraintType]: string } = {
  primary: "primary key",
  unique: "unique constraint",
  check: "check",
  foreignkey: "foreign key",
  exclude: "exclusion constraint",
};

type Named = { readonly name?: string };

function added<T extends Named>(table: Table, type: ConstraintType, list: readonly T[], constraint: T): readonly T[] {
  const twice = constraint.name !== undefined && list.some((each) => each.name === constraint.name);
  if (!twice) return [...list, constraint];
  const message = `The table "${displayName(table)}" has a ${titles[type]} "${constraint.name}" already.`;
  throw fail("OP_CONSTRAINT_EXISTS", message, { details: { table: displayName(table), constraint: constraint.name } });
}

/** A table that isn't there may be made outside of the history; one that is there must have the columns. */
function requireReferent(schema: Schema, key: ForeignKey): void {
  const name = displayName(tableNameOf(key.references));
  const referent = schema.tables.find((table) => displayName(table) === name);
  if (referent !== undefined) requireColumns(referent, key.references.columns);
}

function dropOf(op: OnTable, type: ConstraintType, constraint: Named): DropConstraint {
  const on = op.schema === undefined ? { table: op.table } : { table: op.table, schema: op.schema };
  const name = constraint.name === undefined ? {} : { name: constraint.name };
  return { kind: "dropConstraint", ...on, type, ...name };
}

function finder<T extends object>(constraint: Named, how: T): T | object {
  return constraint.name === undefined ? how : {};
}

interface Found {
  readonly without: Table;
  /** The table in which it is valid; absent for a constraint that always is. */
  readonly validated?: Table;
  readonly create: Op;
}

/** The fields of an operation that say which constraint it means. */
type Which = OnTable & Pick<DropConstraint, "type" | "name" | "columns" | "expression">;

function findConstraint(table: Table, op: DropConstraint | ValidateConstraint): Found | undefined {
  const on = op.schema === undefined ? { table: op.table } : { table: op.table, schema: op.schema };
  return finders[op.type](table, op, on);
}

function missing(table: Table, op: DropConstraint | ValidateConstraint) {
  const message = `The table "${displayName(table)}" has no ${titles[op.type]}${whichOf(op)}.`;
  return fail("OP_CONSTRAINT_MISSING", message, { details: { table: displayName(table), type: op.type } });
}

/** The table without the index that becomes the constraint's own. Errors: OP_INDEX_MISSING. */
function withoutUsed(table: Table, { usingIndex }: CreatePrimaryKey | CreateUnique): Table {
  if (usingIndex === undefined) return table;
  const index = requireIndex(table, usingIndex);
  return { ...table, indexes: table.indexes.filter((each) => each !== index) };
}

/** The op that makes the index anew which went with the constraint. */
function usedIndex(op: CreatePrimaryKey | CreateUnique, before: Schema): readonly Op[] {
  if (op.usingIndex === undefined) return [];
  const index = requireIndex(requireTable(before, op), op.usingIndex);
  return [{ kind: "createIndex", ...onTable(tableNameOf(op)), index }];
}

/** In place of a constraint that isn't valid one that is. */
function validIn<T extends Named & { readonly notValid?: true }>(list: readonly T[], constraint: T): readonly T[] {
  return list.map((each) => (each === constraint ? (omit(constraint, "notValid") as T) : each));
}

/** Of several alike, the newest is found, so that making one is undone by dropping it. */
const finders: {
  readonly [K in ConstraintType]: (table: Table, op: Which, on: OnTable) => Found | undefined;
} = {
  primary(table, op, on) {
    const { primaryKey } = table;
    if (primaryKey === undefined || !isNamed(primaryKey, op)) return undefined;
    return { without: omit(table, "primaryKey"), create: { kind: "createPrimaryKey", ...on, primaryKey } };
  },
  unique(table, op, on) {
    const unique = table.uniques.findLast((each) => isMeant<Unique>(each, op, hasColumns(each.columns, op)));
    if (unique === undefined) return undefined;
    return {
      without: { ...table, uniques: table.uniques.filter((each) => each !== unique) },
      create: { kind: "createUnique", ...on, unique },
    };
  },
  check(table, op, on) {
    const check = table.checks.findLast((each) => isMeant<Check>(each, op, each.expression === op.expression));
    if (check === undefined) return undefined;
    return {
      without: { ...table, checks: table.checks.filter((each) => each !== check) },
      validated: check.notValid === true ? { ...table, checks: validIn(table.checks, check) } : table,
      create: { kind: "createCheck", ...on, check },
    };
  },
  foreignkey(table, op, on) {
    const foreignKey = table.foreignKeys.findLast((each) =>
      isMeant<ForeignKey>(each, op, hasColumns(each.columns, op)),
    );
    if (foreignKey === undefined) return undefined;
    return {
      without: { ...table, foreignKeys: table.foreignKeys.filter((each) => each !== foreignKey) },
      validated:
        foreignKey.notValid === true ? { ...table, foreignKeys: validIn(table.foreignKeys, foreignKey) } : table,
      create: { kind: "createForeignKey", ...on, foreignKey },
    };
  },
  exclude(table, op, on) {
    const exclusion = table.exclusions.findLast((each) => isMeant(each, op, exclusionText(each) === op.expression));
    if (exclusion === undefined) return undefined;
    return {
      without: { ...table, exclusions: table.exclusions.filter((each) => each !== exclusion) },
      create: { kind: "createExclusion", ...on, exclusion },
    };
  },
};

/** A table has one primary key: one without a name in the schema goes by any, for the server has given it one. */
function isNamed(key: PrimaryKey, op: Which): boolean {
  return op.name === undefined || key.name === undefined || key.name === op.name;
}

/** By its name where the operation has one, else a constraint without a name that looks as the operation says. */
function isMeant<T extends Named>(constraint: T, op: Which, alike: boolean): boolean {
  return op.name === undefined ? constraint.name === undefined && alike : constraint.name === op.name;
}

function hasColumns(columns: readonly string[], op: Which): boolean {
  return op.columns?.length === columns.length && op.columns.every((name, i) => name === columns[i]);
}

function whichOf(op: Which): string {
  if (op.name !== undefined) return ` "${op.name}"`;
  if (op.columns !== undefined) return columnList(op.columns);
  return op.expression === undefined ? "" : ` (${op.expression})`;
}

function withName(constraint: Named): string {
  return constraint.name === undefined ? "" : ` "${constraint.name}"`;
}

function columnList(columns: readonly string[]): string {
  return columns.length === 0 ? "" : ` (${columns.join(", ")})`;
}
