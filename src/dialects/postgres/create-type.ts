import type { OpOf } from "../../ops/op.ts";
import { sameName } from "../../schema/names.ts";
import type { Check, ObjectName } from "../../schema/schema.ts";
import { commentOnAttribute, commentOnType } from "./comments.ts";
import { doBlock } from "./do-block.ts";
import { type Draft, draft } from "./draft.ts";
import { commentOfNew } from "./emit-comment.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteObject, quoteString } from "./quote.ts";
import { beside, type Scene } from "./scene.ts";
import { checkSql } from "./table-sql.ts";
import { createCompositeSql, createDomainSql, createEnumSql, createRangeSql } from "./type-sql.ts";

/** The server has no IF NOT EXISTS for types. */
export function createEnum(op: OpOf<"createEnum">, scene: Scene): readonly Draft[] {
  const { comment } = op.enum;
  const create = createEnumSql(op.enum);
  const guarded = `IF to_regtype(${quoteString(quoteObject(op.enum))}) IS NULL THEN ${create}; END IF;`;
  const made = draft(op.ifNotExists === true ? doBlock(guarded) : create, factsOf(facts.createEnum));
  const isThere = op.ifNotExists === true && scene.before.enums.some((each) => sameName(each, op.enum));
  return comment === undefined || isThere ? [made] : [made, commentOnType(op.enum, comment)];
}

/** What CREATE DOMAIN doesn't take comes behind it. */
export function createDomain({ domain }: OpOf<"createDomain">, scene: Scene): readonly Draft[] {
  const later = domain.checks.filter(({ notValid }) => notValid === true);
  return [
    draft(createDomainSql(domain), factsOf(facts.createDomain)),
    ...later.map((check) =>
      draft(`ALTER DOMAIN ${quoteObject(domain)} ADD ${checkSql(check)}`, factsOf(facts.alterDomain)),
    ),
    ...(domain.comment === undefined ? [] : [commentOnType(domain, domain.comment)]),
    ...domain.checks.flatMap((check) => commentOfCheck(domain, check, scene)),
  ];
}

/** The comment of a check that a domain has been given, if it has one. */
export function commentOfCheck(domain: ObjectName, check: Check, scene: Scene): readonly Draft[] {
  return commentOfNew({ kind: "domainCheck", ...beside(domain, check.name ?? ""), domain: domain.name }, check, scene);
}

/** The type and its comments. */
export function createComposite({ composite }: OpOf<"createComposite">): readonly Draft[] {
  return [
    draft(createCompositeSql(composite), factsOf(facts.createEnum)),
    ...(composite.comment === undefined ? [] : [commentOnType(composite, composite.comment)]),
    ...composite.attributes.flatMap(({ name, comment }) =>
      comment === undefined ? [] : [commentOnAttribute(composite, name, comment)],
    ),
  ];
}

/** The type and its comment. */
export function createRange({ range }: OpOf<"createRange">): readonly Draft[] {
  return [
    draft(createRangeSql(range), factsOf(facts.createEnum)),
    ...(range.comment === undefined ? [] : [commentOnType(range, range.comment)]),
  ];
}
