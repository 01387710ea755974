import type { OpOf } from "../../ops/op.ts";
import { commentOnAttribute, commentOnType } from "./comments.ts";
import type { Draft } from "./draft.ts";

/** COMMENT ON. Source: https://www.postgresql.org/docs/current/sql-comment.html (13 to 18). */
export function emitComment({ on, comment }: OpOf<"setComment">): readonly Draft[] {
  return [on.kind === "type" ? commentOnType(on, comment) : commentOnAttribute(on, on.attribute, comment, { own: on })];
}
