import type { ObjectName } from "../schema/schema.ts";

/** What has a comment of its own, beside tables and columns. */
export type CommentTarget =
  | (ObjectName & { readonly kind: "index"; readonly table: string })
  | (ObjectName & { readonly kind: "view" })
  | (ObjectName & { readonly kind: "type" })
  | (ObjectName & { readonly kind: "attribute"; readonly attribute: string });

/** Gives an object this comment, or takes away the one that it has. */
export interface SetComment {
  readonly kind: "setComment";
  readonly on: CommentTarget;
  readonly comment?: string;
}
