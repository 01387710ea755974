import type { ObjectName } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf, type LockedObjects } from "./facts.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { locked, type Scene } from "./scene.ts";

type Commented = "TABLE" | "INDEX" | "VIEW" | "MATERIALIZED VIEW" | "SEQUENCE";

/** Gives an object a comment, or takes it away. `owner` is the table or view that gets the lock, where it isn't the object itself. */
export function commentOn(kind: Commented, name: ObjectName, comment: string | undefined, scene: Scene): Draft {
  return draft(
    `COMMENT ON ${kind} ${quoteObject(name)} IS ${text(comment)}`,
    factsOf(facts.comment, locked(scene, name)),
  );
}

/** Gives a column a comment, or takes it away. */
export function commentOnColumn(table: ObjectName, column: string, comment: string | undefined, scene: Scene): Draft {
  const sql = `COMMENT ON COLUMN ${quoteObject(table)}.${quoteName(column)} IS ${text(comment)}`;
  return draft(sql, factsOf(facts.comment, locked(scene, table)));
}

/** Gives an attribute of a composite type a comment, or takes it away. */
export function commentOnAttribute(
  type: ObjectName,
  attribute: string,
  comment: string | undefined,
  locks: LockedObjects = {},
): Draft {
  const sql = `COMMENT ON COLUMN ${quoteObject(type)}.${quoteName(attribute)} IS ${text(comment)}`;
  return draft(sql, factsOf(facts.comment, locks));
}

/** Gives a type a comment, or takes it away. */
export function commentOnType(name: ObjectName, comment: string | undefined): Draft {
  return draft(`COMMENT ON TYPE ${quoteObject(name)} IS ${text(comment)}`, factsOf(facts.objectComment));
}

/** Gives an object that has no rows a comment, or takes it away; `object` is its kind and its name. */
export function commentOnObject(object: string, comment: string | undefined): Draft {
  return draft(`COMMENT ON ${object} IS ${text(comment)}`, factsOf(facts.objectComment));
}

function text(comment: string | undefined): string {
  return comment === undefined ? "NULL" : quoteString(comment);
}
