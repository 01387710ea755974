import type { OpOf } from "../../ops/op.ts";
import { sameName } from "../../schema/names.ts";
import { commentOn, commentOnAttribute, commentOnType } from "./comments.ts";
import type { Draft } from "./draft.ts";
import type { Scene } from "./scene.ts";

/** COMMENT ON. Source: https://www.postgresql.org/docs/current/sql-comment.html (13 to 18). */
export function emitComment({ on, comment }: OpOf<"setComment">, scene: Scene): readonly Draft[] {
  switch (on.kind) {
    case "type":
      return [commentOnType(on, comment)];
    case "attribute":
      return [commentOnAttribute(on, on.attribute, comment, { own: on })];
    case "index":
      return [commentOn("INDEX", on, comment, scene)];
    case "view": {
      const view = scene.before.views.find((each) => sameName(each, on));
      return [commentOn(view?.materialized === true ? "MATERIALIZED VIEW" : "VIEW", on, comment, scene)];
    }
  }
}
