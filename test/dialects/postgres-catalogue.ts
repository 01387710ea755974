import type { Connection } from "../../src/dialects/contract.ts";

/**
 * What the server's own catalogue says of the database, a line for each fact, sorted: read by queries that Limbeck doesn't have.
 * The order of columns isn't in it, nor what nobody has named and nobody sees: toast tables, row types, the triggers of foreign keys; nor whether a constraint that is
 * inherited is valid, of which nobody can speak, and how a NOT NULL is called (18), which the usual comparison sees. The part that a partition has of an index of its table
 * is known by that index: the server calls it by the columns and a number that tells which of them was made first, no schema says it, and nothing refers to it by that name.
 */
export async function catalogueOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(CATALOGUE);
  return rows.map(({ line }) => withoutDrift(String(line))).sort();
}

/** A list of texts that is read again from what the server wrote of it is written with other casts, of the same meaning. */
function withoutDrift(line: string): string {
  return line
    .replaceAll(/\(('(?:[^']|'')*')::character varying\)::text/g, "$1::character varying")
    .replaceAll(/\((ARRAY\[(?:'(?:[^']|'')*'|[^'\]])*\])\)::text\[\]/g, "$1");
}

const OWN = "nspname !~ '^pg_' AND nspname <> 'information_schema'";
/** Each column of a row that isn't a number of an object, or a place in a list of columns. */
const CATALOGUE = `
WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE ${OWN}),
rel AS (SELECT c.*, n.nspname, format('%I.%I', n.nspname, c.relname) AS full_name FROM pg_class c JOIN own n ON n.oid = c.relnamespace)
SELECT 'namespace ' || nspname AS line FROM own
UNION ALL
SELECT format('relation %s %s %s of %s %s options %s rls %s %s identity %s partition %s bound %s key %s', relkind, relpersistence, full_name, NULLIF(reloftype, 0)::regtype,
  (SELECT amname FROM pg_am WHERE pg_am.oid = relam), (SELECT array_agg(o ORDER BY o) FROM unnest(reloptions) o), relrowsecurity, relforcerowsecurity, relreplident, relispartition,
  pg_get_expr(relpartbound, oid), CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END)
FROM rel WHERE relkind NOT IN ('i', 'I')
UNION ALL
SELECT format('column %s %I %s null %s default %s identity %s generated %s collation %s storage %s compression %s statistics %s',
  rel.full_name, attname, format_type(atttypid, atttypmod), NOT attnotnull, pg_get_expr(adbin, adrelid), attidentity, attgenerated,
  (SELECT collname FROM pg_collation WHERE pg_collation.oid = attcollation), attstorage, to_jsonb(a)->>'attcompression', nullif(coalesce(attstattarget, -1), -1))
FROM pg_attribute a JOIN rel ON rel.oid = attrelid LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND d.adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND relkind NOT IN ('i', 'I')
UNION ALL
SELECT format('constraint %s %s %I %s', contype, coalesce(rel.full_name, 'domain ' || contypid::regtype), conname, CASE WHEN coninhcount = 0 THEN pg_get_constraintdef(c.oid) ELSE replace(pg_get_constraintdef(c.oid), ' NOT VALID', '') END)
FROM pg_constraint c JOIN own ON own.oid = c.connamespace LEFT JOIN rel ON rel.oid = conrelid WHERE contype NOT IN ('t', 'n')
UNION ALL
SELECT format('index %s %s', CASE WHEN relispartition THEN replace(pg_get_indexdef(i.indexrelid), format(' %I ON ', relname), format(' of %s ON ', (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = rel.oid)))
  ELSE pg_get_indexdef(i.indexrelid) END, array[indisvalid, indisunique, indisprimary, indimmediate, indisreplident, indisclustered]) FROM pg_index i JOIN rel ON rel.oid = indexrelid
UNION ALL
SELECT format('parent %s %s', inhrelid::regclass, inhparent::regclass) FROM pg_inherits JOIN rel ON rel.oid = inhrelid WHERE relkind NOT IN ('i', 'I')
UNION ALL
SELECT format('sequence %s %s start %s by %s min %s max %s cache %s cycle %s owner %s', full_name, seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
  (SELECT format('%s.%I %s', refobjid::regclass, attname, deptype) FROM pg_depend JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
   WHERE classid = 'pg_class'::regclass AND objid = rel.oid AND refclassid = 'pg_class'::regclass AND refobjsubid > 0 AND deptype IN ('a', 'i')))
FROM pg_sequence JOIN rel ON rel.oid = seqrelid
UNION ALL
SELECT format('view %s %s', full_name, pg_get_viewdef(oid)) FROM rel WHERE relkind IN ('v', 'm')
UNION ALL
SELECT format('trigger %s %s', tgenabled, pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN rel ON rel.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT format('rule %s %s', ev_enabled, pg_get_ruledef(r.oid)) FROM pg_rewrite r JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'
UNION ALL
SELECT format('policy %s %I %s %s using %s check %s', rel.full_name, polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_policy JOIN rel ON rel.oid = polrelid
UNION ALL
SELECT format('statistics %s.%I %s on %s of %s target %s', own.nspname, stxname, stxkind, (SELECT string_agg(part, ', ' ORDER BY part)
  FROM unnest(string_to_array(substring(pg_get_statisticsobjdef(s.oid) FROM ' ON (.*) FROM '), ', ')) part), stxrelid::regclass, NULLIF(stxstattarget, -1)) FROM pg_statistic_ext s JOIN own ON own.oid = stxnamespace
UNION ALL
SELECT format('routine %s %s', prokind, pg_get_functiondef(p.oid)) FROM pg_proc p JOIN own ON own.oid = pronamespace WHERE prokind IN ('f', 'p')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'i')
UNION ALL
SELECT format('type %s %s default %s null %s base %s collation %s values %s', t.oid::regtype, typtype, typdefault, NOT typnotnull, CASE WHEN typtype = 'd' THEN format_type(typbasetype, typtypmod) END,
  (SELECT collname FROM pg_collation WHERE pg_collation.oid = typcollation), (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
FROM pg_type t JOIN own ON own.oid = typnamespace WHERE typtype IN ('d', 'e', 'r', 'm')
UNION ALL
SELECT format('range %s %s %s', rngtypid::regtype, format_type(rngsubtype, NULL), (SELECT opcname FROM pg_opclass WHERE pg_opclass.oid = rngsubopc)) FROM pg_range JOIN pg_type t ON t.oid = rngtypid JOIN own ON own.oid = typnamespace
UNION ALL
SELECT format('comment %s %s', i.identity, description) FROM pg_description, pg_identify_object(classoid, objoid, objsubid) i WHERE objoid >= 16384
  AND (EXISTS (SELECT FROM own WHERE nspname = i.schema) OR (i.schema IS NULL AND classoid IN ('pg_constraint'::regclass, 'pg_trigger'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass)))`;
