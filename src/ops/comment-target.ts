import { inSchema } from "../schema/object-builders.ts";
import { oneOf, type Reader, readName, readOptions, readText } from "../schema/options.ts";
import type { CommentTarget } from "./comment-ops.ts";
import { called } from "./directive.ts";

type Fields = "table" | "column" | "attribute" | "domain" | "arguments";

/** What names an object beside its own name, by its kind. */
const targetFields: { readonly [K in CommentTarget["kind"]]: Fields | undefined } = {
  ...{ constraint: "table", index: "table", trigger: "table", rule: "table", policy: "table" },
  ...{
    view: undefined,
    type: undefined,
    sequence: undefined,
    statistics: undefined,
    namespace: undefined,
    extension: undefined,
  },
  ...{ viewColumn: "column", attribute: "attribute", domainCheck: "domain" },
  ...{ function: "arguments", procedure: "arguments" },
};

/** Reads what a comment is on, as a person writes it. Errors: SCHEMA_*. */
export function readCommentTarget(on: unknown, where: string): CommentTarget {
  const readers = { ...inSchema, kind: readKind, name: readName, ...fieldReaders };
  const { kind, name, schema, ...given } = readOptions(on, readers, `${where}: the object`);
  const what = readKind(kind, `${where}: the kind`);
  const field = targetFields[what];
  const target = { kind: what, ...called(name, schema, where) };
  if (field === undefined) return target as CommentTarget;
  return { ...target, [field]: fieldReaders[field](given[field], `${where}: the ${field}`) } as CommentTarget;
}

const readKind = oneOf(Object.keys(targetFields) as CommentTarget["kind"][]);
const fieldReaders: { readonly [K in Fields]: Reader<string> } = {
  ...{ table: readName, column: readName, attribute: readName, domain: readName, arguments: readText },
};
