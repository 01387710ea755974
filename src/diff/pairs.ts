import { sameData } from "../base/same-data.ts";
import type { ObjectName } from "../schema/schema.ts";

/** An object as its side wrote it, and in the form in which the two sides are compared. */
export interface Sided<T> {
  readonly given: T;
  readonly comparable: T;
}

/** Which objects the two sides have in common by some key, and which only one of them has; each list in its side's order. */
export interface Matching<T> {
  readonly both: readonly { readonly have: T; readonly want: T }[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** Joins two lists of the same objects, in the same order. */
function sided<T>(given: readonly T[], comparable: readonly T[]): readonly Sided<T>[] {
  return given.map((object, i) => ({ given: object, comparable: comparable[i] ?? object }));
}

/** The lists `list` of both forms of an object, joined. */
export function sidedOf<T, P>(parent: Sided<P>, list: (parent: P) => readonly T[]): readonly Sided<T>[] {
  return sided(list(parent.given), list(parent.comparable));
}

/** True when the two are the same to the server. */
export function sameObject<T>(have: Sided<T>, want: Sided<T>): boolean {
  return sameData(have.comparable, want.comparable);
}

/** Matches objects one to one; several with the same key are matched in their order. */
export function matchBy<T>(have: readonly T[], want: readonly T[], key: (object: T) => string): Matching<T> {
  const waiting = new Map<string, T[]>();
  for (const object of have) {
    const bucket = waiting.get(key(object));
    if (bucket === undefined) waiting.set(key(object), [object]);
    else bucket.push(object);
  }
  const both: { have: T; want: T }[] = [];
  const added: T[] = [];
  for (const object of want) {
    const found = waiting.get(key(object))?.shift();
    if (found === undefined) added.push(object);
    else both.push({ have: found, want: object });
  }
  const left = new Set([...waiting.values()].flat());
  return { both, removed: have.filter((object) => left.has(object)), added };
}

/** Orders texts by their UTF-16 units: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders names by namespace, the default one first, then by name. */
export function compareNames(a: ObjectName, b: ObjectName): number {
  return compareTexts(a.schema ?? "", b.schema ?? "") || compareTexts(a.name, b.name);
}

/** A copy in the order of the given objects' names. */
export function byName<T extends ObjectName>(objects: readonly Sided<T>[]): readonly Sided<T>[] {
  return [...objects].sort((a, b) => compareNames(a.given, b.given));
}
