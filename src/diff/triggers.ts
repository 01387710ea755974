import { omit, onTable, tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { Schema, Trigger } from "../schema/schema.ts";
import { changeComment } from "./comments.ts";
import { compareTexts, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";
import type { Sides } from "./sides.ts";
import { usesOfTrigger } from "./uses.ts";

/**
 * A changed trigger is dropped and created again, and so is one that uses what others ruin, such as a view that comes back.
 * Those that go with their table are dropped too, so that the way back makes them again. Creation keeps the order of
 * `want`, in which some servers fire them.
 */
export function diffTriggers(
  have: Sided<Schema>,
  want: Sided<Schema>,
  { ruined, sides }: { readonly ruined: ReadonlySet<string>; readonly sides: Sides },
): {
  readonly drop: readonly Op[];
  readonly create: readonly Op[];
  readonly alter: readonly Op[];
  readonly comment: readonly Op[];
} {
  const triggers = (schema: Schema) => schema.triggers;
  const { both } = matchBy(sidedOf(have, triggers), sidedOf(want, triggers), ({ given }) => identity(given));
  const staying = both.filter(
    ({ have: one, want: other }) =>
      sameObject(stateless(one), stateless(other)) &&
      !usesOfTrigger(one.given, sides.have).some((key) => ruined.has(key)),
  );
  const kept = new Set(staying.map((pair) => identity(pair.have.given)));
  return {
    drop: have.given.triggers
      .filter((trigger) => !kept.has(identity(trigger)))
      .sort((a, b) => compareTexts(identity(a), identity(b)))
      .map((trigger) => ({ kind: "dropTrigger", ...onTable(tableNameOf(trigger)), name: trigger.name })),
    create: want.given.triggers
      .filter((trigger) => !kept.has(identity(trigger)))
      .map((trigger) => ({ kind: "createTrigger", trigger })),
    alter: staying
      .filter((pair) => pair.have.given.state !== pair.want.given.state)
      .map(({ want: { given } }) => setState(given)),
    comment: staying.flatMap(({ have: { given: old }, want: { given } }) =>
      changeComment(old, given, { kind: "trigger", ...nameOf(given), table: given.table }),
    ),
  };
}

function stateless({ given, comparable }: Sided<Trigger>): Sided<Trigger> {
  return { given, comparable: omit(comparable, "state", "comment") };
}

function setState({ name, state, ...owner }: Trigger): Op {
  const on = onTable(tableNameOf(owner));
  return { kind: "setTriggerState", name, ...on, ...(state === undefined ? {} : { state }) };
}

function ownerKey(trigger: Trigger): string {
  return nameKey(tableNameOf(trigger));
}

/** Some servers have trigger names of their own for each table. */
function identity(trigger: Trigger): string {
  return `${ownerKey(trigger)}\u0000${trigger.name}`;
}
