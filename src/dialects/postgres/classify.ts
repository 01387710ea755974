import type { Node, TransactionStmt } from "libpg-query";
import type { Facts, Server } from "../contract.ts";
import { fail } from "../errors.ts";
import { definitions, type FactsByKind } from "./classify-definition.ts";
import { rowStatements } from "./classify-rows.ts";
import { opaque } from "./facts.ts";
import { pointedAt } from "./place-in-text.ts";
import { as, type NodeKind, parse } from "./syntax-tree.ts";

/**
 * What one statement of raw SQL does to the server, as far as its parse tree tells; what the text doesn't tell is "unknown", as all of a DO
 * block and of a function is. ACCESS SHARE, which any SELECT takes, is no lock here.
 * `transactional` is false for what the server refuses inside a transaction block ("cannot run inside a transaction block", 25001).
 * Errors: DIALECT_SYNTAX for a text that this server can't take; DIALECT_UNSUPPORTED for BEGIN, COMMIT and their like, which would take the
 * transaction out of Limbeck's hands.
 * Source: https://www.postgresql.org/docs/current/explicit-locking.html and the page of each statement (13 to 18).
 */
export function classify(sql: string, server: Server): Facts {
  const parsed = parse(sql);
  if (parsed.kind === "empty") return opaque;
  if (parsed.kind === "tree") return nodeFacts(parsed.node, server, sql);
  if (!knowsAll(server)) return opaque;
  const { where, lines } = pointedAt(sql, parsed.position);
  throw fail(
    "DIALECT_SYNTAX",
    [`PostgreSQL can't read a statement: ${parsed.words}, at ${where}:`, ...lines].join("\n"),
    {
      details: { sql, at: where },
    },
  );
}

const byKind: FactsByKind = { ...definitions, ...rowStatements };

function nodeFacts(node: Node, server: Server, sql: string): Facts {
  const [kind] = Object.keys(node) as [NodeKind];
  refuseControl(as("TransactionStmt", node), sql);
  // Each entry takes the node of its own kind, which the compiler can't see for a kind that it doesn't know.
  const found = byKind[kind] as
    | ((statement: unknown, server: Server, classifyPart: (node: Node) => Facts) => Facts | undefined)
    | undefined;
  return found?.(Object.values(node)[0], server, (part) => nodeFacts(part, server, sql)) ?? opaque;
}

/** Statements that stay inside the transaction. */
const INSIDE: ReadonlySet<TransactionStmt["kind"]> = new Set([
  ...(["TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO"] as const),
]);

function refuseControl(statement: TransactionStmt | undefined, sql: string): void {
  if (statement === undefined || INSIDE.has(statement.kind)) return;
  throw fail("DIALECT_UNSUPPORTED", `A revision can't begin or end a transaction: ${sql.trim().split("\n", 1)[0]}`, {
    hint: "Take the statement out: Limbeck runs a revision in one transaction. SAVEPOINT and RELEASE are allowed.",
    details: { sql },
  });
}

/**
 * True for a server whose grammar is a part of the parser's: PostgreSQL 14 to 18. 13 has operators behind their operand, a later one what is
 * new in it, and one that calls its version otherwise (`15.12-YB-2025.1`) perhaps words of its own.
 */
function knowsAll({ version }: Server): boolean {
  const major = Number(/^(\d+)(?:\.\d+)?$/.exec(version)?.[1] ?? 0);
  return major >= 14 && major <= 18;
}
