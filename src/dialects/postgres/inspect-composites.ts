import type { Attribute, CompositeType } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { groupBy, maybeText, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { NAMED_TYPE, NAMED_TYPE_JOIN, typeOf } from "./named-type.ts";

/** A row for each attribute, and one for a type without any. Catalogues: pg_type, pg_class, pg_attribute, the same from 13 to 18. */
const QUERY = `
SELECT c.oid AS relation, NULLIF(n.nspname, $1::text) AS schema, c.relname AS name, obj_description(c.reltype, 'pg_type') AS comment,
  a.attname AS attribute, format_type(a.atttypid, a.atttypmod) AS type, a.attndims AS dimensions, ${NAMED_TYPE},
  CASE WHEN a.attcollation <> t.typcollation THEN co.collname END AS collation,
  col_description(c.oid, a.attnum) AS attribute_comment
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_collation co ON co.oid = a.attcollation${NAMED_TYPE_JOIN}
WHERE c.relkind = 'c' AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")} AND ${notOfExtension("pg_type", "c.reltype")}
ORDER BY c.oid, a.attnum`;

/** Composite types that stand alone, in the order in which they were made. */
export async function readComposites(reading: Reading): Promise<readonly CompositeType[]> {
  const groups = groupBy(await reading.rows(QUERY), (row) => row["relation"]);
  return Array.from(groups.values(), compositeOf).filter((type) => reading.isWanted("composite", type));
}

function compositeOf(rows: readonly Row[]): CompositeType {
  const [first = {}] = rows;
  const comment = maybeText(first, "comment");
  return {
    ...objectOf(first),
    attributes: rows.filter((row) => maybeText(row, "attribute") !== undefined).map(attributeOf),
    ...(comment === undefined ? {} : { comment }),
  };
}

function attributeOf(row: Row): Attribute {
  const [collation, comment] = [maybeText(row, "collation"), maybeText(row, "attribute_comment")];
  return {
    name: textOf(row, "attribute"),
    type: typeOf(row),
    ...(collation === undefined ? {} : { collation }),
    ...(comment === undefined ? {} : { comment }),
  };
}
