import { Client } from "pg";

const NAMESPACE = "n.nspname !~ '^(pg_|information_schema$|limbeck$)'";
const RELATION = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace";
const NAMED = "c.oid::regclass";

/** What a line tells of, and the query for its facts. Versions 13 to 18 have these columns and functions. */
const queries: Readonly<Record<string, string>> = {
  namespace: `SELECT n.nspname FROM pg_namespace n WHERE ${NAMESPACE} AND n.nspname <> 'public'`,
  extension: "SELECT extname, extnamespace::regnamespace FROM pg_extension WHERE extname <> 'plpgsql'",
  relation: `SELECT ${NAMED}, c.relkind, c.relpersistence, c.reloptions, c.relrowsecurity, c.relforcerowsecurity, pg_get_partkeydef(c.oid) AS key,
      pg_get_expr(c.relpartbound, c.oid) AS bound, (SELECT array_agg(inhparent::regclass ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = c.oid) AS parents
    FROM ${RELATION} WHERE ${NAMESPACE} AND c.relkind NOT IN ('i', 'I')`,
  column: `SELECT ${NAMED}, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) AS place, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
      a.attcollation::regcollation, a.attstorage, a.attislocal, a.attoptions, pg_get_expr(d.adbin, d.adrelid) AS value
    FROM ${RELATION} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE ${NAMESPACE} AND c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f')`,
  constraint: `SELECT o.conrelid::regclass, o.contypid::regtype, o.conname, o.convalidated, o.conislocal, pg_get_constraintdef(o.oid) AS definition
    FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace WHERE ${NAMESPACE} AND o.contype <> 'n'`,
  index: `SELECT pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid, i.indisclustered, i.indisreplident
    FROM pg_index i JOIN ${RELATION} ON c.oid = i.indrelid WHERE ${NAMESPACE}`,
  sequence: `SELECT ${NAMED}, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, d.refobjid::regclass AS owner, d.refobjsubid AS place
    FROM ${RELATION} JOIN pg_sequence s ON s.seqrelid = c.oid
      LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    WHERE ${NAMESPACE}`,
  view: `SELECT ${NAMED}, pg_get_viewdef(c.oid) AS definition FROM ${RELATION} WHERE ${NAMESPACE} AND c.relkind IN ('v', 'm')`,
  rule: `SELECT pg_get_ruledef(r.oid) AS definition, r.ev_enabled FROM pg_rewrite r JOIN ${RELATION} ON c.oid = r.ev_class WHERE ${NAMESPACE} AND r.rulename <> '_RETURN'`,
  statistics: `SELECT pg_get_statisticsobjdef(s.oid) AS definition, NULLIF(s.stxstattarget, -1) AS target FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${NAMESPACE}`,
  policy: `SELECT c.oid::regclass, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, c.oid) AS seen, pg_get_expr(p.polwithcheck, c.oid) AS written
    FROM pg_policy p JOIN ${RELATION} ON c.oid = p.polrelid WHERE ${NAMESPACE}`,
  trigger: `SELECT pg_get_triggerdef(t.oid) AS definition, t.tgenabled FROM pg_trigger t JOIN ${RELATION} ON c.oid = t.tgrelid WHERE ${NAMESPACE} AND NOT t.tgisinternal`,
  routine: `SELECT p.oid::regprocedure, p.prokind, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${NAMESPACE} AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')`,
  type: `SELECT t.oid::regtype, t.typtype, t.typnotnull, t.typdefault, t.typcollation::regcollation, format_type(t.typbasetype, t.typtypmod) AS base,
      (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) AS labels
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${NAMESPACE} AND t.typtype IN ('e', 'd', 'r')`,
  comment: `SELECT i.type, i.identity, d.description FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
    WHERE coalesce(i.schema, i.identity) !~ '^(pg_|information_schema|limbeck)' AND d.objoid >= 16384`,
};

/** The version table, and what hangs on it. */
const isBook = /\balembic_version(?:_pkc)?\b/;

/**
 * What PostgreSQL's own functions say of a database's schema, a line for each fact, sorted; the tables of Limbeck and Alembic are
 * left out. DEFAULT NULL is no default, and a default that quotes a number is that number.
 */
export async function postgresCatalogueOf(url: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET search_path = ''");
    for (const [kind, query] of Object.entries(queries)) {
      for (const row of (await client.query<Readonly<Record<string, unknown>>>(query)).rows) {
        const facts = Object.entries(row).map(
          ([key, value]) => `${key}=${key === "value" ? plainDefault(String(value)) : String(value)}`,
        );
        lines.push(`${kind} ${facts.join(" ")}`);
      }
    }
  } finally {
    await client.end();
  }
  return lines.filter((line) => !isBook.test(line)).sort();
}

/** Source: https://www.postgresql.org/docs/current/sql-createtable.html, `DEFAULT default_expr`. */
function plainDefault(text: string): string {
  return text
    .replace(/^NULL(?:::.*)?$/, "null")
    .replace(/^'(-?\d+(?:\.\d+)?)'::(?:smallint|integer|bigint|numeric|real|double precision)$/, "$1");
}
