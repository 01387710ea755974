import { given } from "../base/given.ts";
import type { CommentTarget } from "../ops/comment-ops.ts";
import { omit, onTable, tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { dropOfRule, dropOfTrigger } from "../ops/trigger-behaviours.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { Rule, Schema, Trigger } from "../schema/schema.ts";
import type { Around, AttachedOps } from "./attached.ts";
import { changeComment } from "./comments.ts";
import type { Mentions } from "./mentions.ts";
import { compareTexts, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";
import { usesOfRule, usesOfTrigger } from "./uses.ts";

/**
 * A changed trigger is dropped and created again, and so is one that uses what others ruin, such as a view that comes back.
 * Those that go with their table are dropped too, so that the way back makes them again. Creation keeps the order of
 * `want`, in which some servers fire them.
 */
export function diffTriggers(have: Sided<Schema>, want: Sided<Schema>, around: Around): AttachedOps {
  return diffEach(have, want, around, {
    list: ({ triggers }) => triggers,
    uses: usesOfTrigger,
    create: (trigger) => ({ kind: "createTrigger", trigger }),
    drop: dropOfTrigger,
    setState: (trigger) => ({ kind: "setTriggerState", ...placeOf(trigger), ...given({ state: trigger.state }) }),
    target: (trigger) => ({ kind: "trigger", ...nameOf(trigger), table: trigger.table }),
  });
}

/** The same of rules. */
export function diffRules(have: Sided<Schema>, want: Sided<Schema>, around: Around): AttachedOps {
  return diffEach(have, want, around, {
    list: ({ rules }) => rules,
    uses: usesOfRule,
    create: (rule) => ({ kind: "createRule", rule }),
    drop: dropOfRule,
    setState: (rule) => ({ kind: "setRuleState", ...placeOf(rule), ...given({ state: rule.state }) }),
    target: (rule) => ({ kind: "rule", ...nameOf(rule), table: rule.table }),
  });
}

/** What is done with objects of one kind. */
interface Kind<T> {
  readonly list: (schema: Schema) => readonly T[];
  readonly uses: (object: T, mentions: Mentions) => readonly string[];
  readonly create: (object: T) => Op;
  readonly drop: (object: T) => Op;
  readonly setState: (object: T) => Op;
  readonly target: (object: T) => CommentTarget;
}

function diffEach<T extends Trigger | Rule>(
  have: Sided<Schema>,
  want: Sided<Schema>,
  { ruined, sides }: Around,
  { list, uses, create, drop, setState, target }: Kind<T>,
): AttachedOps {
  const { both } = matchBy(sidedOf(have, list), sidedOf(want, list), ({ given: object }) => identity(object));
  const staying = both.filter(
    ({ have: one, want: other }) =>
      sameObject(stateless(one), stateless(other)) && !uses(one.given, sides.have).some((key) => ruined.has(key)),
  );
  const kept = new Set(staying.map((pair) => identity(pair.have.given)));
  return {
    drop: list(have.given)
      .filter((object) => !kept.has(identity(object)))
      .sort((a, b) => compareTexts(identity(a), identity(b)))
      .map(drop),
    create: list(want.given)
      .filter((object) => !kept.has(identity(object)))
      .map(create),
    alter: staying
      .filter((pair) => pair.have.given.state !== pair.want.given.state)
      .map(({ want: { given: object } }) => setState(object)),
    comment: staying.flatMap(({ have: { given: old }, want: { given: object } }) =>
      changeComment(old, object, target(object)),
    ),
  };
}

function stateless<T extends Trigger | Rule>({ given: object, comparable }: Sided<T>): Sided<Omit<T, "state">> {
  return { given: object, comparable: omit(comparable, "state", "comment") as T };
}

function placeOf(object: Trigger | Rule) {
  return { name: object.name, ...onTable(tableNameOf(object)) };
}

/** Some servers have trigger names of their own for each table. */
function identity(object: Trigger | Rule): string {
  return `${nameKey(tableNameOf(object))}\u0000${object.name}`;
}
