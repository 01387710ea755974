import { stableJson } from "../base/hash.ts";
import { exclusionText } from "../ops/constraint-behaviours.ts";
import type { DropConstraint } from "../ops/constraint-ops.ts";
import type { Op } from "../ops/op.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import type { Check, Exclusion, ForeignKey, PrimaryKey, Table, Unique } from "../schema/schema.ts";
import { changeComment } from "./comments.ts";
import { compareTexts, type Matching, matchBy, type Sided, sidedOf } from "./pairs.ts";

/** What happens to the constraints of a table that both sides have. */
export interface ConstraintDiff {
  readonly dropForeignKeys: readonly ForeignKey[];
  readonly drop: readonly Op[];
  readonly create: readonly Op[];
  readonly createForeignKeys: readonly ForeignKey[];
  /** Of those that stay. */
  readonly comment: readonly Op[];
}

/** Why a constraint that is the same on both sides is dropped and created again. */
export interface Disturbance {
  readonly droppedColumns: readonly string[];
  readonly isStirred?: ((key: ForeignKey) => boolean) | undefined;
}

interface Named {
  readonly name?: string;
  readonly comment?: string;
}

/** A kind of constraint: where a table has them, and the ops that make and drop one. */
interface Family<T extends Named> {
  readonly list: (table: Table) => readonly T[];
  readonly create: (on: OnTable, constraint: T) => Op;
  /** What finds the constraint when it has no name. */
  readonly finder: (constraint: T) => Omit<DropConstraint, "kind" | "table" | "schema" | "name">;
  /** True when dropping the column would take the constraint with it. */
  readonly mentions: (constraint: T, column: string) => boolean;
}

const primaryKeys: Family<PrimaryKey> = {
  list: (table) => (table.primaryKey === undefined ? [] : [table.primaryKey]),
  create: (on, primaryKey) => ({ kind: "createPrimaryKey", ...on, primaryKey }),
  finder: () => ({ type: "primary" }),
  mentions: (key, column) => key.columns.includes(column),
};

const uniques: Family<Unique> = {
  list: (table) => table.uniques,
  create: (on, unique) => ({ kind: "createUnique", ...on, unique }),
  finder: ({ columns }) => ({ type: "unique", columns }),
  mentions: (unique, column) => unique.columns.includes(column),
};

const checks: Family<Check> = {
  list: (table) => table.checks,
  create: (on, check) => ({ kind: "createCheck", ...on, check }),
  finder: ({ expression }) => ({ type: "check", expression }),
  mentions: (check, column) => mentionsIdentifier(check.expression, column, { as: "column" }),
};

const exclusions: Family<Exclusion> = {
  list: (table) => table.exclusions,
  create: (on, exclusion) => ({ kind: "createExclusion", ...on, exclusion }),
  finder: (exclusion) => ({ type: "exclude", expression: exclusionText(exclusion) }),
  mentions: ({ elements, where = "" }, column) =>
    [...elements.map((element) => element.expression), where].some((text) =>
      mentionsIdentifier(text, column, { as: "column" }),
    ),
};

const foreignKeys: Family<ForeignKey> = {
  list: (table) => table.foreignKeys,
  create: (on, foreignKey) => ({ kind: "createForeignKey", ...on, foreignKey }),
  finder: ({ columns }) => ({ type: "foreignkey", columns }),
  mentions: (key, column) => key.columns.includes(column),
};

/**
 * Constraints with a name are matched by it, others by what they say; one without a name is the same as one that says
 * the same under any name. A changed one is dropped and created again, and so is one that a dropped column would take along.
 */
export function diffConstraints(
  on: OnTable,
  have: Sided<Table>,
  want: Sided<Table>,
  { droppedColumns, isStirred = () => false }: Disturbance,
): ConstraintDiff {
  const mentions =
    <T extends Named>(family: Family<T>) =>
    (constraint: T) =>
      droppedColumns.some((column) => family.mentions(constraint, column));
  const compare = <T extends Named>(family: Family<T>) => diffFamily(family, have, want, mentions(family));
  const references = diffFamily(foreignKeys, have, want, (key) => mentions(foreignKeys)(key) || isStirred(key));
  const keys = opsOf(primaryKeys, on, compare(primaryKeys));
  const others = [
    opsOf(uniques, on, compare(uniques)),
    opsOf(checks, on, compare(checks)),
    opsOf(exclusions, on, compare(exclusions)),
  ];
  const commented = [keys, ...others, { comment: commentsOf(on, references) }];
  return {
    dropForeignKeys: references.removed,
    drop: [...others.flatMap((part) => part.drop), ...keys.drop],
    create: [...keys.create, ...others.flatMap((part) => part.create)],
    createForeignKeys: references.added,
    comment: commented.flatMap(({ comment }) => comment),
  };
}

/** The op that drops a foreign key. */
export function dropForeignKey(on: OnTable, foreignKey: ForeignKey): Op {
  return dropConstraint(foreignKeys, on, foreignKey);
}

interface FamilyDiff<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly kept: Matching<T>["both"];
}

function opsOf<T extends Named>(family: Family<T>, on: OnTable, found: FamilyDiff<T>) {
  return {
    drop: found.removed.map((constraint) => dropConstraint(family, on, constraint)),
    create: found.added.map((constraint) => family.create(on, constraint)),
    comment: commentsOf(on, found),
  };
}

/**
 * The database knows the name of a constraint; where no side does, there is nothing to find it by. One that is wanted without a name and
 * without a comment is wanted in no other way than that it is there.
 */
function commentsOf<T extends Named>({ table, ...place }: OnTable, { kept }: FamilyDiff<T>): readonly Op[] {
  return kept.flatMap(({ have, want }) => {
    const name = have.name ?? want.name;
    const isUnsaid = want.name === undefined && want.comment === undefined;
    return name === undefined || isUnsaid
      ? []
      : changeComment(have, want, { kind: "constraint", name, table, ...place });
  });
}

function diffFamily<T extends Named>(
  family: Family<T>,
  have: Sided<Table>,
  want: Sided<Table>,
  isDisturbed: (constraint: T) => boolean,
): FamilyDiff<T> {
  const { both, removed, added } = matchConstraints(
    inOrder(sidedOf(have, family.list)),
    inOrder(sidedOf(want, family.list)),
  );
  const finders = new Set(removed.map(({ given }) => finderKey(family, given)));
  const disturbed = both.filter(
    (pair) =>
      isDisturbed(pair.have.given) ||
      (pair.have.given.name === undefined && finders.has(finderKey(family, pair.have.given))),
  );
  return {
    removed: inOrder([...removed, ...disturbed.map((pair) => pair.have)]).map(({ given }) => given),
    added: inOrder([...added, ...disturbed.map((pair) => pair.want)]).map(({ given }) => given),
    kept: both
      .filter((pair) => !disturbed.includes(pair))
      .map(({ have: one, want: other }) => ({ have: one.given, want: other.given })),
  };
}

/** The pairs that are the same; a constraint that changed under its name is both removed and added. */
function matchConstraints<T extends Named>(have: readonly Sided<T>[], want: readonly Sided<T>[]): Matching<Sided<T>> {
  const byName = matchBy(have.filter(hasName), want.filter(hasName), ({ given }) => given.name ?? "");
  const unnamed = matchBy(have.filter(isUnnamed), want.filter(isUnnamed), definition);
  const namedByModel = matchBy(unnamed.removed, byName.added, definition);
  const namedByServer = matchBy(byName.removed, unnamed.added, definition);
  const same = byName.both.filter((pair) => definition(pair.have) === definition(pair.want));
  const changed = byName.both.filter((pair) => !same.includes(pair));
  return {
    both: [...same, ...unnamed.both, ...namedByModel.both, ...namedByServer.both],
    removed: [...changed.map((pair) => pair.have), ...namedByModel.removed, ...namedByServer.removed],
    added: [...changed.map((pair) => pair.want), ...namedByModel.added, ...namedByServer.added],
  };
}

function dropConstraint<T extends Named>(family: Family<T>, on: OnTable, constraint: T): DropConstraint {
  const finder = family.finder(constraint);
  if (constraint.name === undefined) return { kind: "dropConstraint", ...on, ...finder };
  return { kind: "dropConstraint", ...on, type: finder.type, name: constraint.name };
}

function finderKey<T extends Named>(family: Family<T>, constraint: T): string {
  return constraint.name === undefined ? stableJson(family.finder(constraint)) : "";
}

function hasName<T extends Named>(constraint: Sided<T>): boolean {
  return constraint.given.name !== undefined;
}

function isUnnamed<T extends Named>(constraint: Sided<T>): boolean {
  return constraint.given.name === undefined;
}

function definition<T extends Named>(constraint: Sided<T>): string {
  return stableJson({ ...constraint.comparable, name: undefined, comment: undefined });
}

function inOrder<T extends Named>(constraints: readonly Sided<T>[]): readonly Sided<T>[] {
  const key = (constraint: Sided<T>) => `${constraint.given.name ?? ""}\u0000${definition(constraint)}`;
  return [...constraints].sort((a, b) => compareTexts(key(a), key(b)));
}
