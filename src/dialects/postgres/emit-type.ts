import { stableJson } from "../../base/hash.ts";
import type { OpOf } from "../../ops/op.ts";
import type { OwnTypeOp } from "../../ops/own-type-ops.ts";
import { isOfType } from "../../ops/type-users.ts";
import { displayName, nameOf, sameName } from "../../schema/names.ts";
import type { Check, Domain, ObjectName, Schema } from "../../schema/schema.ts";
import { commentOnAttribute } from "./comments.ts";
import { commentOfCheck, createComposite, createDomain, createRange } from "./create-type.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse } from "./refuse.ts";
import { remakeTypes } from "./remake-types.ts";
import type { Scene } from "./scene.ts";
import { checkSql, defaultSql } from "./table-sql.ts";
import { isOfFamily, typeFamily } from "./type-family.ts";
import { attributeSql } from "./type-sql.ts";
import { renderType } from "./types.ts";

type Emitters<K extends OwnTypeOp["kind"]> = { readonly [P in K]: (op: OpOf<P>, scene: Scene) => readonly Draft[] };

/** The statements of ops on domains, composite types and range types. */
export const ownTypeEmitters: Emitters<OwnTypeOp["kind"]> = {
  createDomain,
  dropDomain: (op) => [draft(`DROP DOMAIN ${guard(op)}${quoteObject(op)}`, factsOf(facts.dropDomain))],
  alterDomain,
  createDomainCheck,
  dropDomainCheck,
  createComposite,
  dropComposite: (op) => [draft(`DROP TYPE ${guard(op)}${quoteObject(op)}`, factsOf(facts.dropComposite, { own: op }))],
  addAttribute(op) {
    const { attribute } = op;
    const add = `ALTER TYPE ${quoteObject(op)} ADD ATTRIBUTE ${attributeSql(attribute)}`;
    return [
      draft(add, factsOf(facts.alterComposite, { own: op })),
      ...(attribute.comment === undefined
        ? []
        : [commentOnAttribute(op, attribute.name, attribute.comment, { own: op })]),
    ];
  },
  dropAttribute: (op) => [
    draft(
      `ALTER TYPE ${quoteObject(op)} DROP ATTRIBUTE ${guard(op)}${quoteName(op.attribute)}`,
      factsOf(facts.alterComposite, { own: op }),
      `the values of the attribute "${displayName(op)}.${op.attribute}"`,
    ),
  ],
  alterAttribute,
  createRange,
  dropRange: (op) => [draft(`DROP TYPE ${guard(op)}${quoteObject(op)}`, factsOf(facts.dropEnum))],
  replaceRange: (op, scene) => remakeTypes(op.range, scene),
};

function createDomainCheck(op: OpOf<"createDomainCheck">, scene: Scene): readonly Draft[] {
  const { notValid } = op.check;
  const sql = `ALTER DOMAIN ${quoteObject(op)} ADD ${checkSql(op.check)}`;
  const comment = commentOfCheck(nameOf(op), op.check, scene);
  if (notValid === true) return [draft(sql, factsOf(facts.alterDomain)), ...comment];
  refuseInside(op, scene);
  return [draft(sql, factsOf(facts.testDomain, { others: tablesWith(op, scene) })), ...comment];
}

function dropDomainCheck(op: OpOf<"dropDomainCheck">): readonly Draft[] {
  const sql = `ALTER DOMAIN ${quoteObject(op)} DROP CONSTRAINT ${guard(op)}${quoteName(op.check)}`;
  return [draft(sql, factsOf(facts.alterDomain))];
}

/** The server changes neither the type below a domain nor its collation: the domain is made anew. */
function alterDomain(op: OpOf<"alterDomain">, scene: Scene): readonly Draft[] {
  const find = (schema: Schema) => schema.domains.find((each) => sameName(each, op));
  const [from, to] = [find(scene.before), find(scene.after)];
  if (from === undefined || to === undefined) return [];
  if (renderType(from.type) !== renderType(to.type) || from.collation !== to.collation) return remakeTypes(op, scene);
  const alter = (what: string) => `ALTER DOMAIN ${quoteObject(op)} ${what}`;
  return [
    ...setDefault(op, to, alter),
    ...setNullable(op, { from, to, alter, scene }),
    ...setChecks(op, { from, to }, scene),
  ];
}

function setDefault(op: OpOf<"alterDomain">, to: Domain, alter: (what: string) => string): readonly Draft[] {
  if (op.changes.default === undefined) return [];
  const what = to.default === undefined ? "DROP DEFAULT" : `SET DEFAULT ${defaultSql(to.default)}`;
  return [draft(alter(what), factsOf(facts.alterDomain))];
}

interface DomainChange {
  readonly from: Domain;
  readonly to: Domain;
  readonly alter: (what: string) => string;
  readonly scene: Scene;
}

function setNullable(op: OpOf<"alterDomain">, { from, to, alter, scene }: DomainChange): readonly Draft[] {
  if (from.nullable === to.nullable) return [];
  if (to.nullable) return [draft(alter("DROP NOT NULL"), factsOf(facts.alterDomain))];
  refuseInside(op, scene);
  return [draft(alter("SET NOT NULL"), factsOf(facts.testDomain, { others: tablesWith(op, scene) }))];
}

function setChecks(
  op: OpOf<"alterDomain">,
  { from, to }: Pick<DomainChange, "from" | "to">,
  scene: Scene,
): readonly Draft[] {
  const isIn = (domain: Domain, check: Check) => domain.checks.some((each) => stableJson(each) === stableJson(check));
  const name = nameOf(op);
  const gone = from.checks.filter((check) => !isIn(to, check));
  const come = to.checks.filter((check) => !isIn(from, check));
  return [
    ...gone.flatMap((check) => dropDomainCheck({ kind: "dropDomainCheck", ...name, check: check.name ?? "" })),
    ...come.flatMap((check) => createDomainCheck({ kind: "createDomainCheck", ...name, check }, scene)),
  ];
}

/** The tables whose rows are tested: those with a column of the domain, or of a domain over it. */
function tablesWith(domain: ObjectName, scene: Scene): readonly ObjectName[] {
  const over = domainsOver(domain, scene.before);
  return scene.before.tables.filter(
    (table) =>
      !scene.isNew(table) &&
      table.columns.some(({ type }) => type.kind === "named" && over.some((each) => sameName(each, type))),
  );
}

function domainsOver(domain: ObjectName, schema: Schema): readonly ObjectName[] {
  const direct = schema.domains.filter(({ type }) => type.kind === "named" && sameName(type, domain));
  return [domain, ...direct.flatMap((each) => domainsOver(each, schema))];
}

/** The server tests columns of the domain alone, and refuses the rest: lists, and types that are made of it. */
function refuseInside(op: OpOf<"alterDomain" | "createDomainCheck">, { before }: Scene): void {
  const over = domainsOver(op, before);
  const inside = typeFamily(op, before).filter((name) => !over.some((each) => sameName(each, name)));
  for (const table of before.tables) {
    const column = table.columns.find(
      ({ type }) => isOfFamily(type, inside) || (type.kind === "array" && over.some((each) => isOfType(type, each))),
    );
    if (column === undefined) continue;
    refuse(
      op,
      `domain "${displayName(op)}"`,
      `test of the column "${displayName(table)}.${column.name}", whose type is only made of it`,
      "Make the check NOT VALID: it holds for all that is written from now on.",
    );
  }
}

/** The server changes no attribute of a type that a column has: the type is made anew. */
function alterAttribute(op: OpOf<"alterAttribute">, scene: Scene): readonly Draft[] {
  const family = typeFamily(op, scene.before);
  const isUsed = scene.before.tables.some((table) => table.columns.some(({ type }) => isOfFamily(type, family)));
  if (isUsed) return remakeTypes(op, scene);
  const collate = op.collation === undefined ? "" : ` COLLATE ${quoteName(op.collation)}`;
  const sql = `ALTER TYPE ${quoteObject(op)} ALTER ATTRIBUTE ${quoteName(op.attribute)} TYPE ${renderType(op.type)}${collate}`;
  return [draft(sql, factsOf(facts.alterComposite, { own: op }))];
}

function guard({ ifExists }: { readonly ifExists?: true }): string {
  return ifExists === true ? "IF EXISTS " : "";
}
