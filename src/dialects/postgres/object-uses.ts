import type { ObjectKind, Use } from "../../schema/object-kind.ts";
import type { Connection } from "../contract.ts";
import { objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";

/** Which objects use which others, as far as the server knows: what the text of a function names, it doesn't. */
export async function objectUses(connection: Connection): Promise<readonly Use[]> {
  const rows = await connection.query(USES);
  return rows.map((row) => ({
    by: { kind: textOf(row, "by_kind") as ObjectKind, ...objectOf(row, "by_schema", "by_name") },
    used: { kind: textOf(row, "kind") as ObjectKind, ...objectOf(row) },
  }));
}

/** Each row of a catalogue that stands for an object of the user's: its own, or that of a part. */
const PARTS = [
  "SELECT 'pg_class'::regclass AS catalogue, r.oid, 'pg_class'::regclass AS owner, r.oid AS object FROM rel r",
  "SELECT 'pg_class'::regclass, i.indexrelid, 'pg_class'::regclass, i.indrelid FROM pg_index i",
  "SELECT 'pg_type'::regclass, r.reltype, 'pg_class'::regclass, r.oid FROM rel r WHERE r.relkind <> 'c'",
  "SELECT 'pg_type'::regclass, t.oid, 'pg_type'::regclass, t.oid FROM pg_type t WHERE t.typtype IN ('d', 'e', 'r', 'c')",
  "SELECT 'pg_class'::regclass, t.typrelid, 'pg_type'::regclass, t.oid FROM pg_type t WHERE t.typtype = 'c'",
  // Of an array, and since 14 of the ranges in several pieces.
  "SELECT 'pg_type'::regclass, t.typarray, 'pg_type'::regclass, t.oid FROM pg_type t WHERE t.typtype IN ('d', 'e', 'r', 'c')",
  "SELECT 'pg_type'::regclass, (to_jsonb(g) ->> 'rngmultitypid')::oid, 'pg_type'::regclass, g.rngtypid FROM pg_range g",
  "SELECT 'pg_proc'::regclass, p.oid, 'pg_proc'::regclass, p.oid FROM pg_proc p",
  "SELECT 'pg_attrdef'::regclass, d.oid, 'pg_class'::regclass, d.adrelid FROM pg_attrdef d",
  "SELECT 'pg_constraint'::regclass, k.oid, 'pg_class'::regclass, k.conrelid FROM pg_constraint k WHERE k.conrelid <> 0",
  "SELECT 'pg_constraint'::regclass, k.oid, 'pg_type'::regclass, k.contypid FROM pg_constraint k WHERE k.contypid <> 0",
  "SELECT 'pg_trigger'::regclass, g.oid, 'pg_class'::regclass, g.tgrelid FROM pg_trigger g",
  "SELECT 'pg_policy'::regclass, p.oid, 'pg_class'::regclass, p.polrelid FROM pg_policy p",
  "SELECT 'pg_statistic_ext'::regclass, s.oid, 'pg_class'::regclass, s.stxrelid FROM pg_statistic_ext s",
  "SELECT 'pg_rewrite'::regclass, w.oid, 'pg_class'::regclass, w.ev_class FROM pg_rewrite w",
].join("\nUNION ALL ");

/** The objects by themselves, with the kinds that a Schema has. */
const OBJECTS = [
  `SELECT 'pg_class'::regclass AS catalogue, r.oid, r.nspname, r.relname::text AS name,
    CASE WHEN r.relkind = 'S' THEN 'sequence' WHEN r.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS kind
    FROM rel r WHERE r.relkind <> 'c'`,
  `SELECT 'pg_type'::regclass, t.oid, n.nspname, t.typname::text,
    CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'composite' END
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${USER_NAMESPACE} AND (t.typtype IN ('e', 'd', 'r') OR t.typrelid IN (SELECT oid FROM rel WHERE relkind = 'c'))`,
  `SELECT 'pg_proc'::regclass, p.oid, n.nspname, p.proname::text, 'routine'
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${USER_NAMESPACE}`,
].join("\nUNION ALL ");

/**
 * Catalogue: pg_depend, the same from 13 to 18. What is dropped with the object that it is a part of doesn't stand in its way; partitions and
 * what inherits are told apart from that.
 * Source: https://www.postgresql.org/docs/current/catalog-pg-depend.html.
 */
const USES = `
WITH rel AS (SELECT c.oid, c.relkind, c.reltype, c.relname, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c') AND ${USER_NAMESPACE}),
part AS (${PARTS}),
object AS (${OBJECTS}),
uses AS (SELECT classid, objid, refclassid, refobjid FROM pg_depend WHERE deptype = 'n'
  UNION SELECT 'pg_class'::regclass, inhrelid, 'pg_class'::regclass, inhparent FROM pg_inherits)
SELECT DISTINCT o.kind AS by_kind, NULLIF(o.nspname, current_schema()) AS by_schema, o.name AS by_name,
  u.kind, NULLIF(u.nspname, current_schema()) AS schema, u.name
FROM uses d
JOIN part a ON a.catalogue = d.classid AND a.oid = d.objid JOIN object o ON o.catalogue = a.owner AND o.oid = a.object
JOIN part b ON b.catalogue = d.refclassid AND b.oid = d.refobjid JOIN object u ON u.catalogue = b.owner AND u.oid = b.object
WHERE (o.catalogue, o.oid) <> (u.catalogue, u.oid)
ORDER BY 4, 5, 6, 1, 2, 3`;
