import { tableNameOf } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import type { OnTable } from "../../ops/table-ops.ts";
import type { Facts, Lock, Statement } from "../contract.ts";
import { quoteObject } from "./quote.ts";

/** An op and what carries it out. */
export interface PlannedOp {
  readonly op: Op;
  readonly statements: readonly Statement[];
}

/**
 * The statements, those of ops that belong together made one: ALTER TABLE takes several actions, and reads or writes each row once for all
 * of them. Actions that the grammar lets stand alone only, and statements of other kinds, stay where they are.
 * Source: https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES.
 */
export function joinStatements(planned: readonly PlannedOp[]): readonly Statement[] {
  const groups: PlannedOp[][] = [];
  for (const each of planned) {
    const last = groups.at(-1);
    if (last !== undefined && "joined" in each.op && each.op.joined === true) last.push(each);
    else groups.push([each]);
  }
  return groups.flatMap((group) => {
    const statements = group.flatMap((each) => each.statements);
    return group.length === 1 ? statements : joinNeighbours(statements);
  });
}

function joinNeighbours(statements: readonly Statement[]): readonly Statement[] {
  const joined: Statement[] = [];
  for (const statement of statements) {
    const last = joined.at(-1);
    const head = headOf(statement);
    if (last !== undefined && head !== undefined && headOf(last) === head) {
      joined[joined.length - 1] = together(last, statement, head);
    } else joined.push(statement);
  }
  return joined;
}

/** The words before the actions, of a statement that takes others beside its own; undefined for any other. */
function headOf({ sql, op, check, facts }: Statement): string | undefined {
  if (!("table" in op) || typeof op.table !== "string" || check !== undefined || !facts.transactional) return undefined;
  const head = `ALTER TABLE ${quoteObject(tableNameOf(op as OnTable))}`;
  const action = sql.startsWith(head) ? sql.slice(head.length) : "";
  return /^\s+(?:ADD|DROP|ALTER)\s/.test(action) ? head : undefined;
}

function together(a: Statement, b: Statement, head: string): Statement {
  const actions = [a, b].map(({ sql }) => sql.slice(head.length).trim());
  return { ...a, sql: `${head}\n  ${actions.join(",\n  ")}`, facts: both(a.facts, b.facts) };
}

function both(a: Facts, b: Facts): Facts {
  const either = (x: boolean | "unknown", y: boolean | "unknown") =>
    x === true || y === true ? true : x === "unknown" || y === "unknown" ? "unknown" : false;
  const losses = [a.loses, b.loses].flatMap((loses) => loses ?? []);
  const since = [a.since, b.since]
    .flatMap((version) => version ?? [])
    .sort((x, y) => Number(x) - Number(y))
    .at(-1);
  return {
    ...a,
    locks: a.locks === "unknown" || b.locks === "unknown" ? "unknown" : strongest([...a.locks, ...b.locks]),
    scans: either(a.scans, b.scans),
    rewrites: either(a.rewrites, b.rewrites),
    ...(losses.length === 0 ? {} : { loses: losses.join(" and ") }),
    ...(since === undefined ? {} : { since }),
  };
}

/** Of each relation the lock that keeps the most waiting. */
function strongest(locks: readonly Lock[]): readonly Lock[] {
  const order: readonly Lock["blocks"][] = ["schema changes", "writes", "reads and writes"];
  const found = new Map<string, Lock>();
  for (const lock of locks) {
    const other = found.get(lock.relation);
    if (other === undefined || order.indexOf(lock.blocks) > order.indexOf(other.blocks)) found.set(lock.relation, lock);
  }
  return [...found.values()];
}
