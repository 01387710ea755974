import type { ForeignKey, Schema, Table } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { fail } from "../errors.ts";

/**
 * The wanted schema with the names of tables and views in the letters in which the server has them: where it doesn't tell them by their
 * case, another spelling is the same table. Pure. Errors: DIALECT_UNSUPPORTED for two of the models that would be one.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/identifier-case-sensitivity.html.
 */
export function withKeptNames(want: Schema, have: Schema, { tableNames }: Server): Schema {
  if (tableNames === undefined) return want;
  const found = new Map(relations(have).map((name) => [name.toLowerCase(), name]));
  const models = new Map(relations(want).map((name) => [name.toLowerCase(), name]));
  refuseTwins(relations(want), models);
  const keptAs = (name: string) => {
    const lower = name.toLowerCase();
    return found.get(lower) ?? (tableNames === "lower" ? lower : (models.get(lower) ?? name));
  };
  return {
    ...want,
    tables: want.tables.map((table) => withNames(table, keptAs)),
    views: want.views.map((view) => ({ ...view, name: keptAs(view.name) })),
    triggers: want.triggers.map((trigger) => ({ ...trigger, table: keptAs(trigger.table) })),
  };
}

function relations({ tables, views }: Schema): readonly string[] {
  return [...tables, ...views].map(({ name }) => name);
}

function refuseTwins(names: readonly string[], last: ReadonlyMap<string, string>): void {
  for (const name of names) {
    const other = last.get(name.toLowerCase());
    if (other === undefined || other === name) continue;
    throw fail(
      "DIALECT_UNSUPPORTED",
      `The models have "${name}" and "${other}", which are one name to the server: it does not tell names of tables by their case (lower_case_table_names).`,
      { hint: "Give one of them another name.", details: { name, other } },
    );
  }
}

function withNames(table: Table, keptAs: (name: string) => string): Table {
  const inSchema = ({ references }: ForeignKey) =>
    references.schema === undefined ? { ...references, table: keptAs(references.table) } : references;
  return {
    ...table,
    name: keptAs(table.name),
    foreignKeys: table.foreignKeys.map((key) => ({ ...key, references: inSchema(key) })),
  };
}
