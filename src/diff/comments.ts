import type { CommentTarget } from "../ops/comment-ops.ts";
import { omit } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import type { Commented } from "../schema/schema.ts";
import type { Sided } from "./pairs.ts";

/** What gives an object the comment that is wanted, in its place; an empty one is none. */
export function changeComment(
  have: Commented | undefined,
  want: Commented | undefined,
  on: CommentTarget,
): readonly Op[] {
  const [old, comment] = [have?.comment || undefined, want?.comment || undefined];
  if (old === comment) return [];
  return [{ kind: "setComment", on, ...(comment === undefined ? {} : { comment }) }];
}

/** The object as it is compared where its comment isn't, for that is changed in its place. */
export function withoutComment<T extends Commented>({ given, comparable }: Sided<T>): Sided<T> {
  return { given, comparable: omit(comparable, "comment") as T };
}
