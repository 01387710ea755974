import { given } from "../base/given.ts";
import { type InSchema, inSchema } from "./object-builders.ts";
import {
  invalidValue,
  isSqlRecord,
  oneOf,
  type Reader,
  readCount,
  readList,
  readName,
  readOptions,
  readSqlText,
  readText,
} from "./options.ts";
import type { Sql, Statistics, StatisticsKind, StatisticsPart } from "./schema.ts";

/** What statistics over several columns can have beside those. */
export interface StatisticsOptions extends InSchema {
  /** The namespace of the table, where that is another one; null is the default one. */
  readonly tableSchema?: string | null;
  /** What is kept; absent is all of it. */
  readonly kinds?: readonly StatisticsKind[];
  /** How detailed, from 0 to 10,000; absent is as the columns are. */
  readonly target?: number;
  readonly comment?: string;
}

/** What the planner is to know of several columns together: statistics("st_city", "addresses", ["city", "zip", sql`lower(name)`]). */
export function statistics(
  name: string,
  table: string,
  parts: readonly (string | Sql)[],
  options?: StatisticsOptions,
): Statistics {
  const where = `statistics() ${JSON.stringify(name)}`;
  const { schema, tableSchema = schema, ...rest } = readOptions(options, statisticsReaders, where);
  const read = readList(parts, `${where}: the columns`, readPart);
  if (read.length === 0) throw invalidValue(`${where}: the columns`, "at least one", "none");
  return {
    name: readName(name, `${where}: the name`),
    ...given({ schema }),
    table: { name: readName(table, `${where}: the table`), ...given({ schema: tableSchema ?? undefined }) },
    parts: read,
    ...rest,
  };
}

/** Readers of the options of statistics. */
export const statisticsReaders = {
  ...inSchema,
  tableSchema: (value: unknown, where: string) => (value === null ? null : readName(value, where)),
  kinds: readKinds,
  target: readCount,
  comment: readText,
};

const readKind: Reader<StatisticsKind> = oneOf<StatisticsKind>(["ndistinct", "dependencies", "mcv"]);

function readKinds(value: unknown, where: string): readonly StatisticsKind[] {
  const kinds = readList(value, where, readKind);
  if (kinds.length > 0) return kinds;
  throw invalidValue(where, "kinds of statistics", value, "Leave it out to keep all of them.");
}

function readPart(value: unknown, where: string): StatisticsPart {
  return isSqlRecord(value) ? { expression: readSqlText(value, where) } : { column: readName(value, where) };
}
