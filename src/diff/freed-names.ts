import { applyOps } from "../ops/behaviours.ts";
import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { joinedName, usualUniqueName } from "../schema/joined-name.ts";
import { findTable, nameKey } from "../schema/names.ts";
import type { Schema, Table } from "../schema/schema.ts";
import type { Sided } from "./pairs.ts";

/** Renames that make room for others, and the schema after them. */
export interface Freed {
  readonly ops: readonly Op[];
  readonly have: Sided<Schema>;
}

/**
 * A constraint that `want` leaves without a name keeps the one that it has, unless something else is to have that: then it gets the usual one.
 * For servers on which constraints with an index have their names from the list of tables and indexes.
 */
export function freeConstraintNames(have: Sided<Schema>, want: Schema): Freed {
  const wanted = relationNames(want);
  const taken = new Set([...wanted, ...relationNames(have.given)].map(({ key }) => key));
  const ops = have.given.tables.flatMap((table): readonly Op[] => {
    const other = findTable(want, table);
    if (other === undefined) return [];
    return unnamedIn(other, table).flatMap(({ name, usual }): readonly Op[] => {
      const key = keyBeside(table, name);
      const isOthers = wanted.some((each) => each.key === key && !(each.isConstraint && each.table === other));
      if (!isOthers) return [];
      const to = freeName(
        (number) => usual(number),
        (tried) => taken.has(keyBeside(table, tried)),
      );
      taken.add(keyBeside(table, to));
      return [{ kind: "renameIndex", ...onTable(table), index: name, to }];
    });
  });
  if (ops.length === 0) return { ops, have };
  return { ops, have: { given: applyOps(have.given, ops), comparable: applyOps(have.comparable, ops) } };
}

interface UnnamedConstraint {
  readonly name: string;
  readonly usual: (number: string) => string;
}

/** The constraints with an index that a table has under a name, and the other one without. */
function unnamedIn(want: Table, have: Table): readonly UnnamedConstraint[] {
  const usual = (label: string) => (number: string) => joinedName(have.name, "", `${label}${number}`);
  const same = (one: readonly string[], other: readonly string[]) => one.join("\0") === other.join("\0");
  const { primaryKey: key } = have;
  return [
    ...(key !== undefined && want.primaryKey !== undefined && want.primaryKey.name === undefined
      ? [{ name: key.name, usual: usual("pkey") }]
      : []),
    ...have.uniques
      .filter(({ columns }) => want.uniques.some((each) => each.name === undefined && same(each.columns, columns)))
      .map((each) => ({ name: each.name, usual: (number: string) => usualUniqueName(have, each, number) })),
    ...(want.exclusions.some(({ name }) => name === undefined) ? have.exclusions : []).map(({ name }) => ({
      name,
      usual: usual("excl"),
    })),
  ].filter((found): found is UnnamedConstraint => found.name !== undefined);
}

interface RelationName {
  readonly key: string;
  /** The table whose constraint has it. */
  readonly table?: Table;
  readonly isConstraint: boolean;
}

/** The names that tables, views, sequences, composite types, indexes and constraints with an index have, from one list in each namespace. */
function relationNames({ tables, views, sequences, composites }: Schema): readonly RelationName[] {
  return [
    ...[...tables, ...views, ...sequences, ...composites].map((each) => ({ key: nameKey(each), isConstraint: false })),
    ...[...tables, ...views].flatMap((owner) =>
      (owner.indexes ?? []).map(({ name }) => ({ key: keyBeside(owner, name), isConstraint: false })),
    ),
    ...tables.flatMap((table) =>
      [table.primaryKey, ...table.uniques, ...table.exclusions].flatMap((each) =>
        each?.name === undefined ? [] : [{ key: keyBeside(table, each.name), table, isConstraint: true }],
      ),
    ),
  ];
}

function keyBeside({ schema }: { readonly schema?: string }, name: string): string {
  return nameKey(schema === undefined ? { name } : { name, schema });
}

function freeName(named: (number: string) => string, isTaken: (name: string) => boolean): string {
  for (let number = 0; ; number++) {
    const name = named(number === 0 ? "" : String(number));
    if (!isTaken(name)) return name;
  }
}
