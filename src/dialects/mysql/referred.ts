import { referredColumns } from "../../ops/table-parts.ts";
import { findTable } from "../../schema/names.ts";
import type { ForeignKey, Schema, Table } from "../../schema/schema.ts";

/** The foreign key with the columns that it refers to: MySQL doesn't take the primary key for what isn't said. */
export function withReferredColumns(key: ForeignKey, schema: Schema, itself?: Table): ForeignKey {
  const { table, schema: other } = key.references;
  const name = other === undefined ? { name: table } : { name: table, schema: other };
  const referent =
    itself !== undefined && itself.name === table && other === undefined ? itself : findTable(schema, name);
  if (referent === undefined) return key;
  return { ...key, references: { ...key.references, columns: referredColumns(key, referent) } };
}
