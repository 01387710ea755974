import { stableJson } from "../../base/hash.ts";
import { omit, onTable } from "../../ops/edit.ts";
import type { OpOf } from "../../ops/op.ts";
import {
  allColumns,
  descendantsOf,
  givenColumn,
  inheritedColumn,
  ownColumnAlone,
  under,
} from "../../schema/inheritance.ts";
import { displayName, findTable } from "../../schema/names.ts";
import type { Column, Table } from "../../schema/schema.ts";
import { type Alteration, alterationIn, alterationOf } from "./alteration.ts";
import { changeType } from "./change-type.ts";
import { type Keeping, setCompression, setKeeping } from "./column-keeping.ts";
import { commentOnColumn } from "./comments.ts";
import { notNullName } from "./constraint-names.ts";
import { type Draft, draft } from "./draft.ts";
import { targetsAgain } from "./emit-statistics.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { provesNotNull } from "./not-null-proof.ts";
import { alterInherited, ownDefaultsBelow } from "./own-default.ts";
import { sequenceDrawn } from "./own-numbers.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse, refuseMixture } from "./refuse.ts";
import { generatedFrom, mustRemake, remade, remakeColumn } from "./remake-column.ts";
import { locked, oldTable, type Scene, tableOf } from "./scene.ts";
import { allSequenceOptions } from "./sequence-sql.ts";
import {
  addSerial,
  beginNumbers,
  dropSerial,
  moveIdentity,
  rememberNumbers,
  sequenceType,
  setSerialType,
} from "./serial.ts";
import { atLeast } from "./server-version.ts";
import { defaultSql, identitySql, inParentheses, notNullSql } from "./table-sql.ts";
import { storageOfType } from "./type-storage.ts";

/**
 * One statement for each property that changes: what goes, the type, what comes. The server takes them in no other order,
 * for an identity needs NOT NULL and a column has one source of values.
 */
export function alterColumn(op: OpOf<"alterColumn">, scene: Scene): readonly Draft[] {
  const change = alterationOf(op, scene);
  if (change === undefined) return [...alterInherited(op, scene), ...alterOwn(op, scene)];
  const { table, from, to } = change;
  refuseMixture(op, `column "${displayName(table)}.${op.column}"`, to);
  if (mustRemake(from, to, scene.server)) {
    return [...remakeColumn(change), ...ownDefaultsBelow(op, scene), ...ownColumnsAnew(table, [to], scene)];
  }
  const type = changeType(change);
  const computed = type.drafts.length === 0 ? [] : generatedFrom(table, op.column);
  const { away, again } = remade(change, computed);
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
    ...setNotNull(change),
    ...setCompression(change, type.drafts.length > 0),
    ...setKept(change, type.drafts.length > 0),
    ...addNumbers(change),
    ...changeNumbers(change),
    ...again,
    ...ownColumnsAnew(table, computed, scene),
    ...ownDefaultsBelow(op, scene),
    ...ownColumnsBelow(op, scene),
    ...(from.comment === to.comment ? [] : [commentOnColumn(table, to.name, to.comment, scene)]),
  ];
}

/** What a table says itself of a column that comes from another one. */
function alterOwn(op: OpOf<"alterColumn">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const [table, after] = [oldTable(scene, op), findTable(scene.after, name)];
  const from = table && inheritedColumn(table, op.column, scene.before);
  const to = after && inheritedColumn(after, op.column, scene.after);
  if (table === undefined || from === undefined || to === undefined) return [];
  return ownWords(alterationIn(op, { table, from, to }, scene));
}

/** What a new table says itself of such columns. The server gives it all of them but for how much is known of their values. */
export function setOwnColumns(table: Table, scene: Scene): readonly Draft[] {
  const known = allColumns({ ...table, columns: [] }, scene.before);
  const others = Object.entries(table.ownColumns ?? {}).flatMap(([name, own]) =>
    known.some((column) => column.name === name) ? [] : [ownColumnAlone(name, own)],
  );
  return [...known, ...others].flatMap((to) => {
    const given = givenColumn(table, to.name, scene.before) ?? ownColumnAlone(to.name, {});
    const from: Column = { ...omit(given, "statistics"), ...(to.generated && { generated: to.generated }) };
    return ownWords(alterationIn(nothingOf(table, to.name), { table, from, to }, scene));
  });
}

/** A column that changes does so in each table that has it from there: those that say something of their own say that again. */
function ownColumnsBelow(op: OpOf<"alterColumn">, scene: Scene): readonly Draft[] {
  const { nullable, generated, statistics } = op.changes;
  return descendantsOf(tableOf(op), scene.after).flatMap((table) => {
    const own = under(table.ownColumns, op.column);
    const to = inheritedColumn(table, op.column, scene.after);
    if (own === undefined || to === undefined) return [];
    const given = givenColumn(table, op.column, scene.after) ?? to;
    const from: Column = {
      ...to,
      ...(own.nullable === false && nullable === true ? { nullable: true } : {}),
      ...(generated === undefined || given.generated === undefined ? {} : { generated: given.generated }),
    };
    const detail = statistics === undefined || own.statistics === undefined ? to.statistics : given.statistics;
    const before = detail === undefined ? omit(from, "statistics") : { ...from, statistics: detail };
    return ownWords(alterationIn(nothingOf(table, op.column), { table, from: before, to }, scene));
  });
}

/** Columns that are made anew are so in each table that has them from there: those that say something of their own say that again. */
function ownColumnsAnew(above: Table, columns: readonly Column[], scene: Scene): readonly Draft[] {
  return descendantsOf(above, scene.after).flatMap((table) =>
    columns.flatMap(({ name }) => {
      const [given, to] = [givenColumn(table, name, scene.after), inheritedColumn(table, name, scene.after)];
      if (given === undefined || to === undefined || under(table.ownColumns, name) === undefined) return [];
      return ownWords(alterationIn(nothingOf(table, name), { table, from: given, to }, scene));
    }),
  );
}

function nothingOf(table: Table, column: string): OpOf<"alterColumn"> {
  return { kind: "alterColumn", ...onTable(table), column, changes: {} };
}

function ownWords(change: Alteration): readonly Draft[] {
  const { op, table, from, to, alter, scene } = change;
  const isOther = from.generated?.expression !== to.generated?.expression;
  if (isOther && !atLeast(scene.server, 17)) {
    const hint = "Drop the table's inheritance, make the column anew, and let it inherit again.";
    const lacking = "way to change the expression of an inherited column before version 17";
    refuse(op, `column "${displayName(table)}.${to.name}"`, lacking, hint);
  }
  const { statistics } = from;
  return [
    ...setExpression(change),
    ...setNullable(change),
    ...setNotNull(change),
    ...setKeeping(alter, { statistics }, { statistics: to.statistics }),
  ];
}

/** The server computes the value of each row anew. */
function setExpression({ table, from, to, alter, scene }: Alteration): readonly Draft[] {
  if (from.generated === undefined || to.generated === undefined) return [];
  if (from.generated.expression === to.generated.expression) return [];
  const fact = to.generated.stored ? facts.setExpression : facts.setVirtualExpression;
  return [
    alter(`SET EXPRESSION AS ${inParentheses(to.generated.expression)}`, fact),
    ...targetsAgain(table, to.name, scene),
  ];
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
  // Its own words make it.
  if (to.notNull !== undefined) return [];
  return [alter("SET NOT NULL", provesNotNull(table, to.name) ? facts.setNotNullProven : facts.setNotNull)];
}

/** A NOT NULL that comes with its own words is made by them, one that stays gets another name, is proven, or is inherited or not. */
function setNotNull({ table, from, to, alter, scene }: Alteration): readonly Draft[] {
  if (isNullable(to) || stableJson(from.notNull ?? {}) === stableJson(to.notNull ?? {})) return [];
  const head = `ALTER TABLE ${quoteObject(table)}`;
  const also = (what: string, fact: Fact) => draft(`${head} ${what}`, factsOf(fact, locked(scene, table)));
  const usual = notNullName(table.name, to.name);
  const isLoosened = to.notNull?.notValid === true && from.notNull?.notValid !== true;
  if (isNullable(from) || isLoosened) {
    const fact = to.notNull?.notValid === true ? facts.addNotNullNotValid : facts.setNotNull;
    const add = also(`ADD ${notNullSql(to.name, to.notNull ?? {})}`, fact);
    return isNullable(from) ? [add] : [alter("DROP NOT NULL", facts.dropNotNull), add];
  }
  const name = quoteName(to.notNull?.name ?? usual);
  // In a table that this plan has made there is hardly a row to read, and nobody is kept waiting.
  const isApart = !scene.isYoung(table);
  return [
    ...((from.notNull?.name ?? usual) === (to.notNull?.name ?? usual)
      ? []
      : [also(`RENAME CONSTRAINT ${quoteName(from.notNull?.name ?? usual)} TO ${name}`, facts.renameConstraint)]),
    ...(from.notNull?.notValid === to.notNull?.notValid
      ? []
      : [also(`VALIDATE CONSTRAINT ${name}`, isApart ? facts.validateNotNullApart : facts.validateNotNull)]),
    ...(from.notNull?.noInherit === to.notNull?.noInherit
      ? []
      : [
          also(
            `ALTER CONSTRAINT ${name} ${to.notNull?.noInherit === true ? "NO INHERIT" : "INHERIT"}`,
            facts.alterNotNull,
          ),
        ]),
  ];
}

/** A new type has its own way of keeping values. Before 16 the storage of the type has to be named. */
function setKept({ op, table, from, to, alter, scene }: Alteration, hasNewType: boolean): readonly Draft[] {
  const { statistics } = from;
  const old: Keeping = hasNewType ? { statistics } : from;
  if (old.storage === undefined || to.storage !== undefined || atLeast(scene.server, 16))
    return setKeeping(alter, old, to);
  const storage = storageOfType(to.type, scene.after);
  if (storage === undefined) {
    const hint = "Name the storage of the type: plain, main, external or extended.";
    refuse(op, `column "${displayName(table)}.${to.name}"`, "SET STORAGE DEFAULT before version 16", hint);
  }
  return setKeeping(alter, old, { ...to, storage });
}

function isNullable(column: Column): boolean {
  return column.nullable && column.identity === undefined;
}

function dropOldNumbers(change: Alteration): readonly Draft[] {
  const { from, to, alter, scene } = change;
  return [
    ...(sequenceDrawn(from.default, scene.before) === undefined ? [] : rememberNumbers(change)),
    ...(from.identity !== undefined && to.identity === undefined
      ? [...rememberNumbers(change), alter("DROP IDENTITY", facts.identity)]
      : []),
    ...(from.autoincrement === true && to.autoincrement !== true ? dropSerial(change) : []),
  ];
}

function addNumbers(change: Alteration): readonly Draft[] {
  const { from, to, alter } = change;
  return [
    ...(from.identity === undefined && to.identity !== undefined
      ? [
          alter(`ADD GENERATED ${identitySql(to.identity)}`, facts.identity),
          ...beginNumbers(change, to.identity.options ?? {}),
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
