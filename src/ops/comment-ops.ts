import type { ObjectName } from "../schema/schema.ts";

/** What has a comment of its own, beside tables and columns: a type, or an attribute of a composite type. */
export type CommentTarget =
  | (ObjectName & { readonly kind: "type" })
  | (ObjectName & { readonly kind: "attribute"; readonly attribute: string });

/** Gives an object this comment, or takes away the one that it has. */
export interface SetComment {
  readonly kind: "setComment";
  readonly on: CommentTarget;
  readonly comment?: string;
}
