import { given } from "../../base/given.ts";
import type { Policy, PolicyCommand } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { commentOf, maybeText, notOfExtension, objectOf, textOf, textsOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** Catalogue: pg_policy. Everybody is the role 0, which has no row. */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, p.polname AS name, c.relname AS table, NOT p.polpermissive AS restrictive,
  CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' END AS command,
  ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY 1) AS roles,
  pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check,
  obj_description(p.oid, 'pg_policy') AS comment
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")} AND ${notOfExtension("pg_policy", "p.oid")}
ORDER BY n.nspname, c.relname, p.polname`;

/** Policies of row-level security, by their tables and names. */
export async function readPolicies(reading: Reading): Promise<readonly Policy[]> {
  const rows = await reading.rows(QUERY);
  return rows.filter((row) => reading.isWanted("table", objectOf(row, "schema", "table"))).map(policyOf);
}

function policyOf(row: Row): Policy {
  const roles = textsOf(row, "roles");
  const [using, check] = [maybeText(row, "using"), maybeText(row, "check")];
  return {
    ...objectOf(row),
    table: textOf(row, "table"),
    ...given({
      command: maybeText(row, "command") as PolicyCommand | undefined,
      roles: roles.length === 0 ? undefined : roles,
      using: using && withoutOuterParentheses(using),
      check: check && withoutOuterParentheses(check),
    }),
    ...(row["restrictive"] === true ? { restrictive: true } : {}),
    ...commentOf(row),
  };
}
