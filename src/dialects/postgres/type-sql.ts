import type { Attribute, CompositeType, Domain, EnumType, RangeType } from "../../schema/schema.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { beside } from "./scene.ts";
import { checkSql, defaultSql } from "./table-sql.ts";
import { renderType } from "./types.ts";

/** CREATE TYPE … AS ENUM. Source: https://www.postgresql.org/docs/current/sql-createtype.html (13 to 18). */
export function createEnumSql(type: EnumType): string {
  return `CREATE TYPE ${quoteObject(type)} AS ENUM (${type.values.map(quoteString).join(", ")})`;
}

/**
 * CREATE DOMAIN, without the checks that are not valid: the server has no such here. A domain over another would take its default
 * along. Source: https://www.postgresql.org/docs/current/sql-createdomain.html (13 to 18).
 */
export function createDomainSql(domain: Domain): string {
  const { type, collation, default: value, nullable, checks } = domain;
  const words = [
    `CREATE DOMAIN ${quoteObject(domain)} AS ${renderType(type)}`,
    ...(collation === undefined ? [] : [`COLLATE ${quoteName(collation)}`]),
    ...(value === undefined ? (type.kind === "named" ? ["DEFAULT NULL"] : []) : [`DEFAULT ${defaultSql(value)}`]),
    ...(nullable ? [] : ["NOT NULL"]),
    ...checks.filter(({ notValid }) => notValid !== true).map(checkSql),
  ];
  return words.join(" ");
}

/** CREATE TYPE … AS (…), of a composite type. */
export function createCompositeSql(type: CompositeType): string {
  return `CREATE TYPE ${quoteObject(type)} AS (${type.attributes.map(attributeSql).join(", ")})`;
}

/** An attribute as CREATE TYPE and ADD ATTRIBUTE take it. */
export function attributeSql({ name, type, collation }: Attribute): string {
  const collate = collation === undefined ? "" : ` COLLATE ${quoteName(collation)}`;
  return `${quoteName(name)} ${renderType(type)}${collate}`;
}

/** CREATE TYPE … AS RANGE. */
export function createRangeSql(range: RangeType): string {
  const { subtype, opclass, collation, difference, multirange } = range;
  const words = [
    `SUBTYPE = ${renderType(subtype)}`,
    ...(opclass === undefined ? [] : [`SUBTYPE_OPCLASS = ${opclass}`]),
    ...(collation === undefined ? [] : [`COLLATION = ${quoteName(collation)}`]),
    ...(difference === undefined ? [] : [`SUBTYPE_DIFF = ${difference}`]),
    ...(multirange === undefined ? [] : [`MULTIRANGE_TYPE_NAME = ${quoteObject(beside(range, multirange))}`]),
  ];
  return `CREATE TYPE ${quoteObject(range)} AS RANGE (${words.join(", ")})`;
}
