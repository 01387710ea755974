import type { Op } from "../ops/op.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { ObjectName, Routine, Schema } from "../schema/schema.ts";
import { changeComment, withoutComment } from "./comments.ts";
import { byName, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

export interface RoutineDiff {
  /** Made before the tables, which may use them. */
  readonly early: readonly Op[];
  /** Made after the tables that they speak of. */
  readonly late: readonly Op[];
  readonly comment: readonly Op[];
  readonly drop: readonly Op[];
}

/** Routines by kind, name and arguments. A changed one takes the place of the old, so that what uses it may stay. */
export function diffRoutines(
  have: Sided<Schema>,
  want: Sided<Schema>,
  touchedTables: readonly ObjectName[],
): RoutineDiff {
  const routines = (schema: Schema) => schema.routines;
  const { both, removed, added } = matchBy(byName(sidedOf(have, routines)), byName(sidedOf(want, routines)), identity);
  const isChanged = (pair: (typeof both)[number]) => !sameObject(withoutComment(pair.have), withoutComment(pair.want));
  const changed = both.filter(isChanged).map((pair) => pair.want);
  const isLate = ({ given }: Sided<Routine>) =>
    touchedTables.some((table) => mentionsIdentifier(given.definition, table.name));
  const signatures = new Set(added.map(({ given }) => signature(given)));
  const inTheWay = removed.filter(({ given }) => signatures.has(signature(given)));
  const make = (late: boolean): readonly Op[] => [
    ...changed.filter((routine) => isLate(routine) === late).map(({ given }) => create(given, true)),
    ...added.filter((routine) => isLate(routine) === late).map(({ given }) => create(given, false)),
  ];
  return {
    early: [...inTheWay.map(({ given }) => drop(given)), ...make(false)],
    late: make(true),
    comment: both
      .filter((pair) => !isChanged(pair))
      .flatMap(({ have: { given: old }, want: { given } }) => {
        const { kind, arguments: args } = given;
        return kind === "event" ? [] : changeComment(old, given, { kind, ...nameOf(given), arguments: args });
      }),
    drop: removed.filter((routine) => !inTheWay.includes(routine)).map(({ given }) => drop(given)),
  };
}

function create(routine: Routine, replace: boolean): Op {
  return replace ? { kind: "createRoutine", routine, replace } : { kind: "createRoutine", routine };
}

function drop(routine: Routine): Op {
  return { kind: "dropRoutine", ...nameOf(routine), routine: routine.kind, arguments: routine.arguments };
}

function identity({ given }: Sided<Routine>): string {
  return `${given.kind} ${signature(given)}`;
}

/** A function and a procedure can't both have it. */
function signature(routine: Routine): string {
  return `${nameKey(routine)}(${routine.arguments})`;
}
