import { stableJson } from "../../base/hash.ts";
import type { OpOf } from "../../ops/op.ts";
import { displayName } from "../../schema/names.ts";
import type { Column } from "../../schema/schema.ts";
import { type Alteration, alterationOf } from "./alteration.ts";
import { changeType } from "./change-type.ts";
import { commentOnColumn } from "./comments.ts";
import type { Draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { provesNotNull } from "./not-null-proof.ts";
import { refuseMixture } from "./refuse.ts";
import { generatedFrom, mustRemake, remade, remakeColumn } from "./remake-column.ts";
import type { Scene } from "./scene.ts";
import { allSequenceOptions } from "./sequence-sql.ts";
import { addSerial, dropSerial, moveIdentity, moveSequence, sequenceType, setSerialType } from "./serial.ts";
import { defaultSql, identitySql, inParentheses } from "./table-sql.ts";

/**
 * One statement for each property that changes: what goes, the type, what comes. The server takes them in no other order,
 * for an identity needs NOT NULL and a column has one source of values.
 */
export function alterColumn(op: OpOf<"alterColumn">, scene: Scene): readonly Draft[] {
  const change = alterationOf(op, scene);
  if (change === undefined) return [];
  const { table, from, to } = change;
  refuseMixture(op, `column "${displayName(table)}.${op.column}"`, to);
  if (mustRemake(from, to, scene.server)) return remakeColumn(change);
  const type = changeType(change);
  const { away, again } = remade(change, type.drafts.length === 0 ? [] : generatedFrom(table, op.column));
  return [
    ...away,
    ...dropOldNumbers(change),
    ...(from.generated !== undefined && to.generated === undefined
      ? [change.alter("DROP EXPRESSION", facts.dropExpression)]
      : []),
    ...(from.default !== undefined && (type.dropsDefault || to.default === undefined)
      ? [change.alter("DROP DEFAULT", facts.setDefault)]
      : []),
    ...type.drafts,
    ...setExpression(change),
    ...setDefault(change, type.dropsDefault ? type.defaultAfter : undefined),
    ...setNullable(change),
    ...addNumbers(change),
    ...changeNumbers(change),
    ...again,
    ...(from.comment === to.comment ? [] : [commentOnColumn(table, to.name, to.comment, scene)]),
  ];
}

/** The server computes the value of each row anew. */
function setExpression({ from, to, alter }: Alteration): readonly Draft[] {
  if (from.generated === undefined || to.generated === undefined) return [];
  if (from.generated.expression === to.generated.expression) return [];
  const fact = to.generated.stored ? facts.setExpression : facts.setVirtualExpression;
  return [alter(`SET EXPRESSION AS ${inParentheses(to.generated.expression)}`, fact)];
}

function setDefault({ from, to, alter }: Alteration, again: Column["default"]): readonly Draft[] {
  const value = stableJson(from.default ?? null) === stableJson(to.default ?? null) ? again : to.default;
  return value === undefined ? [] : [alter(`SET DEFAULT ${defaultSql(value)}`, facts.setDefault)];
}

/** An identity column is never NULL, whatever it says itself; one that was stays NOT NULL until it is told otherwise. */
function setNullable({ table, from, to, alter }: Alteration): readonly Draft[] {
  const [was, becomes] = [isNullable(from), isNullable(to)];
  if (was === becomes) return [];
  if (becomes) return [alter("DROP NOT NULL", facts.dropNotNull)];
  return [alter("SET NOT NULL", provesNotNull(table, to.name) ? facts.setNotNullProven : facts.setNotNull)];
}

function isNullable(column: Column): boolean {
  return column.nullable && column.identity === undefined;
}

function dropOldNumbers(change: Alteration): readonly Draft[] {
  const { from, to, alter } = change;
  return [
    ...(from.identity !== undefined && to.identity === undefined ? [alter("DROP IDENTITY", facts.identity)] : []),
    ...(from.autoincrement === true && to.autoincrement !== true ? dropSerial(change) : []),
  ];
}

function addNumbers(change: Alteration): readonly Draft[] {
  const { from, to, alter } = change;
  return [
    ...(from.identity === undefined && to.identity !== undefined
      ? [
          alter(`ADD GENERATED ${identitySql(to.identity)}`, facts.identity),
          ...moveSequence(change, to.identity.options ?? {}),
        ]
      : []),
    ...(from.autoincrement !== true && to.autoincrement === true ? addSerial(change) : []),
  ];
}

/** The sequence of an identity follows the type of its column by itself, that of a serial column doesn't. */
function changeNumbers(change: Alteration): readonly Draft[] {
  const { from, to, alter } = change;
  if (from.autoincrement === true && to.autoincrement === true) return setSerialType(change);
  if (from.identity === undefined || to.identity === undefined) return [];
  const parts = [
    ...(from.identity.always === to.identity.always
      ? []
      : [`SET GENERATED ${to.identity.always ? "ALWAYS" : "BY DEFAULT"}`]),
    ...(stableJson(from.identity.options ?? {}) === stableJson(to.identity.options ?? {})
      ? []
      : allSequenceOptions(to.identity.options ?? {}).map((part) => `SET ${part}`)),
  ];
  const [old, options] = [from, to].map((column) => ({ ...column.identity?.options, type: sequenceType(column) }));
  if (parts.length === 0) return [];
  return [...moveIdentity(change, old ?? {}, options ?? {}), alter(parts.join(" "), facts.identity)];
}
