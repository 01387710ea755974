import type { RangeType } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { maybeText, notOfExtension, objectOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { multirangeName } from "./multirange-name.ts";
import { NAMED_TYPE, NAMED_TYPE_JOIN, typeOf } from "./named-type.ts";

/** Catalogues: pg_range, pg_type, pg_opclass; `rngmultitypid` came with 14. A function that isn't there is 0. */
const query = (versionNumber: number) => `
SELECT NULLIF(n.nspname, $1::text) AS schema, rt.typname AS name, format_type(r.rngsubtype, NULL) AS type, 0 AS dimensions, ${NAMED_TYPE},
  CASE WHEN opc.opcdefault THEN NULL WHEN pg_opclass_is_visible(opc.oid) THEN quote_ident(opc.opcname)
    ELSE quote_ident(opn.nspname) || '.' || quote_ident(opc.opcname) END AS opclass,
  CASE WHEN r.rngcollation <> t.typcollation THEN co.collname END AS collation,
  CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::text END AS difference,
  ${versionNumber >= 140000 ? "mt.typname" : "NULL"} AS multirange, obj_description(rt.oid, 'pg_type') AS comment
FROM pg_range r JOIN pg_type rt ON rt.oid = r.rngtypid JOIN pg_namespace n ON n.oid = rt.typnamespace
JOIN pg_type t ON t.oid = r.rngsubtype JOIN pg_opclass opc ON opc.oid = r.rngsubopc JOIN pg_namespace opn ON opn.oid = opc.opcnamespace
LEFT JOIN pg_collation co ON co.oid = r.rngcollation
${versionNumber >= 140000 ? "LEFT JOIN pg_type mt ON mt.oid = r.rngmultitypid" : ""}${NAMED_TYPE_JOIN}
WHERE r.rngcanonical = 0 AND ${USER_NAMESPACE} AND ${notOfExtension("pg_type", "rt.oid")}
ORDER BY rt.oid`;

/** Range types, in the order in which they were made, without those that have a canonical function, which a Schema has no place for. */
export async function readRanges(reading: Reading): Promise<readonly RangeType[]> {
  const rows = await reading.rows(query(reading.versionNumber));
  return rows.map(rangeOf).filter((range) => reading.isWanted("range", range));
}

function rangeOf(row: Row): RangeType {
  const name = objectOf(row);
  const [opclass, collation, difference] = [
    maybeText(row, "opclass"),
    maybeText(row, "collation"),
    maybeText(row, "difference"),
  ];
  const [multirange, comment] = [maybeText(row, "multirange"), maybeText(row, "comment")];
  return {
    ...name,
    subtype: typeOf(row),
    ...(opclass === undefined ? {} : { opclass }),
    ...(collation === undefined ? {} : { collation }),
    ...(difference === undefined ? {} : { difference }),
    ...(multirange === undefined || multirange === multirangeName(name.name) ? {} : { multirange }),
    ...(comment === undefined ? {} : { comment }),
  };
}
