import { isExtension } from "../schema/extension-builder.ts";
import { isNamespace } from "../schema/namespace-builder.ts";
import { isSequence } from "../schema/object-builders.ts";
import { isPolicy } from "../schema/policy-builder.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";

/** The list of a schema that an object belongs to. */
export type ModelKind = Exclude<keyof Schema, "namespaceComments">;

/** What an exported value is, or undefined when it is no object of a schema. */
export function modelKind(value: object): { readonly kind: ModelKind; readonly object: ObjectName } | undefined {
  if (!isNamed(value)) return undefined;
  const kind = kinds.find(([, isKind]) => isKind(value))?.[0];
  return kind === undefined ? undefined : { kind, object: value };
}

type Candidate = ObjectName & Readonly<Record<string, unknown>>;

/** The builders make plain records, so that their shape tells; only those of a sequence, an extension, a policy and a namespace say too little. */
const kinds: readonly (readonly [ModelKind, (value: Candidate) => boolean])[] = [
  [
    "tables",
    ({ columns, indexes, foreignKeys, checks, options }) =>
      [columns, indexes, foreignKeys, checks].every(Array.isArray) && typeof options === "object",
  ],
  ["routines", ({ kind, arguments: args, definition }) => isText(kind) && isText(args) && isText(definition)],
  [
    "rules",
    ({ table, definition }) =>
      isText(table) && isText(definition) && /^\s*create\s+(?:or\s+replace\s+)?rule\b/i.test(definition),
  ],
  ["triggers", ({ table, definition }) => isText(table) && isText(definition)],
  ["views", ({ definition, kind }) => isText(definition) && kind === undefined],
  ["statistics", ({ table, parts }) => isRecord(table) && Array.isArray(parts)],
  ["enums", ({ values }) => Array.isArray(values) && values.every(isText)],
  ["domains", ({ type, checks }) => isRecord(type) && Array.isArray(checks)],
  ["composites", ({ attributes }) => Array.isArray(attributes)],
  ["ranges", ({ subtype }) => isRecord(subtype)],
  ["sequences", isSequence],
  ["extensions", isExtension],
  ["policies", isPolicy],
  ["namespaces", isNamespace],
];

function isNamed(value: object): value is Candidate {
  return "name" in value && isText(value.name);
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
