import {
  buildCheck,
  buildExclusion,
  buildForeignKey,
  buildPrimaryKey,
  buildUnique,
  type CheckOptions,
  type ConstraintPart,
  checkReaders,
  type ExclusionElement,
  type ExclusionOptions,
  exclusionReaders,
  type ForeignKeyRules,
  foreignKeyReaders,
  type KeyColumn,
  type PrimaryKeyOptions,
  primaryKeyReaders,
  type UniqueOptions,
  uniqueReaders,
} from "../schema/constraint-builders.ts";
import { type InSchema, inSchema } from "../schema/object-builders.ts";
import { oneOf, readFlag, readName, readNames, readOptions, readSqlText, type SqlText } from "../schema/options.ts";
import type { ConstraintOp, ConstraintType } from "./constraint-ops.ts";
import { directive, type IfExists, ifExists, on, type RecordOp } from "./directive.ts";
import { fail } from "./errors.ts";
import type { OnTable } from "./table-ops.ts";

/** Makes a unique index of the table the constraint's own (PostgreSQL). */
export interface UsingIndex {
  readonly usingIndex?: string;
}

/** Readers and writers wait for a moment only, or the operation is refused. */
export interface Online {
  readonly online?: boolean;
}

/** Which constraint is validated. */
export interface ValidateConstraintOptions extends InSchema {
  readonly type: "check" | "foreignkey";
  /** As of a constraint that is dropped. */
  readonly columns?: readonly string[];
  readonly expression?: SqlText;
}

/** Which constraint is dropped. */
export interface DropConstraintOptions extends InSchema, IfExists {
  readonly type: ConstraintType;
  /** Finds a unique constraint or foreign key without a name: its own columns, in their order. */
  readonly columns?: readonly string[];
  /** Finds a check without a name; an exclusion constraint by `expression WITH operator, …`. */
  readonly expression?: SqlText;
}

/** Operations on constraints, as a revision writes them. A name of null is none. */
export interface ConstraintDirectives {
  createPrimaryKey(
    name: string | null,
    table: string,
    columns: readonly KeyColumn[],
    options?: InSchema & PrimaryKeyOptions & UsingIndex & Online,
  ): void;
  createUniqueConstraint(
    name: string | null,
    table: string,
    columns: readonly KeyColumn[],
    options?: InSchema & UniqueOptions & UsingIndex & Online,
  ): void;
  createCheckConstraint(
    name: string | null,
    table: string,
    expression: SqlText,
    options?: InSchema & CheckOptions & Online,
  ): void;
  /** `schema` is the namespace of the table, `referentSchema` of the one that it refers to. */
  createForeignKey(
    name: string | null,
    table: string,
    referent: string,
    columns: readonly string[],
    referentColumns: readonly string[],
    options?: InSchema & ForeignKeyRules & Online & { readonly referentSchema?: string },
  ): void;
  createExcludeConstraint(
    name: string | null,
    table: string,
    elements: readonly ExclusionElement[],
    options?: InSchema & ExclusionOptions,
  ): void;
  /** Reads the rows that were there before a check or foreign key made with `notValid`, beside readers and writers (PostgreSQL). */
  validateConstraint(name: string | null, table: string, options: ValidateConstraintOptions): void;
  dropConstraint(name: string | null, table: string, options: DropConstraintOptions): void;
}

/** Directives that record operations on constraints. */
export function constraintDirectives(record: RecordOp): ConstraintDirectives {
  return {
    createPrimaryKey(name, table, columns, options) {
      const where = directive("createPrimaryKey", name ?? table);
      const readers = { ...inSchema, ...usingIndex, ...online, ...primaryKeyReaders };
      const { schema, usingIndex: index, online: flag, ...read } = readOptions(options, readers, where);
      const primaryKey = buildPrimaryKey(name, columns, read, where);
      record({ kind: "createPrimaryKey", ...on(table, schema, where), primaryKey, ...used(index), ...raised(flag) });
    },

    createUniqueConstraint(name, table, columns, options) {
      const where = directive("createUniqueConstraint", name ?? table);
      const readers = { ...inSchema, ...usingIndex, ...online, ...uniqueReaders };
      const { schema, usingIndex: index, online: flag, ...read } = readOptions(options, readers, where);
      const unique = buildUnique(name, columns, read, where);
      record({ kind: "createUnique", ...on(table, schema, where), unique, ...used(index), ...raised(flag) });
    },

    createCheckConstraint(name, table, expression, options) {
      const where = directive("createCheckConstraint", name ?? table);
      const {
        schema,
        online: flag,
        ...read
      } = readOptions(options, { ...inSchema, ...online, ...checkReaders }, where);
      const check = buildCheck(name, expression, read, where);
      record({ kind: "createCheck", ...on(table, schema, where), check, ...raised(flag) });
    },

    createForeignKey(name, table, referent, columns, referentColumns, options) {
      const where = directive("createForeignKey", name ?? table);
      const readers = { ...inSchema, ...online, referentSchema: readName, ...foreignKeyReaders };
      const { schema, referentSchema, online: flag, ...rules } = readOptions(options, readers, where);
      const target = { table: referent, schema: referentSchema, columns: referentColumns };
      const foreignKey = buildForeignKey(name, columns, target, rules, where);
      record({ kind: "createForeignKey", ...on(table, schema, where), foreignKey, ...raised(flag) });
    },

    createExcludeConstraint(name, table, elements, options) {
      const where = directive("createExcludeConstraint", name ?? table);
      const { schema, ...read } = readOptions(options, { ...inSchema, ...exclusionReaders }, where);
      const exclusion = buildExclusion(name, elements, read, where);
      record({ kind: "createExclusion", ...on(table, schema, where), exclusion });
    },

    validateConstraint(name, table, options) {
      const where = directive("validateConstraint", name ?? table);
      const readers = { ...inSchema, ...finders, type: readValidatedType };
      const { schema, type, ...how } = readOptions(options, readers, where);
      const kind = readValidatedType(type, `${where}: option "type"`);
      const which = identified(name, kind, how, where);
      record({ kind: "validateConstraint", ...on(table, schema, where), type: kind, ...which });
    },

    dropConstraint(name, table, options) {
      const where = directive("dropConstraint", name ?? table);
      const readers = { ...inSchema, ...ifExists, ...finders, type: readConstraintType };
      const { schema, type, ...how } = readOptions(options, readers, where);
      const kind = readConstraintType(type, `${where}: option "type"`);
      record({
        kind: "dropConstraint",
        ...on(table, schema, where),
        type: kind,
        ...identified(name, kind, how, where),
      });
    },
  };
}

/** The operation that adds a constraint to a table. */
export function constraintOp(table: OnTable, part: ConstraintPart): ConstraintOp {
  switch (part.kind) {
    case "primaryKey":
      return { kind: "createPrimaryKey", ...table, primaryKey: part.primaryKey };
    case "unique":
      return { kind: "createUnique", ...table, unique: part.unique };
    case "check":
      return { kind: "createCheck", ...table, check: part.check };
    case "foreignKey":
      return { kind: "createForeignKey", ...table, foreignKey: part.foreignKey };
    case "exclusion":
      return { kind: "createExclusion", ...table, exclusion: part.exclusion };
  }
}

const finders = { columns: readNames, expression: readSqlText };
const usingIndex = { usingIndex: readName };
const online = { online: readFlag };

function raised(flag: true | undefined): { readonly online?: true } {
  return flag === undefined ? {} : { online: flag };
}

function used(index: string | undefined): { readonly usingIndex?: string } {
  return index === undefined ? {} : { usingIndex: index };
}

/** The name of a constraint, or what else finds it. Errors: OP_CONSTRAINT_UNIDENTIFIED where there is neither. */
function identified<T extends { readonly columns?: readonly string[]; readonly expression?: string }>(
  name: unknown,
  type: ConstraintType,
  how: T,
  where: string,
): T & { readonly name?: string } {
  if (name !== null && name !== undefined) return { name: readName(name, `${where}: the name`), ...how };
  if (type === "primary" || how.columns !== undefined || how.expression !== undefined) return how;
  throw fail("OP_CONSTRAINT_UNIDENTIFIED", `${where} doesn't say which ${type} constraint it means.`);
}

const readValidatedType = oneOf<"check" | "foreignkey">(["check", "foreignkey"]);
const readConstraintType = oneOf<ConstraintType>(["primary", "unique", "check", "foreignkey", "exclude"]);
