import type { Row } from "../contract.ts";

/** What is read of many rows of a catalogue, in a list for each table: the driver takes longer over a row than all else that is done with it. */
export interface Listing {
  /** SQL: the list, an aggregate. */
  readonly sql: string;
  /** The rows of the list that a query has as `list`, beside the table's oid as `relation`; each row has that, too. */
  rowsOf(row: Row): readonly Row[];
}

interface Fields {
  /** SQL by the names of the fields. */
  readonly usual: Readonly<Record<string, string>>;
  /** SQL of what nearly no row has: NULL then, and not there at all. */
  readonly rare: Readonly<Record<string, string>>;
  /** SQL of what the rows are ordered by. */
  readonly order: string;
}

/** A list whose values are as JSON has them, so that a bigger number must fit into a double. Source: https://www.postgresql.org/docs/18/functions-json.html (13 to 18). */
export function listing({ usual, rare, order }: Fields): Listing {
  const names = Object.keys(usual);
  const others = Object.entries(rare).map(([name, sql]) => `'${name}', ${sql}`);
  const more = `CASE WHEN num_nonnulls(${Object.values(rare).join(", ")}) > 0 THEN json_build_object(${others.join(", ")}) END`;
  const readRow = (values: readonly unknown[], relation: unknown): Row => {
    const row: Record<string, unknown> = { relation };
    for (let i = 0; i < names.length; i++) row[names[i] ?? ""] = values[i];
    const found = values[names.length];
    return typeof found === "object" && found !== null ? { ...row, ...found } : row;
  };
  return {
    sql: `json_agg(json_build_array(${[...Object.values(usual), more].join(", ")}) ORDER BY ${order})`,
    rowsOf: ({ list, relation }) =>
      (list as readonly (readonly unknown[])[]).map((values) => readRow(values, relation)),
  };
}
