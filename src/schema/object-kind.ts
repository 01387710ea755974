import type { ObjectName } from "./schema.ts";

/** The kinds of objects that stand by themselves; `other` is one that a Schema has no place for. */
export type ObjectKind =
  | "namespace"
  | "extension"
  | "table"
  | "view"
  | "sequence"
  | "enum"
  | "domain"
  | "composite"
  | "range"
  | "routine"
  | "other";

/** An object by its name alone, before anything else of it is known. */
export interface NamedObject extends ObjectName {
  readonly kind: ObjectKind;
}

/** That an object can't be without another. */
export interface Use {
  readonly by: NamedObject;
  readonly used: NamedObject;
}
