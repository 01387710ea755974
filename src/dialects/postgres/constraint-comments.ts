import { given } from "../../base/given.ts";
import type { OpOf } from "../../ops/op.ts";
import { emptySchema, type ObjectName, type Table } from "../../schema/schema.ts";
import type { Draft } from "./draft.ts";
import { type AnyConstraint, defaultNameOf } from "./dropped-constraint.ts";
import { commentOfNew } from "./emit-comment.ts";
import { beside, oldTable, type Scene } from "./scene.ts";
import { withServerNames } from "./server-names.ts";

/** An op that adds a constraint. */
export type AddConstraint = OpOf<
  "createPrimaryKey" | "createUnique" | "createCheck" | "createForeignKey" | "createExclusion"
>;

interface Named {
  readonly name?: string;
  readonly comment?: string;
}

/** The table with a name for each constraint that has a comment, for a comment finds its constraint by the name: the one that the server would give. */
export function withNames(table: Table): Table {
  const isNameless = ({ name, comment }: Named) => name === undefined && comment !== undefined;
  if (!constraintsIn(table).some(isNameless)) return table;
  const [all = table] = withServerNames({ ...emptySchema, tables: [table] }).tables;
  const named = <T extends Named>(list: readonly T[], names: readonly T[]): readonly T[] =>
    list.map((each, i) => (isNameless(each) ? (names[i] ?? each) : each));
  const { primaryKey } = table;
  const taken = new Set(constraintsIn(all).flatMap(({ name }) => name ?? []));
  const key = primaryKey && { type: "primary" as const, constraint: primaryKey };
  return {
    ...table,
    ...given({
      primaryKey:
        key && isNameless(key.constraint) ? { ...key.constraint, name: freeName(table, key, taken) } : primaryKey,
    }),
    uniques: named(table.uniques, all.uniques),
    checks: named(table.checks, all.checks),
    foreignKeys: named(table.foreignKeys, all.foreignKeys),
    exclusions: named(table.exclusions, all.exclusions),
  };
}

/** The op with a name for its constraint, as `withNames`; one that takes an index over has the index's. */
export function withName<O extends AddConstraint>(op: O, scene: Scene): O {
  const found = constraintOf(op);
  const { name, comment } = found.constraint;
  const table = oldTable(scene, op);
  if (comment === undefined || name !== undefined || table === undefined) return op;
  const taken = new Set(constraintsIn(table).flatMap((each) => each.name ?? []));
  const used = "usingIndex" in op ? op.usingIndex : undefined;
  return { ...op, [fields[op.kind]]: { ...found.constraint, name: used ?? freeName(table, found, taken) } };
}

const fields: { readonly [K in AddConstraint["kind"]]: string } = {
  createPrimaryKey: "primaryKey",
  createUnique: "unique",
  createCheck: "check",
  createForeignKey: "foreignKey",
  createExclusion: "exclusion",
};

/** The constraint that an op adds. */
export function constraintOf(op: AddConstraint): AnyConstraint {
  switch (op.kind) {
    case "createPrimaryKey":
      return { type: "primary", constraint: op.primaryKey };
    case "createUnique":
      return { type: "unique", constraint: op.unique };
    case "createCheck":
      return { type: "check", constraint: op.check };
    case "createForeignKey":
      return { type: "foreignkey", constraint: op.foreignKey };
    case "createExclusion":
      return { type: "exclude", constraint: op.exclusion };
  }
}

/** The comments of all constraints of a table that has just been made, which have names. */
export function commentsOfConstraints(table: Table, scene: Scene): readonly Draft[] {
  return constraintsIn(table).flatMap((each) => commentOfConstraint(table, each, scene));
}

/** The comment of a constraint that has just been made, if it has one. */
export function commentOfConstraint(table: ObjectName, constraint: Named, scene: Scene): readonly Draft[] {
  const { name } = constraint;
  if (name === undefined) return [];
  return commentOfNew({ kind: "constraint", ...beside(table, name), table: table.name }, constraint, scene);
}

function constraintsIn({ primaryKey, uniques, checks, foreignKeys, exclusions }: Table): readonly Named[] {
  return [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques, ...checks, ...foreignKeys, ...exclusions];
}

function freeName(table: Table, found: AnyConstraint, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const tried = defaultNameOf(table, found, number === 0 ? "" : String(number));
    if (!taken.has(tried)) return tried;
  }
}
