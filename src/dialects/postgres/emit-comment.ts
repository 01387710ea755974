import type { CommentTarget } from "../../ops/comment-ops.ts";
import type { OpOf } from "../../ops/op.ts";
import { sameName } from "../../schema/names.ts";
import type { Commented, ObjectName } from "../../schema/schema.ts";
import { commentOn, commentOnAttribute, commentOnColumn, commentOnObject, commentOnType } from "./comments.ts";
import { doBlock } from "./do-block.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { beside, type Scene } from "./scene.ts";

/** COMMENT ON. Source: https://www.postgresql.org/docs/current/sql-comment.html (13 to 18). */
export function emitComment({ on, comment }: OpOf<"setComment">, scene: Scene): readonly Draft[] {
  return [commentStatement(on, comment, scene)];
}

/** The comment of an object that has just been made; none where there is nothing to say. */
export function commentOfNew(on: CommentTarget, { comment }: Commented, scene: Scene): readonly Draft[] {
  return comment === undefined ? [] : [commentStatement(on, comment, scene)];
}

/** What is put in the place of another keeps its comment, which is said again or taken away. */
export function changeComment(
  on: CommentTarget,
  old: Commented | undefined,
  { comment }: Commented,
  scene: Scene,
): readonly Draft[] {
  if (comment === undefined && old?.comment === undefined) return [];
  return [commentStatement(on, comment, scene)];
}

function commentStatement(on: CommentTarget, comment: string | undefined, scene: Scene): Draft {
  switch (on.kind) {
    case "type":
      return commentOnType(on, comment);
    case "attribute":
      return commentOnAttribute(on, on.attribute, comment, { own: on });
    case "index":
      return commentOn("INDEX", on, comment, scene);
    case "sequence":
      return commentOn("SEQUENCE", on, comment, scene);
    case "statistics":
      return commentOnObject(`STATISTICS ${quoteObject(on)}`, comment);
    case "view": {
      const view = scene.after.views.find((each) => sameName(each, on));
      return commentOn(view?.materialized === true ? "MATERIALIZED VIEW" : "VIEW", on, comment, scene);
    }
    case "viewColumn":
      return commentOnColumn(on, on.column, comment, scene);
    case "constraint":
    case "trigger":
    case "rule":
    case "policy":
      return commentOnObject(`${on.kind.toUpperCase()} ${quoteName(on.name)} ON ${ownerOf(on, on.table)}`, comment);
    case "domainCheck":
      return commentOnObject(`CONSTRAINT ${quoteName(on.name)} ON DOMAIN ${ownerOf(on, on.domain)}`, comment);
    case "function":
    case "procedure":
      return commentOnObject(`${on.kind.toUpperCase()} ${quoteObject(on)}(${on.arguments})`, comment);
    case "namespace":
      return commentOnObject(`SCHEMA ${quoteName(on.name)}`, comment);
    case "extension":
      return comment === undefined
        ? draft(ownComment(on.name), factsOf(facts.objectComment))
        : commentOnObject(`EXTENSION ${quoteName(on.name)}`, comment);
  }
}

function ownerOf(place: ObjectName, name: string): string {
  return quoteObject(beside(place, name));
}

/** The comment that CREATE EXTENSION gives is known to the server alone. */
function ownComment(name: string): string {
  const head = quoteString(`COMMENT ON EXTENSION ${quoteName(name)} IS %L`);
  const brought = `SELECT comment FROM pg_available_extensions WHERE name = ${quoteString(name)}`;
  return doBlock(`EXECUTE format(${head}, (${brought}));`);
}
