import { given } from "../../base/given.ts";
import { stableJson } from "../../base/hash.ts";
import { sameData } from "../../base/same-data.ts";
import { omit } from "../../ops/edit.ts";
import { tableOfPolicy } from "../../ops/policy-behaviours.ts";
import { displayName, nameKey, nameOf } from "../../schema/names.ts";
import type {
  Check,
  Domain,
  Index,
  ObjectName,
  Policy,
  Routine,
  Rule,
  Statistics,
  Trigger,
  View,
} from "../../schema/schema.ts";
import { createPolicySql } from "./emit-policy.ts";
import { createStatisticsSql } from "./emit-statistics.ts";
import { quoteName, quoteObject } from "./quote.ts";
import type { Batch } from "./settle-batch.ts";
import { createIndexSql, defaultSql } from "./table-sql.ts";
import { isKeyword, type Token, tokenize } from "./tokens.ts";
import { createDomainSql } from "./type-sql.ts";
import { createViewSql } from "./view-sql.ts";

/** What the server made of an object: found by its name in what was read; undefined when it isn't there. */
export interface Asked<T> {
  /** The number of the statement. */
  readonly number: number;
  /** The object in the server's words, under its own name. */
  readonly answer: (found: readonly T[]) => T | undefined;
}

/** Adds a domain with this default and these checks under the name `scratch`; the answer has the names of its own. */
export function askAboutDomain(batch: Batch, domain: Domain, scratch: string): Asked<Domain> {
  const place = { schema: batch.namespace, name: scratch };
  const valid = domain.checks.map(({ notValid: _, ...rest }) => rest);
  return {
    number: batch.add(createDomainSql({ ...domain, ...place, checks: valid }), `domain "${displayName(domain)}"`),
    answer(found) {
      const made = found.find((one) => nameKey(one) === nameKey(place));
      if (made === undefined) return undefined;
      const { schema: _schema, default: _default, ...others } = domain;
      const expressionOf = (old: Check) => made.checks.find(({ name }) => name === old.name)?.expression;
      return {
        ...others,
        ...nameOf(domain),
        ...(made.default === undefined ? {} : { default: made.default }),
        checks: domain.checks.map((old) => ({ ...old, expression: expressionOf(old) ?? old.expression })),
      };
    },
  };
}

/**
 * Adds a view with this query, its indexes and the defaults of its columns, under the name `scratch`. Its answer has no list of columns: the
 * server writes them into the query. What a query says of itself at its end, WITH CHECK OPTION, is an option there.
 */
export function askAboutView(batch: Batch, view: View, scratch: string): Asked<View> {
  const place = { schema: batch.namespace, name: scratch };
  const { columns, materialized, indexes, columnDefaults, checkOption, definition, ...others } = view;
  const bare = { ...place, definition, ...given({ columns, materialized }) };
  const number = batch.add(createViewSql(bare, { withoutData: materialized === true }), `view "${displayName(view)}"`);
  const nameAt = (at: number) => `${scratch} index ${at}`;
  for (const [at, index] of (indexes ?? []).entries()) {
    batch.add(createIndexSql(place, { ...index, name: nameAt(at) }), `index "${index.name}" of "${displayName(view)}"`);
  }
  for (const [column, sql] of Object.entries(columnDefaults ?? {})) {
    const set = `ALTER VIEW ${quoteObject(place)} ALTER COLUMN ${quoteName(column)} SET DEFAULT ${defaultSql({ sql })}`;
    batch.add(set, `the default of column "${column}" of "${displayName(view)}"`);
  }
  return {
    number,
    answer(found) {
      const made = found.find((one) => nameKey(one) === nameKey(place));
      if (made === undefined) return undefined;
      const defaults = columnDefaults && { ...columnDefaults, ...made.columnDefaults };
      const asMade = (index: Index, at: number): Index => {
        const read = made.indexes?.find(({ name }) => name === nameAt(at));
        return read === undefined ? index : { ...read, name: index.name, ...given({ comment: index.comment }) };
      };
      return {
        ...{ ...others, definition: made.definition },
        ...given({ materialized, indexes: indexes?.map(asMade), columnDefaults: defaults }),
        ...given({ checkOption: checkOption ?? made.checkOption }),
      };
    },
  };
}

/** What a trigger or a rule is on, and how the database writes that in the text of the one that it has. */
export interface TriggerPlace {
  readonly kind: "triggers" | "rules";
  readonly isView: boolean;
  readonly like: string;
}

/** Adds the trigger or the rule to an empty likeness of its table; undefined when the text isn't that of one. */
export function askAboutTrigger(
  batch: Batch,
  trigger: Trigger | Rule,
  scratch: string,
  { kind, isView, like }: TriggerPlace,
): Asked<Trigger & Rule> | undefined {
  const word = kind === "rules" ? "TO" : "ON";
  const parts = cutAtTable(trigger.definition, word);
  const own = cutAtTable(like, word);
  if (parts === undefined || own === undefined) return undefined;
  const original = { ...nameOf(trigger), name: trigger.table };
  const [table, made] = [quoteObject(original), quoteObject({ schema: batch.namespace, name: scratch })];
  const what = `${kind === "rules" ? "rule" : "trigger"} "${trigger.name}" of "${displayName(original)}"`;
  batch.add(isView ? `CREATE VIEW ${made} AS TABLE ${table}` : `CREATE TABLE ${made} (LIKE ${table})`, what);
  return {
    number: batch.add(`${parts.before}${made}${parts.after}`, what),
    answer(found) {
      const one = found.find((read) => read.table === scratch && read.schema === batch.namespace);
      const read = one === undefined ? undefined : cutAtTable(one.definition, word);
      return read === undefined ? undefined : { ...trigger, definition: `${read.before}${own.table}${read.after}` };
    },
  };
}

/**
 * Adds the policy, for everybody, to an empty likeness of its table. That has the name of its table, which the text of a condition may
 * say, and is in a namespace `scratch` of its own.
 */
export function askAboutPolicy(batch: Batch, policy: Policy, scratch: string): Asked<Policy> {
  const schema = `${batch.namespace} ${scratch}`;
  const original = tableOfPolicy(policy);
  const what = `policy "${policy.name}" of "${displayName(original)}"`;
  batch.add(`CREATE SCHEMA ${quoteName(schema)}`, what);
  batch.add(`CREATE TABLE ${quoteObject({ schema, name: policy.table })} (LIKE ${quoteObject(original)})`, what);
  return {
    number: batch.add(createPolicySql({ ...omit(policy, "roles"), schema }), what),
    answer(found) {
      const made = found.find((each) => each.schema === schema);
      if (made === undefined) return undefined;
      const { using, check } = made;
      return {
        ...omit(policy, "using", "check"),
        ...(using === undefined ? {} : { using }),
        ...(check === undefined ? {} : { check }),
      };
    },
  };
}

/** Adds the statistics to an empty likeness of their table. */
export function askAboutStatistics(batch: Batch, statistics: Statistics, scratch: string): Asked<Statistics> {
  const place = { schema: batch.namespace, name: scratch };
  const what = `statistics "${displayName(statistics)}"`;
  batch.add(`CREATE TABLE ${quoteObject(place)} (LIKE ${quoteObject(statistics.table)})`, what);
  return {
    number: batch.add(createStatisticsSql({ ...statistics, ...place, table: place }), what),
    answer(found) {
      const made = found.find((each) => nameKey(each) === nameKey(place));
      return made && { ...statistics, parts: made.parts };
    },
  };
}

/** Puts the routine in the place of the one that is there, for the time of the batch. */
export function askAboutRoutine(batch: Batch, routine: Routine): Asked<Routine> {
  const sql = routine.definition.replace(/^\s*CREATE\s+(?!OR\b)/i, "CREATE OR REPLACE ");
  return {
    number: batch.add(sql, `${routine.kind} "${displayName(routine)}"`),
    answer: (found) => found.find((one) => routineKey(one) === routineKey(routine)),
  };
}

/** What tells routines apart: those of one name differ in their arguments. */
export function routineKey({ kind, arguments: args, ...name }: Routine): string {
  return stableJson([kind, nameKey(nameOf(name)), args]);
}

/** The objects that both sides have under one key and that read differently, as pairs of places. */
export function differing<T extends ObjectName>(
  have: readonly T[],
  want: readonly T[],
  key: (object: T) => string = nameKey,
): readonly (readonly [have: number, want: number])[] {
  const places = new Map(have.map((object, i) => [key(object), i]));
  return want.flatMap((object, i) => {
    const at = places.get(key(object));
    return at === undefined || sameData(have[at], object) ? [] : [[at, i] as const];
  });
}

/** The name of a trigger, a rule or a policy is its table's own. */
export function keyInTable(object: Trigger | Rule | Policy): string {
  return `${nameKey(object)} ${object.table}`;
}

/** The text of a CREATE TRIGGER or CREATE RULE before, at and behind the name of its table, which stands behind the word. */
function cutAtTable(
  definition: string,
  word: "ON" | "TO",
): { readonly before: string; readonly table: string; readonly after: string } | undefined {
  const tokens = tokenize(definition);
  const on = tokens.findIndex((token) => isKeyword(token, word));
  const first = on === -1 ? undefined : tokens[on + 1];
  if (first === undefined) return undefined;
  const { end } = lastOfName(tokens, on + 1) ?? first;
  const { start } = first;
  return { before: definition.slice(0, start), table: definition.slice(start, end), after: definition.slice(end) };
}

function lastOfName(tokens: readonly Token[], at: number): Token | undefined {
  return tokens[at + 1]?.text === "." ? tokens[at + 2] : tokens[at];
}
