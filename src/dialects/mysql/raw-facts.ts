import { isLimbeckError } from "../../base/error.ts";
import { applyOp } from "../../ops/behaviours.ts";
import { onTable } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Column, ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { Facts, Server } from "../contract.ts";
import { classify, lossesOf } from "./classify.ts";
import { type ChangeKind, emitChange } from "./emit-change.ts";
import { factsOfVerdict } from "./facts.ts";
import { normaliseColumn } from "./normalise-column.ts";
import { type Parsed, parseStatement } from "./parse.ts";
import type { AlterAction, Demands } from "./parse-alter.ts";
import type { ColumnDefinition } from "./parse-column.ts";
import type { ReadOptions } from "./parse-options.ts";
import { opsOfAction } from "./read-ops.ts";
import { rounds } from "./rounds.ts";
import { isMariadb } from "./server.ts";
import { optionChanges } from "./table-options.ts";
import {
  copy,
  instant,
  rebuild,
  type Verdict,
  verdictOf,
  verdictOfMoved,
  verdictOfRename,
  verdictOnTable,
  worst,
} from "./verdict.ts";
import { verdictOfModified } from "./verdict-modified.ts";

/**
 * What one statement of raw SQL does to such a server: a change of a table that is in `before` by the same verdicts as an operation's, and as
 * the statement itself demands it; all others as far as their text tells. Errors: as `classify`. Pure.
 */
export function rawFacts(sql: string, server: Server, before?: Schema): Facts {
  const told = classify(sql, server);
  const parsed = before === undefined ? undefined : parseStatement(sql, server);
  const change = parsed && changeOf(parsed);
  const table = before && change && findTable(before, change.table);
  if (before === undefined || change === undefined || table === undefined) return told;
  const verdict = verdictOn(change.actions, table, before, server);
  if (verdict === undefined) return told;
  const way = isAlwaysCopied(change.actions, table, server) ? copy : demanded(verdict, change.demands, server);
  const known = factsOfVerdict(verdictOnTable(table, way, server), change.table, server);
  const facts = change.demands.lock === "EXCLUSIVE" ? { ...known, locks: exclusive(known) } : known;
  const loses = [...lossesOf(change.actions, table), ...change.actions.flatMap((action) => roundedBy(action, table))];
  return loses.length === 0 ? facts : { ...facts, loses: loses.join(", ") };
}

/** MariaDB 10.11 takes no notice of a demand for less than a copy here. */
function isAlwaysCopied(actions: readonly AlterAction[], table: Table, server: Server): boolean {
  if (!isMariadb(server)) return false;
  return actions.some((action) => {
    if (action.kind === "other") return ["PARTITION BY", "REMOVE PARTITIONING", "ORDER BY"].includes(action.words);
    const engine = action.kind === "options" ? action.options.options.engine : undefined;
    return engine !== undefined && !isEngineOf(table, engine);
  });
}

/** What a new type takes from the values without an error. */
function roundedBy(action: AlterAction, { name, columns }: Table): readonly string[] {
  if (action.kind !== "redefine") return [];
  const old = columns.find((column) => column.name === action.column);
  const isCut = old?.generated === undefined && old !== undefined && rounds(old.type, action.definition.column.type);
  return isCut ? [`digits of the values of "${name}.${old.name}", which are rounded or cut to the new type`] : [];
}

interface Change {
  readonly table: ObjectName;
  readonly actions: readonly AlterAction[];
  readonly demands: Demands;
}

function changeOf(parsed: Parsed): Change | undefined {
  switch (parsed.kind) {
    case "alterTable":
      return { table: parsed.name, actions: parsed.actions, demands: parsed.demands };
    case "createIndex": {
      const { table, index, demands } = parsed;
      return { table, actions: [{ kind: "op", op: { kind: "createIndex", ...onTable(table), index } }], demands };
    }
    case "dropIndex": {
      const { table, name, demands } = parsed;
      return { table, actions: [{ kind: "dropKey", name, of: "index" }], demands };
    }
    default:
      return undefined;
  }
}

/** The verdict on all actions together; undefined where one of them isn't understood, or finds the table otherwise. */
function verdictOn(actions: readonly AlterAction[], table: Table, before: Schema, server: Server): Verdict | undefined {
  const verdicts: Verdict[] = [];
  const isDrop = (action: AlterAction) => action.kind === "op" && isPrimaryDrop(action.op);
  const isNewKey = (action: AlterAction) => action.kind === "op" && action.op.kind === "createPrimaryKey";
  const isReplaced = actions.some(isDrop) && actions.some(isNewKey);
  let state = before;
  try {
    for (const action of actions) {
      const current = findTable(state, table) ?? table;
      const found = plainVerdicts(action, current, server);
      if (found !== undefined) {
        verdicts.push(...found);
        continue;
      }
      const ops = opsOfAction(action, table, state);
      if (ops === undefined) return undefined;
      for (const op of ops) {
        const after = applyOp(state, op);
        const each = verdictsOfOp(op, { before: state, after, table, server });
        if (each.length === 0) return undefined;
        if (isReplaced && isPrimaryDrop(op)) each.splice(0, each.length, verdictOf.replacePrimaryKey);
        verdicts.push(...each);
        state = after;
      }
    }
  } catch (error) {
    // The table that the SQL was written for is another one: then its text alone speaks.
    if (isLimbeckError(error)) return undefined;
    throw error;
  }
  return worst(verdicts);
}

/** The verdicts on what no operation says; undefined where one does. */
function plainVerdicts(action: AlterAction, table: Table, server: Server): readonly Verdict[] | undefined {
  switch (action.kind) {
    case "redefine": {
      const old = table.columns.find(({ name }) => name === action.column);
      return old === undefined ? undefined : verdictsOfRedefined(old, action.definition, table, server);
    }
    case "options":
      return verdictsOfOptions(action.options, table, server);
    case "convert":
      return [copy];
    case "other":
      return OTHERS[action.words]?.(table, server);
    default:
      return undefined;
  }
}

/** A character set that is said is that of columns to come: the others stay as they are. */
function verdictsOfOptions(said: ReadOptions, table: Table, server: Server): readonly Verdict[] {
  const { engine, charset, collation, ...options } = said.options;
  const isText = charset !== undefined || collation !== undefined;
  const isNoted = isText || said.comment !== undefined || said.autoIncrement !== undefined;
  return [
    ...optionChanges(table, { ...table.options, ...options }, server).map(({ verdict }) => verdict),
    ...(engine === undefined ? [] : [isEngineOf(table, engine) ? rebuilt(table) : copy]),
    ...(isNoted ? [verdictOf.note(server)] : []),
  ];
}

function isEngineOf({ options }: Table, engine: string): boolean {
  return engine.toLowerCase() === (options.engine?.toLowerCase() ?? "innodb");
}

/** The table as it is, written anew. Source: https://dev.mysql.com/doc/refman/9.7/en/innodb-online-ddl-operations.html (table operations). */
function rebuilt({ indexes }: Table): Verdict {
  return indexes.some(({ method }) => method === "fulltext") ? copy : rebuild;
}

const OTHERS: Readonly<Record<string, (table: Table, server: Server) => readonly Verdict[]>> = {
  FORCE: (table) => [rebuilt(table)],
  "ALTER INDEX": (_, server) => [verdictOf.note(server)],
  "PARTITION BY": () => [copy],
  "REMOVE PARTITIONING": () => [copy],
  "ORDER BY": () => [copy],
  "ADD SYSTEM VERSIONING": () => [copy],
  "DROP SYSTEM VERSIONING": () => [copy],
};

/** MODIFY and CHANGE: what they don't say is taken away, and a name and a place may be new beside it. */
function verdictsOfRedefined(
  old: Column,
  { column, position, uniques, checks, primaryKey, foreignKeys, others }: ColumnDefinition,
  table: Table,
  server: Server,
): readonly Verdict[] | undefined {
  const isPlain = uniques.length + checks.length + foreignKeys.length + others.length === 0;
  if (!isPlain || primaryKey !== undefined) return [copy];
  const isKey = table.primaryKey?.columns.includes(old.name) === true;
  const [from, to] = [old, column].map((each) => normaliseColumn(each, table.options, isKey));
  if (from === undefined || to === undefined) return undefined;
  return [
    verdictOfModified(from, { ...to, name: from.name }, table, server),
    ...(column.name === old.name ? [] : [verdictOfRename(server)]),
    ...(position === undefined ? [] : [verdictOfMoved(table, server)]),
  ];
}

interface Around {
  readonly before: Schema;
  readonly after: Schema;
  readonly table: Table;
  readonly server: Server;
}

function isPrimaryDrop(op: Op): boolean {
  return op.kind === "dropConstraint" && op.type === "primary";
}

function verdictsOfOp(op: Op, { before, after, table, server }: Around): Verdict[] {
  if (op.kind === "renameTable") return [instant];
  if (op.kind === "renameColumn") return [verdictOfRename(server)];
  if (op.kind === "dropConstraint" && op.type === "foreignkey") return [verdictOf.dropForeignKey(server)];
  if (op.kind === "renameIndex") return [verdictOf.renameIndex(server)];
  const [current, final] = [findTable(before, table), findTable(after, table)];
  if (current === undefined || final === undefined) return [];
  const scene = { before, table: current, final, server, initial: current, later: [] };
  // The parser makes no other operations of an action.
  const verdicts = emitChange(op as OpOf<ChangeKind>, scene).map(({ verdict }) => verdict);
  // Without a word the indexes of the column alone go with it, which MariaDB does without writing the rows.
  const isPlain = verdicts.every(({ rebuilds }) => !rebuilds);
  return op.kind === "dropColumn" && isMariadb(server) && isPlain && verdicts.length > 1
    ? [verdictOf.dropIndex(server)]
    : verdicts;
}

/**
 * The way that the statement itself demands: the server takes it or refuses the statement; of MySQL's INPLACE and COPY it takes that one
 * even where it knows a better. Source: https://dev.mysql.com/doc/refman/9.7/en/alter-table.html, https://mariadb.com/kb/en/alter-table/.
 */
function demanded(verdict: Verdict, { algorithm, lock }: Demands, server: Server): Verdict {
  const way = ((): Verdict => {
    if (algorithm === "COPY") return copy;
    if (algorithm === "INSTANT") return instant;
    if (algorithm === "INPLACE" && verdict.algorithm === "INSTANT" && !isMariadb(server)) return rebuild;
    if ((algorithm === "INPLACE" || algorithm === "NOCOPY") && verdict.algorithm === "COPY")
      return { ...rebuild, rebuilds: algorithm === "INPLACE" };
    return verdict;
  })();
  if (way.algorithm === "INSTANT" || (lock !== "NONE" && lock !== "SHARED")) return way;
  return { ...way, lock };
}

function exclusive({ locks }: Facts): Facts["locks"] {
  return locks === "unknown"
    ? locks
    : locks.map(({ relation }) => ({ relation, mode: "EXCLUSIVE", blocks: "reads and writes" }));
}
