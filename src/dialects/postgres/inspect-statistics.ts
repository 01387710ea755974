import { given } from "../../base/given.ts";
import type { Statistics, StatisticsKind } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { commentOf, maybeText, notOfExtension, objectOf, textsOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** Catalogue: pg_statistic_ext; expressions came with 14. Up to 16 a target of -1 is none. */
function query(versionNumber: number): string {
  const expressions = versionNumber < 140_000 ? "NULL" : "pg_get_statisticsobjdef_expressions(s.oid)";
  return `
SELECT NULLIF(n.nspname, $1::text) AS schema, s.stxname AS name, NULLIF(t.nspname, $1::text) AS table_schema, c.relname AS table,
  ARRAY(SELECT a.attname::text FROM unnest(s.stxkeys::smallint[]) k(number)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number ORDER BY a.attname) AS columns,
  ${expressions} AS expressions, s.stxkind::text[] AS kinds, NULLIF(s.stxstattarget, -1) AS target,
  obj_description(s.oid, 'pg_statistic_ext') AS comment
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
  JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace t ON t.oid = c.relnamespace
WHERE ${USER_NAMESPACE} AND ${notOfExtension("pg_statistic_ext", "s.oid")}
ORDER BY n.nspname, s.stxname`;
}

const KINDS: Readonly<Record<string, StatisticsKind>> = { d: "ndistinct", f: "dependencies", m: "mcv" };

/** Statistics over several columns, by their names. The server keeps no order of the columns. */
export async function readStatistics(reading: Reading): Promise<readonly Statistics[]> {
  const rows = await reading.rows(query(reading.versionNumber));
  return rows.map(statisticsOf);
}

function statisticsOf(row: Row): Statistics {
  const kinds = textsOf(row, "kinds").flatMap((letter) => KINDS[letter] ?? []);
  const target = maybeText(row, "target");
  return {
    ...objectOf(row),
    table: objectOf(row, "table_schema", "table"),
    parts: [
      ...textsOf(row, "columns").map((column) => ({ column })),
      ...textsOf(row, "expressions").map((text) => ({ expression: withoutOuterParentheses(text) })),
    ],
    ...given({
      // Of a single expression no kind is said.
      kinds: kinds.length === 0 || kinds.length === Object.keys(KINDS).length ? undefined : kinds.sort(),
      target: target === undefined ? undefined : Number(target),
    }),
    ...commentOf(row),
  };
}
