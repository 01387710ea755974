import { stableJson } from "../../base/hash.ts";
import type { Column, Table } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Server } from "../contract.ts";
import { charsetName } from "./normalise-type.ts";
import { atLeast, isMariadb } from "./server.ts";
import { renderType } from "./types.ts";
import {
  copy,
  hasIndexedVirtual,
  inEngine,
  instant,
  isOfExpression,
  isVirtual,
  rebuild,
  type Verdict,
} from "./verdict.ts";

const likelyInstant: Verdict = { ...instant, isSure: false };

/**
 * MODIFY: what differs between the two says how much work it is. Measured on MySQL 9.7, MariaDB 10.11 and 11.8.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/innodb-online-ddl-operations.html,
 * https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-instant-alter-algorithm/.
 */
export function verdictOfModified(from: Column, to: Column, table: Table, server: Server): Verdict {
  const changed = (...fields: readonly (keyof Column)[]) =>
    fields.some((field) => stableJson(from[field] ?? null) !== stableJson(to[field] ?? null));
  const mariadb = isMariadb(server);
  if (changed("generated")) return isComputedLater(from, to, table) && mariadb ? likelyInstant : copy;
  const isNumbered = changed("autoincrement");
  if (isNumbered && (to.autoincrement === true || !mariadb)) return copy;
  // MariaDB computes a stored one anew, whatever changes of it.
  if (to.generated?.stored === true && mariadb) return copy;
  const type = changed("type", "collation") ? verdictOfType(from, to, table, server) : instant;
  if (changed("nullable")) {
    // MariaDB would put the time into a TIMESTAMP without a value, and does that by a copy alone.
    if (mariadb && !to.nullable && to.type.kind === "timestamp") return copy;
    const isComputed = table.columns.some(({ generated }) => generated?.stored === true);
    const feeds = isComputed || (mariadb && hasIndexedVirtual(table));
    return feeds || type.rebuilds || isNumbered ? copy : { ...rebuild, isSure: type === instant };
  }
  return isNumbered && type === instant ? likelyInstant : type;
}

/** A virtual column with another expression, which no index keeps. */
function isComputedLater(from: Column, to: Column, table: Table): boolean {
  const isSame = stableJson({ ...from, generated: 0 }) === stableJson({ ...to, generated: 0 });
  return isSame && isVirtual(from) && isVirtual(to) && !isIndexed(from, table);
}

function verdictOfType(from: Column, to: Column, table: Table, server: Server): Verdict {
  const [old, next] = [from.type, to.type];
  const isSameText = charsetOf(from, table, server) === charsetOf(to, table, server) && from.collation === to.collation;
  if (!isSameText) return verdictOfCollation(from, to, table, server);
  if ((old.kind === "enum" || old.kind === "set") && next.kind === old.kind) {
    const isLonger = old.values.every((value, i) => next.values[i] === value);
    return isLonger && roomOf(old) === roomOf(next) ? instant : copy;
  }
  if (isSameButFor(["zerofill", "width"], old, next)) return likelyInstant;
  if (isWithoutSystem(old, next) && !isMariadb(server)) return likelyInstant;
  return verdictOfLength(old, next, bytesOf(charsetOf(from, table, server)), server);
}

/** Longer texts are a matter of the catalogue, as long as their length takes no other room: one byte up to 255 bytes, two beyond. */
function verdictOfLength(old: ColumnType, next: ColumnType, width: Width, server: Server): Verdict {
  const isText = old.kind === "varchar" && next.kind === "varchar";
  if (!isText && !(old.kind === "varbinary" && next.kind === "varbinary")) return copy;
  const [before, length] = [old.length ?? 0, next.length ?? 0];
  const [least, most] = isText ? width : ONE;
  if (length < before) return copy;
  if (length * most <= 255 || before * least >= 256) return isMariadb(server) ? instant : inEngine(server);
  // MariaDB keeps texts of up to 127 bytes in a form that needs no change for longer ones.
  return before * most <= 127 && isMariadb(server) ? likelyInstant : copy;
}

/** Another collation of texts that are the same bytes: only what is in their order has to be made anew. */
function verdictOfCollation(from: Column, to: Column, table: Table, server: Server): Verdict {
  const [old, next] = [charsetOf(from, table, server), charsetOf(to, table, server)];
  const isWider = old === "utf8mb3" && next === "utf8mb4" && from.type.kind === "varchar" && hasRoom(from.type);
  const isKnown = atLeast(server, { mysql: "9.7", mariadb: "10.11" }) && COLLATED.has(from.type.kind);
  const isText = isSameButFor(["charset"], from.type, to.type) && (old === next || isWider);
  if (!isKnown || !isText || table.options.partitionBy !== undefined) return copy;
  if (!isIndexed(from, table)) return { ...(isMariadb(server) ? instant : inEngine(server)), isSure: false };
  return isMariadb(server) && isIndexedPlainly(from, table) ? { ...inEngine(server), isSure: false } : copy;
}

const COLLATED: ReadonlySet<ColumnType["kind"]> = new Set(["char", "varchar", "text"]);

/** The length of the texts takes as many bytes in utf8mb4 as in utf8mb3. */
function hasRoom({ length = 0 }: Extract<ColumnType, { readonly kind: "char" | "varchar" }>): boolean {
  return length * 4 <= 255 || length * 3 >= 256;
}

function isSameButFor(fields: readonly string[], old: ColumnType, next: ColumnType): boolean {
  const without = (type: ColumnType) => Object.entries(type).filter(([field]) => !fields.includes(field));
  return stableJson(Object.fromEntries(without(old))) === stableJson(Object.fromEntries(without(next)));
}

/** A geometry that may be of any reference system from now on. */
function isWithoutSystem(old: ColumnType, next: ColumnType): boolean {
  return old.kind === "raw" && old.sql.replace(/ srid \d+$/i, "") === renderType(next);
}

function isIndexed(column: Column, table: Table): boolean {
  const { primaryKey, indexes } = table;
  return (
    isIndexedPlainly(column, table) ||
    primaryKey?.columns.includes(column.name) === true ||
    indexes.some((index) => isOfExpression(index) || hasColumn(index.parts, column))
  );
}

/** By keys that are made anew beside the rows. */
function isIndexedPlainly(column: Column, { primaryKey, uniques, indexes }: Table): boolean {
  if (primaryKey?.columns.includes(column.name) === true) return false;
  const own = indexes.filter(({ parts }) => hasColumn(parts, column));
  const isUnique = uniques.some(({ columns }) => columns.includes(column.name));
  return own.every(({ method }) => method === undefined) && (isUnique || own.length > 0);
}

function hasColumn(parts: Table["indexes"][number]["parts"], { name }: Column): boolean {
  return parts.some((part) => "column" in part && part.column === name);
}

/** Undefined where only the database's own would tell. */
function charsetOf({ type, collation }: Column, { options }: Table, server: Server): string | undefined {
  const own = "charset" in type ? type.charset : undefined;
  const named = own ?? setOf(collation) ?? options.charset ?? setOf(options.collation) ?? setOf(server.collation);
  return named === undefined ? undefined : charsetName(named);
}

function setOf(collation: string | undefined): string | undefined {
  return collation?.split("_")[0];
}

/** The least and the most bytes by which a character counts. */
type Width = readonly [least: number, most: number];

const ONE: Width = [1, 1];

function bytesOf(charset: string | undefined): Width {
  if (charset === "utf8mb4") return [4, 4];
  if (charset === "utf8mb3") return [3, 3];
  return charset === "latin1" || charset === "ascii" ? ONE : [1, 4];
}

/** Bytes of a value. Source: https://dev.mysql.com/doc/refman/9.7/en/storage-requirements.html. */
function roomOf({ kind, values }: Extract<ColumnType, { readonly kind: "enum" | "set" }>): number {
  if (kind === "enum") return values.length <= 255 ? 1 : 2;
  const bytes = Math.ceil(values.length / 8);
  return bytes > 4 ? 8 : bytes;
}
