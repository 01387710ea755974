import { stableJson } from "../../base/hash.ts";
import type { OpOf } from "../../ops/op.ts";
import type { Check, Column, Index, Table } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { atLeast, isMariadb } from "./server.ts";
import { isClock, isConstant, isLong } from "./table-sql.ts";
import { isShape } from "./types.ts";

/**
 * How the server carries out a change of a table: the best algorithm that it takes, and who can go on meanwhile. `isSure` is true where
 * this was measured or the manual says so for every table like this one, so that a statement may demand it.
 */
export interface Verdict {
  readonly algorithm: "INSTANT" | "NOCOPY" | "INPLACE" | "COPY";
  /** `NONE` lets readers and writers of rows go on, `SHARED` readers alone. */
  readonly lock: "NONE" | "SHARED";
  /** Every row is written anew. */
  readonly rebuilds: boolean;
  readonly isSure: boolean;
}

export const instant: Verdict = { algorithm: "INSTANT", lock: "NONE", rebuilds: false, isSure: true };
/** Work inside the engine, without writing rows. MySQL has no word for that. */
export const inEngine = (server: Server): Verdict => ({
  ...{ algorithm: isMariadb(server) ? "NOCOPY" : "INPLACE", lock: "NONE", rebuilds: false, isSure: true },
});
/** All rows are written anew, while others go on. */
export const rebuild: Verdict = { algorithm: "INPLACE", lock: "NONE", rebuilds: true, isSure: true };
/** A copy that keeps writers out is the worst there is: demanding it would forbid what is better. */
export const copy: Verdict = { algorithm: "COPY", lock: "SHARED", rebuilds: true, isSure: false };

/** The verdict on a change that belongs to more than one kind: the worst of them, which only changes of one kind are sure of. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const [first = instant, ...others] = verdicts;
  if (others.every((other) => stableJson(other) === stableJson(first))) return first;
  const order: readonly Verdict["algorithm"][] = ["INSTANT", "NOCOPY", "INPLACE", "COPY"];
  const algorithm = order[Math.max(...verdicts.map((verdict) => order.indexOf(verdict.algorithm)))] ?? "COPY";
  const isShared = verdicts.some(({ lock }) => lock === "SHARED");
  // A new column that could have come by itself in an instant is written into each row beside other work.
  return { algorithm, lock: isShared ? "SHARED" : "NONE", rebuilds: true, isSure: false };
}

/**
 * The verdict where the table's engine and indexes have it: other engines than InnoDB copy, whatever the change; and where each row is
 * written anew, so are spatial and fulltext indexes, the former while writers wait, the latter on MySQL by a copy alone; on MariaDB writers
 * wait, too, where a key has a virtual column. Measured on MySQL 9.7, MariaDB 10.11 and 11.8.
 */
export function verdictOnTable(table: Table, verdict: Verdict, server: Server): Verdict {
  const { engine } = table.options;
  if (engine !== undefined && engine.toLowerCase() !== "innodb") return copy;
  const has = (method: string) => table.indexes.some((index) => index.method === method);
  const isSlow = isMariadb(server) && hasIndexedVirtual(table);
  if (verdict.algorithm !== "INPLACE" || !verdict.rebuilds || !(has("fulltext") || has("spatial") || isSlow))
    return verdict;
  return has("fulltext") && !isMariadb(server) ? copy : { ...verdict, lock: "SHARED" };
}

/** ADD COLUMN. */
export function verdictOfNew({ column, position }: OpOf<"addColumn">, table: Table, server: Server): Verdict {
  const { generated } = column;
  const mariadb = isMariadb(server);
  if (column.autoincrement === true) return { ...rebuild, lock: "SHARED" };
  if (generated?.stored === true) return copy;
  if (isComputed(column, server)) return copy;
  if (generated === undefined && cannotBeInstant(table, server))
    return { ...rebuild, ...lockBeside(table), isSure: false };
  // What has no value to begin with is written into each row.
  if (!column.nullable && isShape(column.type)) return { ...rebuild, isSure: false };
  // MySQL makes sure that there are no rows, for 0 is no date.
  if (!column.nullable && !mariadb && isDate(column)) return { ...rebuild, isSure: false };
  const isLast = position === undefined || (position !== "first" && table.columns.at(-1)?.name === position.after);
  // Beside the hidden column of an index of an expression MySQL adds no virtual one but with a copy.
  if (generated !== undefined && table.indexes.some(isOfExpression)) return copy;
  if (generated !== undefined && !isLast && table.columns.some(isVirtual)) return copy;
  if (generated !== undefined) return { ...instant, isSure: isLast && table.options.partitionBy === undefined };
  if (isLast) return instant;
  if (mariadb) return table.columns.some(isVirtual) ? copy : instant;
  return atLeast(server, { mysql: "8.0.29" }) ? instant : rebuild;
}

/** True for a default that is an expression to the server, as on MySQL each one of a type of unlimited length is. */
function isComputed({ default: value, type }: Column, server: Server): boolean {
  if (value === undefined || isClock(value)) return false;
  return !isConstant(value) || (isLong(type) && !isMariadb(server));
}

function isDate({ type: { kind }, default: value }: Column): boolean {
  return value === undefined && (kind === "date" || kind === "datetime");
}

/** DROP COLUMN, of a column that no key has. */
export function verdictOfGone(column: Column | undefined, table: Table, server: Server): Verdict {
  if (column?.generated?.stored === false) {
    return isAloneVirtual(column, table, server) ? instant : { ...inEngine(server), isSure: false };
  }
  if (cannotBeInstant(table, server)) return { ...rebuild, ...lockBeside(table), isSure: false };
  if (isMariadb(server)) return { ...instant, isSure: !table.columns.some(({ generated }) => generated !== undefined) };
  // Measured on 9.7.
  if (column?.generated !== undefined)
    return { ...(atLeast(server, { mysql: "9.7" }) ? instant : rebuild), isSure: false };
  return atLeast(server, { mysql: "8.0.29" }) ? instant : rebuild;
}

/** MySQL takes a virtual column away in an instant where there is no other one, not even that of an index of an expression. */
function isAloneVirtual(column: Column, { columns, indexes, options }: Table, server: Server): boolean {
  if (options.partitionBy !== undefined) return false;
  if (isMariadb(server)) return true;
  return !indexes.some(isOfExpression) && !columns.some((other) => other.name !== column.name && isVirtual(other));
}

/** Tables to which no column can be added in an instant, nor be taken away. */
function cannotBeInstant(table: Table, server: Server): boolean {
  const { indexes, options } = table;
  if (isMariadb(server) && hasIndexedVirtual(table)) return true;
  return indexes.some(({ method }) => method === "fulltext") || options.rowFormat?.toLowerCase() === "compressed";
}

/** True where a key has a virtual column. */
export function hasIndexedVirtual({ columns, uniques, indexes }: Table): boolean {
  const parts = indexes.flatMap((index) => index.parts.flatMap((part) => ("column" in part ? [part.column] : [])));
  const keyed = new Set([...uniques.flatMap((unique) => unique.columns), ...parts]);
  return columns.some((column) => isVirtual(column) && keyed.has(column.name));
}

function lockBeside({ indexes }: Table): Pick<Verdict, "lock"> {
  return { lock: indexes.some(({ method }) => method === "fulltext") ? "SHARED" : "NONE" };
}

export function isOfExpression({ parts }: Index): boolean {
  return parts.some((part) => "expression" in part);
}

export function isVirtual({ generated }: Column): boolean {
  return generated?.stored === false;
}

/** RENAME COLUMN. */
export function verdictOfRename(server: Server): Verdict {
  return isMariadb(server) || atLeast(server, { mysql: "8.0.28" }) ? instant : inEngine(server);
}

/** A column that is put at another place, by MODIFY or CHANGE. Source: https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-instant-alter-algorithm/. */
export function verdictOfMoved({ columns }: Table, server: Server): Verdict {
  if (!isMariadb(server)) return rebuild;
  return columns.some(isVirtual) ? copy : { ...instant, isSure: false };
}

/** ADD INDEX, UNIQUE too. */
export function verdictOfIndex({ method, parts }: Index, table: Table, server: Server): Verdict {
  if (method === "spatial") return { ...inEngine(server), lock: "SHARED" };
  if (method === "fulltext") {
    const isFirst = !table.indexes.some((index) => index.method === "fulltext");
    return isFirst ? { ...rebuild, lock: "SHARED" } : { ...inEngine(server), lock: "SHARED" };
  }
  // The hidden column that it is an index of comes with it.
  if (parts.some((part) => "expression" in part)) return { ...inEngine(server), lock: "SHARED", isSure: false };
  const names = parts.flatMap((part) => ("column" in part ? [part.column] : []));
  const onVirtual = table.columns.some((column) => names.includes(column.name) && isVirtual(column));
  return { ...inEngine(server), isSure: !onVirtual };
}

/** What changes a key or constraint in other ways. */
export const verdictOf = {
  dropIndex: inEngine,
  renameIndex: (server: Server): Verdict => (isMariadb(server) ? instant : inEngine(server)),
  /** Columns that may be NULL are changed with it. */
  addPrimaryKey: (isNullable: boolean): Verdict => ({ ...rebuild, isSure: !isNullable }),
  /** By which the rows are ordered anew, where none of the table's keys is one already. */
  addRowKey: { ...rebuild, isSure: false } as Verdict,
  besideHidden: { ...rebuild, isSure: false } as Verdict,
  dropPrimaryKey: copy,
  replacePrimaryKey: rebuild,
  /** What the catalogue alone keeps: a comment, the next number, the character set of columns to come, whether an index is used. MySQL: measured on 9.7. */
  note: (server: Server): Verdict =>
    isMariadb(server) ? instant : { ...inEngine(server), isSure: atLeast(server, { mysql: "9.7" }) },
  addForeignKey: copy,
  dropForeignKey: (server: Server): Verdict => (isMariadb(server) ? instant : inEngine(server)),
  /** Rows are read for one that holds. MySQL: measured on 9.7. */
  addCheck: ({ notEnforced }: Check, server: Server): Verdict =>
    notEnforced === true ? { ...instant, isSure: atLeast(server, { mysql: "9.7" }) } : copy,
  /** MySQL: measured on 9.7. */
  dropCheck: (server: Server): Verdict => ({
    ...instant,
    isSure: isMariadb(server) || atLeast(server, { mysql: "9.7" }),
  }),
} as const;
