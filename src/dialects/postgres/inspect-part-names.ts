import { ownName, withPartNames } from "../../ops/part-names.ts";
import { emptySchema, type PartNames, type Table } from "../../schema/schema.ts";
import { groupBy, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** What partitions call their parts of indexes and foreign keys from above, by the oids of the partitions. */
export type ReadPartNames = ReadonlyMap<unknown, PartNames>;

/**
 * An index is followed up to the table at which it begins. So is a foreign key, whose other children are the references to the partitions of
 * its other table. Catalogues: pg_index, pg_inherits, pg_constraint, the same from 13 to 18. Where no table inherits, nothing is looked at.
 */
const query = `
SELECT i.indrelid AS relation, 'indexes' AS list, parts.whole, x.relname AS name FROM (
  WITH RECURSIVE parts AS (
    SELECT inhrelid, relname AS whole FROM pg_inherits JOIN pg_class ON oid = inhparent WHERE relkind = 'I' AND NOT relispartition
    UNION ALL
    SELECT part.inhrelid, parts.whole FROM pg_inherits part JOIN parts ON part.inhparent = parts.inhrelid
  ) SELECT * FROM parts
) parts JOIN pg_class x ON x.oid = parts.inhrelid JOIN pg_index i ON i.indexrelid = x.oid
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ${USER_NAMESPACE}
UNION ALL
SELECT k.relation, 'foreignKeys', k.whole, k.name FROM (
  WITH RECURSIVE keys AS (
    SELECT oid, conrelid AS relation, conname AS name, conname AS whole, conrelid FROM pg_constraint
    WHERE EXISTS (SELECT FROM pg_inherits) AND contype = 'f' AND conparentid = 0
    UNION ALL
    SELECT part.oid, part.conrelid, part.conname, keys.whole, part.conrelid
    FROM pg_constraint part JOIN keys ON part.conparentid = keys.oid AND part.conrelid <> keys.conrelid
    WHERE part.contype = 'f'
  ) SELECT * FROM keys
) k JOIN pg_class c ON c.oid = k.relation AND c.relispartition JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ${USER_NAMESPACE}`;

/** Reads the names of all parts. */
export async function readPartNames(reading: Reading): Promise<ReadPartNames> {
  const tables = groupBy(await reading.rows(query), (row) => row["relation"]);
  return new Map(
    [...tables].map(([relation, rows]) => {
      const of = (list: keyof PartNames) =>
        Object.fromEntries(
          rows.flatMap((row) => (row["list"] === list ? [[textOf(row, "whole"), textOf(row, "name")] as const] : [])),
        );
      return [relation, { indexes: of("indexes"), foreignKeys: of("foreignKeys") }];
    }),
  );
}

/** The tables without the names that the server would give, and those of what has no place in a schema. */
export function withUnusualNames(tables: readonly Table[]): readonly Table[] {
  const schema = { ...emptySchema, tables };
  return tables.map((table) => {
    const { partNames } = table;
    if (partNames === undefined) return table;
    return withPartNames(table, schema, ({ list, whole }) => ownName(table, list, whole.name));
  });
}
