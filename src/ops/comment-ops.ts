import type { ObjectName } from "../schema/schema.ts";

/** What has a comment of its own, beside tables and columns. The name is the object's; that of an attribute or a view's column its owner's. */
export type CommentTarget =
  | (ObjectName & { readonly kind: "constraint" | "index" | "trigger" | "rule" | "policy"; readonly table: string })
  | (ObjectName & { readonly kind: "view" | "type" | "sequence" | "statistics" })
  | (ObjectName & { readonly kind: "namespace" | "extension" })
  | (ObjectName & { readonly kind: "viewColumn"; readonly column: string })
  | (ObjectName & { readonly kind: "attribute"; readonly attribute: string })
  | (ObjectName & { readonly kind: "domainCheck"; readonly domain: string })
  /** Of a function or a procedure, with the types of its arguments. */
  | (ObjectName & { readonly kind: "function" | "procedure"; readonly arguments: string });

/** Gives an object this comment, or takes away the one that it has; an extension then has the one that it brings. */
export interface SetComment {
  readonly kind: "setComment";
  readonly on: CommentTarget;
  readonly comment?: string;
}
