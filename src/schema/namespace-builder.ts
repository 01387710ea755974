import { commented } from "./object-builders.ts";
import { readName, readOptions } from "./options.ts";
import type { Commented } from "./schema.ts";

/** A namespace as a model. */
export interface NamespaceModel extends Commented {
  readonly name: string;
}

/**
 * A namespace beside the default one: `namespace("audit", { comment: "who did what" })`. Those that a model is in need none of their own,
 * but to have a comment.
 */
export function namespace(name: string, options?: Commented): NamespaceModel {
  const where = `namespace() ${JSON.stringify(name)}`;
  const { comment } = commented;
  const built = { name: readName(name, `${where}: the name`), ...readOptions(options, { comment }, where) };
  return Object.defineProperty(built, namespaceMark, { value: true });
}

/** True for what `namespace` has made: the record alone, which may be no more than a name, doesn't tell. */
export function isNamespace(value: object): boolean {
  return namespaceMark in value;
}

/** Shared by several copies of this package in one process; not enumerable, so neither copied nor written. */
const namespaceMark = Symbol.for("limbeck.namespace");
