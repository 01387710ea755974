import { stableJson } from "../../base/hash.ts";
import type { OpOf } from "../../ops/op.ts";
import { sameName } from "../../schema/names.ts";
import { commentOnType } from "./comments.ts";
import type { Draft } from "./draft.ts";
import { remakeTypes } from "./remake-types.ts";
import type { Scene } from "./scene.ts";

/**
 * The server takes no value out of an enum and moves none: the type is made anew under its name, and its columns go over to it.
 * A row with a value that the new one doesn't have fails the cast. Source: https://www.postgresql.org/docs/current/datatype-enum.html (13 to 18).
 */
export function alterEnum(op: OpOf<"alterEnum">, scene: Scene): readonly Draft[] {
  const old = scene.before.enums.find((each) => sameName(each, op));
  if (old === undefined) return [];
  if (stableJson(old.values) !== stableJson(op.values)) return remakeTypes(op, scene);
  return old.comment === op.comment ? [] : [commentOnType(op, op.comment)];
}
