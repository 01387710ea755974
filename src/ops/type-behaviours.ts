import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { EnumType, ObjectName, Schema, Sequence } from "../schema/schema.ts";
import { type Behaviours, exact, lossy } from "./behaviour.ts";
import { omit, onTable, requireColumn, requireTable } from "./edit.ts";
import { followValue } from "./enum-texts.ts";
import { fail } from "./errors.ts";
import type { AlterEnum } from "./object-ops.ts";
import { refuseUsedType } from "./type-users.ts";

type TypeOpKind =
  | "createEnum"
  | "dropEnum"
  | "addEnumValue"
  | "alterEnum"
  | "renameEnumValue"
  | "createSequence"
  | "dropSequence"
  | "alterSequence"
  | "setSequenceOwner";

/** What the operations on enums and sequences mean. */
export const typeBehaviours: Behaviours<TypeOpKind> = {
  createEnum: {
    apply(schema, op) {
      if (!has(schema.enums, op.enum)) return { ...schema, enums: [...schema.enums, op.enum] };
      if (op.ifNotExists) return schema;
      throw fail("OP_OBJECT_EXISTS", `There is an enum "${displayName(op.enum)}" already.`);
    },
    reverse(op, before) {
      if (op.ifNotExists && has(before.enums, op.enum)) return exact();
      return exact({ kind: "dropEnum", ...nameOf(op.enum) });
    },
    describe: (op) => `Create enum ${displayName(op.enum)}`,
  },

  dropEnum: {
    apply(schema, op) {
      if (op.ifExists && !has(schema.enums, op)) return schema;
      const found = requireEnum(schema, op);
      refuseUsedType(schema, "enum", found);
      return { ...schema, enums: schema.enums.filter((each) => each !== found) };
    },
    reverse(op, before) {
      const found = before.enums.find((each) => sameName(each, op));
      return found === undefined ? exact() : exact({ kind: "createEnum", enum: found });
    },
    describe: (op) => `Drop enum ${displayName(op)}`,
  },

  addEnumValue: {
    apply(schema, op) {
      return editEnum(schema, op, (values) => {
        refuseValue(values, op, op.value);
        const at = op.before === undefined ? values.length : requireValue(values, op, op.before);
        return values.toSpliced(at, 0, op.value);
      });
    },
    // Nothing is lost: it fails where a row has the value.
    reverse: (op, before) => exact(alterationTo(requireEnum(before, op))),
    describe: (op) => `Add value "${op.value}" to enum ${displayName(op)}`,
  },

  alterEnum: {
    apply(schema, op) {
      const found = requireEnum(schema, op);
      refuseDefault(schema, found, op);
      const altered: EnumType = {
        ...nameOf(found),
        values: op.values,
        ...(op.comment === undefined ? {} : { comment: op.comment }),
      };
      return { ...schema, enums: schema.enums.map((each) => (each === found ? altered : each)) };
    },
    reverse: (op, before) => exact(alterationTo(requireEnum(before, op))),
    describe: (op) => `Alter enum ${displayName(op)}: ${op.values.map((value) => `"${value}"`).join(", ")}`,
  },

  renameEnumValue: {
    apply(schema, op) {
      const edited = editEnum(schema, op, (values) => {
        const at = requireValue(values, op, op.value);
        refuseValue(values, op, op.to);
        return values.with(at, op.to);
      });
      return followValue(edited, op);
    },
    reverse: (op) => exact({ ...op, value: op.to, to: op.value }),
    describe: (op) => `Rename value "${op.value}" of enum ${displayName(op)} to "${op.to}"`,
  },

  createSequence: {
    apply(schema, op) {
      if (!has(schema.sequences, op.sequence)) return { ...schema, sequences: [...schema.sequences, op.sequence] };
      if (op.ifNotExists) return schema;
      throw fail("OP_OBJECT_EXISTS", `There is a sequence "${displayName(op.sequence)}" already.`);
    },
    reverse(op, before) {
      if (op.ifNotExists && has(before.sequences, op.sequence)) return exact();
      return exact({ kind: "dropSequence", ...nameOf(op.sequence) });
    },
    describe: (op) => `Create sequence ${displayName(op.sequence)}`,
  },

  dropSequence: {
    apply(schema, op) {
      if (op.ifExists && !has(schema.sequences, op)) return schema;
      const found = requireSequence(schema, op);
      return { ...schema, sequences: schema.sequences.filter((each) => each !== found) };
    },
    reverse(op, before) {
      const sequence = before.sequences.find((each) => sameName(each, op));
      if (sequence === undefined) return exact();
      return lossy(`the current number of the sequence ${displayName(op)}`, { kind: "createSequence", sequence });
    },
    describe: (op) => `Drop sequence ${displayName(op)}`,
  },

  alterSequence: {
    apply(schema, op) {
      const found = requireSequence(schema, op);
      const { ownedBy, comment } = found;
      const altered: Sequence = { ...nameOf(found), ...op.options, ...given({ ownedBy, comment }) };
      return { ...schema, sequences: schema.sequences.map((each) => (each === found ? altered : each)) };
    },
    reverse(op, before) {
      return exact({ ...op, options: omit(requireSequence(before, op), "name", "schema", "ownedBy", "comment") });
    },
    describe: (op) => `Alter sequence ${displayName(op)}`,
  },

  setSequenceOwner: {
    apply(schema, op) {
      const found = requireSequence(schema, op);
      const { ownedBy } = op;
      const free = omit(found, "ownedBy");
      if (ownedBy === undefined) return withSequence(schema, found, free);
      const table = requireTable(schema, onTable({ ...nameOf(op), name: ownedBy.table }));
      requireColumn(table, ownedBy.column);
      return withSequence(schema, found, { ...free, ownedBy });
    },
    reverse(op, before) {
      const { ownedBy } = requireSequence(before, op);
      return exact({ ...omit(op, "ownedBy"), ...(ownedBy === undefined ? {} : { ownedBy }) });
    },
    describe(op) {
      const owner = op.ownedBy === undefined ? "nothing" : `${op.ownedBy.table}.${op.ownedBy.column}`;
      return `Make sequence ${displayName(op)} go with ${owner}`;
    },
  },
};

function withSequence(schema: Schema, old: Sequence, to: Sequence): Schema {
  return { ...schema, sequences: schema.sequences.map((each) => (each === old ? to : each)) };
}

function has(objects: readonly ObjectName[], name: ObjectName): boolean {
  return objects.some((each) => sameName(each, name));
}

function requireEnum(schema: Schema, name: ObjectName): EnumType {
  return requireNamed("enum", schema.enums, name);
}

function requireSequence(schema: Schema, name: ObjectName): Sequence {
  return requireNamed("sequence", schema.sequences, name);
}

function requireNamed<T extends ObjectName>(what: string, objects: readonly T[], name: ObjectName): T {
  const found = objects.find((each) => sameName(each, name));
  if (found !== undefined) return found;
  const guess = didYouMean(displayName(name), objects.map(displayName));
  throw fail("OP_OBJECT_MISSING", `There is no ${what} "${displayName(name)}"${guess}.`);
}

function editEnum(schema: Schema, name: ObjectName, edit: (values: readonly string[]) => readonly string[]): Schema {
  const found = requireEnum(schema, name);
  const edited = { ...found, values: edit(found.values) };
  return { ...schema, enums: schema.enums.map((each) => (each === found ? edited : each)) };
}

function requireValue(values: readonly string[], name: ObjectName, value: string): number {
  const at = values.indexOf(value);
  if (at >= 0) return at;
  const guess = didYouMean(value, values);
  throw fail("OP_OBJECT_MISSING", `The enum "${displayName(name)}" has no value "${value}"${guess}.`);
}

function refuseValue(values: readonly string[], name: ObjectName, value: string): void {
  if (!values.includes(value)) return;
  throw fail("OP_OBJECT_EXISTS", `The enum "${displayName(name)}" has a value "${value}" already.`);
}

/** What turns the enum into this one. */
function alterationTo(found: EnumType): AlterEnum {
  const { values, comment } = found;
  return {
    kind: "alterEnum",
    ...nameOf(found),
    values,
    ...(comment === undefined ? {} : { comment }),
  };
}

/** A default is a value of the enum as long as it is there. */
function refuseDefault(schema: Schema, name: EnumType, { values }: AlterEnum): void {
  for (const table of schema.tables) {
    const user = table.columns.find(
      (column) =>
        column.type.kind === "named" &&
        sameName(column.type, name) &&
        typeof column.default === "string" &&
        name.values.includes(column.default) &&
        !values.includes(column.default),
    );
    if (user === undefined) continue;
    const where = `${displayName(table)}.${user.name}`;
    const message = `The enum "${displayName(name)}" can't lose the value "${user.default}": it is the default of the column "${where}".`;
    throw fail("OP_OBJECT_IN_USE", message, { details: { enum: displayName(name), column: where } });
  }
}
