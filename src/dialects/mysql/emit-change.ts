import { stableJson } from "../../base/hash.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { dependentsOf } from "../../ops/table-parts.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import type { Column, ForeignKey, Table, Unique } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import type { Alter, Scene } from "./alter.ts";
import { checkName, droppedCheck, droppedForeignKey, droppedUnique, foreignKeyName } from "./dropped-name.ts";
import { goesWith, indexesFor, isServers, isThere } from "./implied-index.ts";
import { foreignKeyIndex } from "./key-cover.ts";
import { quoteName, quoteNames } from "./quote.ts";
import { withReferredColumns } from "./referred.ts";
import { refuseConversion, refuseUnsafe } from "./refuse-change.ts";
import { rounds } from "./rounds.ts";
import { isMariadb } from "./server.ts";
import { checkSql, columnSql, foreignKeySql, indexSql, inParentheses, primaryKeySql, uniqueSql } from "./table-sql.ts";
import { copy, type Verdict, verdictOf, verdictOfGone, verdictOfIndex, verdictOfNew } from "./verdict.ts";
import { verdictOfModified } from "./verdict-modified.ts";

/** Ops that are a part of an ALTER TABLE, and may share one with their neighbours. */
export type ChangeKind =
  | "addColumn"
  | "dropColumn"
  | "alterColumn"
  | "createPrimaryKey"
  | "createUnique"
  | "createCheck"
  | "createForeignKey"
  | "dropConstraint"
  | "createIndex"
  | "dropIndex";

/** The statements of a change of a table, in order: each part can stand alone, and all of them in one. */
export function emitChange(op: OpOf<ChangeKind>, scene: Scene): readonly Alter[] {
  const emitter = emitters[op.kind] as (op: OpOf<ChangeKind>, scene: Scene) => readonly Alter[];
  return emitter(op, scene);
}

const emitters: { readonly [K in ChangeKind]: (op: OpOf<K>, scene: Scene) => readonly Alter[] } = {
  addColumn,
  dropColumn,
  alterColumn,
  createPrimaryKey(op, { table }) {
    const columns = table.columns.filter(({ name }) => op.primaryKey.columns.includes(name));
    const verdict = verdictOf.addPrimaryKey(columns.some(({ nullable }) => nullable));
    return [{ clauses: [`ADD ${primaryKeySql(op.primaryKey)}`], verdict }];
  },
  createUnique(op, { table, server }) {
    const index = { name: op.unique.name ?? "", parts: op.unique.columns.map((column) => ({ column })) };
    const verdict = isRowKey(op.unique, table) ? verdictOf.addRowKey : verdictOfIndex(index, table, server);
    return [{ clauses: [`ADD ${uniqueSql(op.unique)}`], verdict }];
  },
  createCheck: (op, { server }) => [
    { clauses: [`ADD ${checkSql(op.check)}`], verdict: verdictOf.addCheck(op.check, server) },
  ],
  createForeignKey,
  dropConstraint,
  createIndex(op, { table, server }) {
    const isSkipped = op.ifNotExists === true && table.indexes.some(({ name }) => name === op.index.name);
    if (isSkipped || isThere(table, op.index)) return [];
    return [{ clauses: [`ADD ${indexSql(op.index, server)}`], verdict: verdictOfIndex(op.index, table, server) }];
  },
  dropIndex(op, scene) {
    const isThere = scene.table.indexes.some(({ name }) => name === op.index);
    return isThere || op.ifExists !== true ? dropKey(op.index, scene) : [];
  },
};

function addColumn(op: OpOf<"addColumn">, { table, final, server, initial }: Scene): readonly Alter[] {
  if (table.columns.some(({ name }) => name === op.column.name)) return [];
  const column = final.columns.find(({ name }) => name === op.column.name) ?? op.column;
  const { position } = op;
  refuseUnsafe(op, column, server);
  const place =
    position === undefined ? "" : position === "first" ? " FIRST" : ` ${placeAfter(position.after, table, final)}`;
  const verdict = besideHidden(verdictOfNew({ ...op, column }, table, server), initial);
  return [{ clauses: [`ADD COLUMN ${columnSql(column, server)}${place}`], verdict }];
}

/** MySQL takes a column out of the keys that have others too, and refuses where a foreign key needs it: so those go first, and whole. */
function dropColumn(op: OpOf<"dropColumn">, scene: Scene): readonly Alter[] {
  const { table, server, initial } = scene;
  const column = table.columns.find(({ name }) => name === op.column);
  if (column === undefined && op.ifExists === true) return [];
  const { foreignKeys, uniques, indexes, primaryKey } = dependentsOf(table, op.column);
  const dropFirst = foreignKeys.flatMap((key) => dropForeignKey(op, key, scene));
  const gone = new Set(dropFirst.flatMap((part) => part.clauses));
  const names = [
    ...uniques.map((unique) => unique.name ?? unique.columns[0] ?? ""),
    ...indexes.map(({ name }) => name),
  ];
  const keys = names.map((name) => `DROP INDEX ${quoteName(name)}`).filter((clause) => !gone.has(clause));
  const needsKey = column?.autoincrement === true || primaryKey !== undefined;
  const clauses = [
    ...(needsKey ? keys : []),
    ...(primaryKey === undefined ? [] : ["DROP PRIMARY KEY"]),
    `DROP COLUMN ${quoteName(op.column)}`,
  ];
  const loses = column?.generated === undefined ? { loses: `the values of "${table.name}.${op.column}"` } : {};
  const verdict = needsKey ? copy : besideHidden(verdictOfGone(column, table, server), initial);
  return [
    ...dropFirst,
    ...(needsKey || keys.length === 0 ? [] : [{ clauses: keys, verdict: verdictOf.dropIndex(server) }]),
    { clauses, verdict, ...loses },
  ];
}

/** The verdict on a change of columns of a table with the hidden column of a fulltext index, which went in the same plan. */
function besideHidden(verdict: Verdict, initial: Table | undefined): Verdict {
  const hadFulltext = initial?.indexes.some(({ method }) => method === "fulltext") === true;
  return hadFulltext && verdict.algorithm === "INSTANT" ? verdictOf.besideHidden : verdict;
}

/** Nothing, where the statement adds the column as it shall be. */
function alterColumn(op: OpOf<"alterColumn">, { table, final, server }: Scene): readonly Alter[] {
  const [from, to] = [table, final].map(({ columns }) => columns.find(({ name }) => name === op.column));
  if (from === undefined || to === undefined || stableJson(from) === stableJson(to)) return [];
  const verdict = verdictOfModified(from, to, table, server);
  refuseConversion(op, from, to, server);
  const isRounded = from.generated === undefined && rounds(from.type, to.type);
  const changed = {
    clauses: [`MODIFY COLUMN ${columnSql(to, server)}${ownCheck(to, table, server)}`],
    verdict,
    ...(isRounded
      ? { loses: `digits of the values of "${table.name}.${op.column}", which are rounded or cut to the new type` }
      : {}),
  };
  // Neither server turns a column into a generated one, or back, or into one of the other kind, but the stored one into a plain one.
  if (isConvertible(from, to)) return besideSpatial(changed, { from, to, table, server });
  refuseUnsafe(op, to, server);
  const place = table.columns[table.columns.indexOf(from) - 1];
  const where = place === undefined ? "FIRST" : placeAfter(place.name, table, final);
  const loses = from.generated === undefined ? { loses: `the values of "${table.name}.${op.column}"` } : {};
  return [
    {
      clauses: [`DROP COLUMN ${quoteName(op.column)}`, `ADD COLUMN ${columnSql(to, server)} ${where}`],
      verdict: copy,
      ...loses,
    },
  ];
}

/**
 * MySQL leaves a column its reference system while a spatial index is there, though the same statement drops it: the index goes before, and
 * comes again with the change. Found out on MySQL 9.7. Source: https://dev.mysql.com/doc/refman/9.7/en/spatial-type-overview.html.
 */
function besideSpatial(
  changed: Alter,
  { from, to, table, server }: Pick<Scene, "table" | "server"> & { readonly from: Column; readonly to: Column },
): readonly Alter[] {
  const indexes = table.indexes.filter(
    ({ method, parts }) => method === "spatial" && parts.some((part) => "column" in part && part.column === from.name),
  );
  if (indexes.length === 0 || referenceSystem(from) === referenceSystem(to)) return [changed];
  const drops = indexes.map(({ name }) => `DROP INDEX ${quoteName(name)}`);
  const again = indexes.map((index) => `ADD ${indexSql(index, server)}`);
  return [
    { clauses: drops, verdict: verdictOf.dropIndex(server), goesBefore: true },
    { ...changed, clauses: [...changed.clauses, ...again] },
  ];
}

function referenceSystem({ type }: Column): string | undefined {
  return type.kind === "raw" ? /\bsrid\s+(\d+)/i.exec(type.sql)?.[1] : undefined;
}

/** Behind the column, or behind the next one in front of it that the statement leaves: it can't name one that it drops. */
function placeAfter(column: string, table: Table, final: Table): string {
  // One that is made anew is there again only behind its own clause.
  const stays = (name: string) => {
    const [old, next] = [table, final].map(({ columns }) => columns.find((each) => each.name === name));
    return next !== undefined && (old === undefined || isConvertible(old, next));
  };
  const at = table.columns.findIndex(({ name }) => name === column);
  const before = at === -1 ? [column] : table.columns.slice(0, at + 1).map(({ name }) => name);
  const found = before.findLast(stays);
  return found === undefined ? "FIRST" : `AFTER ${quoteName(found)}`;
}

function isConvertible({ generated: old }: Column, { generated }: Column): boolean {
  const kind = (each: Column["generated"]) => (each === undefined ? "plain" : each.stored ? "stored" : "virtual");
  const [a, b] = [kind(old), kind(generated)];
  return a === b || (a !== "virtual" && b !== "virtual");
}

/**
 * The check in the definition of a column of MariaDB, which a MODIFY must repeat. It has no name of its own, as the schema that is read from
 * the server tells it. Source: https://mariadb.com/kb/en/constraint/.
 */
function ownCheck({ name }: Column, table: Table, server: Server): string {
  if (!isMariadb(server)) return "";
  const mentions = (text: string, column: string) => mentionsIdentifier(text, column, { as: "column" });
  const own = table.checks.filter(
    (check) =>
      check.name === undefined &&
      mentions(check.expression, name) &&
      !table.columns.some((other) => other.name !== name && mentions(check.expression, other.name)),
  );
  return own.map(({ expression }) => ` CHECK ${inParentheses(expression)}`).join("");
}

function dropConstraint(op: OpOf<"dropConstraint">, scene: Scene): readonly Alter[] {
  const { table, server } = scene;
  if (op.type === "primary") {
    return table.primaryKey === undefined ? [] : [{ clauses: ["DROP PRIMARY KEY"], verdict: verdictOf.dropPrimaryKey }];
  }
  if (op.type === "unique") {
    const unique = droppedUnique(table, op);
    return unique === undefined ? [] : dropKey(unique.name ?? unique.columns[0] ?? "", scene);
  }
  if (op.type === "check") {
    const check = droppedCheck(table, op);
    if (check === undefined) return [];
    const word = isMariadb(server) ? "CONSTRAINT" : "CHECK";
    const clause = `DROP ${word} ${quoteName(checkName(table, check, server))}`;
    return [{ clauses: [clause], verdict: verdictOf.dropCheck(server) }];
  }
  const key = droppedForeignKey(table, op);
  return key === undefined ? [] : dropForeignKey(op, key, scene);
}

/**
 * The index that the server made for an earlier foreign key of these columns would take the name of this one: it is made again under its
 * own in the same statement. Found out on MySQL 9.7 and MariaDB 10.11.
 */
function createForeignKey(op: OpOf<"createForeignKey">, { before, table, initial }: Scene): readonly Alter[] {
  const key = withReferredColumns(op.foreignKey, before);
  const stays = table.indexes.find((index) => index.name !== foreignKeyIndex(key).name && isServers(index, key));
  const wasThere = initial?.indexes.some(({ name }) => name === stays?.name) === true;
  const index = stays === undefined || !wasThere ? undefined : quoteName(stays.name);
  const again = index === undefined ? [] : [`DROP INDEX ${index}`, `ADD KEY ${index} ${quoteNames(key.columns)}`];
  const clauses = [...again, `ADD ${foreignKeySql(key)}`];
  return [{ clauses, verdict: verdictOf.addForeignKey, others: [nameOf(key)] }];
}

/** With the foreign key goes the index that the server made for it. */
function dropForeignKey(op: Op, key: ForeignKey, { table, later, server }: Scene): readonly Alter[] {
  const drop = `DROP FOREIGN KEY ${quoteName(foreignKeyName(table, key))}`;
  const index = goesWith(key, table, { op, later });
  const clauses = index === undefined ? [drop] : [drop, `DROP INDEX ${quoteName(index)}`];
  const verdict = clauses.length === 1 ? verdictOf.dropForeignKey(server) : verdictOf.dropIndex(server);
  return [{ clauses, verdict, others: [nameOf(key)] }];
}

/**
 * True for a key that rows are kept by where there is no primary key: a unique one of columns that are never NULL.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/innodb-index-types.html.
 */
function isRowKey({ columns }: Unique, { primaryKey, columns: all }: Table): boolean {
  return primaryKey === undefined && columns.every((name) => all.some((each) => each.name === name && !each.nullable));
}

/** A foreign key that loses its only index gets the one that the server would have made for it. */
function dropKey(name: string, { table, final, server }: Scene): readonly Alter[] {
  const needed = indexesFor(table, final);
  // It is that one already.
  if (needed.has(name)) return [];
  const added = [...needed].map(([index, columns]) => `ADD KEY ${quoteName(index)} ${quoteNames(columns)}`);
  const isOrder = table.uniques.some((unique) => unique.name === name && isRowKey(unique, table));
  // With an index of an expression goes the hidden column that MySQL keeps it in.
  const isSure = !table.indexes.some(
    (index) => index.name === name && index.parts.some((part) => "expression" in part),
  );
  const found = verdictOf.dropIndex(server);
  const verdict = isOrder ? copy : { ...found, isSure: found.isSure && isSure };
  return [{ clauses: [`DROP INDEX ${quoteName(name)}`, ...added], verdict }];
}

function nameOf({ references: { table: name, schema } }: ForeignKey) {
  return schema === undefined ? { name } : { name, schema };
}
