import type { Facts, Lock } from "../contract.ts";
import { type LockMode, lock, opaque } from "./facts.ts";

/** The facts of a statement on a page of the manual. */
export function quick(page: string, ...locks: readonly Lock[]): Facts {
  return {
    locks,
    scans: false,
    rewrites: false,
    transactional: true,
    source: `https://www.postgresql.org/docs/current/${page}.html`,
  };
}

/** A change that reads each row of a table. */
export function scanning(page: string, ...locks: readonly Lock[]): Facts {
  return { ...quick(page, ...locks), scans: true };
}

/** A statement of which its page is known, and nothing of what it does. */
export function unknownOn(page: string): Facts {
  return { ...opaque, source: quick(page).source };
}

/** The same, for a form that the server refuses inside a transaction. */
export function outside(facts: Facts): Facts {
  return { ...facts, transactional: false };
}

/** The same lock on each of these. */
export function lockAll(relations: readonly string[], mode: LockMode): readonly Lock[] {
  return relations.map((relation) => lock(relation, mode));
}

/** All that several parts of one statement do: of the locks on a relation the strongest one. */
export function together(parts: readonly Facts[]): Facts | undefined {
  return parts.reduce<Facts | undefined>((sum, part) => (sum === undefined ? part : both(sum, part)), undefined);
}

function both(a: Facts, b: Facts): Facts {
  const loses = [a.loses, b.loses].filter((text) => text !== undefined).join("; ");
  const since = [a.since, b.since].flatMap((text) => text ?? []).sort((x, y) => Number(y) - Number(x))[0];
  return {
    locks: a.locks === "unknown" || b.locks === "unknown" ? "unknown" : strongest([...a.locks, ...b.locks]),
    scans: either(a.scans, b.scans),
    rewrites: either(a.rewrites, b.rewrites),
    transactional: a.transactional && b.transactional,
    ...(loses === "" ? {} : { loses }),
    ...(since === undefined ? {} : { since }),
    source: a.source === "unknown" ? b.source : a.source,
  };
}

function either(a: Facts["scans"], b: Facts["scans"]): Facts["scans"] {
  if (a === true || b === true) return true;
  return a === "unknown" || b === "unknown" ? "unknown" : false;
}

const STRENGTH: readonly string[] = [
  ...["ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE"],
  "ACCESS EXCLUSIVE",
];

function strongest(locks: readonly Lock[]): readonly Lock[] {
  const byRelation = new Map<string, Lock>();
  for (const one of locks) {
    const known = byRelation.get(one.relation);
    if (known === undefined || STRENGTH.indexOf(one.mode) > STRENGTH.indexOf(known.mode)) {
      byRelation.set(one.relation, one);
    }
  }
  return [...byRelation.values()];
}
