import { type Code, call, list, optional, record, sqlText, text, texts, word } from "./code.ts";
import type { OpOf } from "./op.ts";
import type { StatisticsOp } from "./statistics-ops.ts";

/** The code of operations on statistics over several columns. */
export const statisticsPrinters: { readonly [K in StatisticsOp["kind"]]: (op: OpOf<K>) => Code } = {
  createStatistics({ statistics }) {
    const { name, schema, table, parts, kinds, target, comment } = statistics;
    const isApart = table.schema !== schema;
    const options = record({
      ...inSchema(statistics),
      tableSchema: isApart ? (table.schema === undefined ? word(null) : text(table.schema)) : undefined,
      kinds: optional(kinds, texts),
      target: optional(target, word),
      comment: optional(comment, text),
    });
    const columns = list(parts.map((part) => ("column" in part ? text(part.column) : sqlText(part.expression))));
    return call("op.createStatistics", text(name), text(table.name), columns, options);
  },

  dropStatistics(op) {
    return call("op.dropStatistics", text(op.name), record({ ...inSchema(op), ifExists: optional(op.ifExists, word) }));
  },

  setStatisticsTarget(op) {
    return call("op.setStatisticsTarget", text(op.name), word(op.target ?? null), record(inSchema(op)));
  },
};

function inSchema(op: { readonly schema?: string }) {
  return { schema: optional(op.schema, text) };
}
