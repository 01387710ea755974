import { given } from "../../base/given.ts";
import type { Check, Domain } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { readDefault } from "./default-value.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { maybeText, notOfExtension, objectOf, textsOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { NAMED_TYPE, NAMED_TYPE_JOIN, typeOf } from "./named-type.ts";

const ofChecks = (field: string) =>
  `ARRAY(SELECT ${field} FROM pg_constraint con WHERE con.contypid = d.oid AND con.contype = 'c' ORDER BY con.oid)`;

/** Catalogues: pg_type, pg_constraint, the same from 13 to 18; since 17 NOT NULL is a constraint, too, which is left out. */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, d.typname AS name, format_type(d.typbasetype, d.typtypmod) AS type,
  d.typndims AS dimensions, ${NAMED_TYPE}, NOT d.typnotnull AS nullable, pg_get_expr(d.typdefaultbin, 0) AS expression,
  CASE WHEN d.typcollation <> t.typcollation THEN co.collname END AS collation,
  ${ofChecks("con.conname::text")} AS check_names, ${ofChecks("pg_get_expr(con.conbin, 0)")} AS check_expressions,
  ${ofChecks("CASE WHEN con.convalidated THEN '' ELSE 'no' END")} AS check_validity,
  ${ofChecks("COALESCE(obj_description(con.oid, 'pg_constraint'), '')")} AS check_comments,
  obj_description(d.oid, 'pg_type') AS comment
FROM pg_type d JOIN pg_namespace n ON n.oid = d.typnamespace JOIN pg_type t ON t.oid = d.typbasetype
LEFT JOIN pg_collation co ON co.oid = d.typcollation${NAMED_TYPE_JOIN}
WHERE d.typtype = 'd' AND ${USER_NAMESPACE} AND ${notOfExtension("pg_type", "d.oid")}
ORDER BY d.oid`;

/** Domains, in the order in which they were made. */
export async function readDomains(reading: Reading): Promise<readonly Domain[]> {
  const rows = await reading.rows(QUERY);
  return rows.map(domainOf).filter((domain) => reading.isWanted("domain", domain));
}

function domainOf(row: Row): Domain {
  const type = typeOf(row);
  const [expression, collation, comment] = [
    maybeText(row, "expression"),
    maybeText(row, "collation"),
    maybeText(row, "comment"),
  ];
  const value = expression === undefined ? undefined : readDefault(expression, type);
  return {
    ...objectOf(row),
    type,
    ...(collation === undefined ? {} : { collation }),
    ...(value === undefined ? {} : { default: value }),
    nullable: row["nullable"] === true,
    checks: checksOf(row),
    ...(comment === undefined ? {} : { comment }),
  };
}

function checksOf(row: Row): readonly Check[] {
  const [expressions, validity] = [textsOf(row, "check_expressions"), textsOf(row, "check_validity")];
  const comments = textsOf(row, "check_comments");
  return textsOf(row, "check_names").map((name, i) => ({
    name,
    expression: withoutOuterParentheses(expressions[i] ?? ""),
    ...(validity[i] === "no" ? { notValid: true } : {}),
    ...given({ comment: comments[i] || undefined }),
  }));
}
