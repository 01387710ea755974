import type { Op } from "../../ops/op.ts";
import type { ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { type Draft, draft } from "./draft.ts";
import { demandOf, exclusively, factsOfVerdict } from "./facts.ts";
import { quoteName } from "./quote.ts";
import { type Verdict, verdictOnTable, worst } from "./verdict.ts";

/** One ALTER TABLE, or a part of one. */
export interface Alter {
  readonly clauses: readonly string[];
  readonly verdict: Verdict;
  /** Tables beside its own whose definition it locks. */
  readonly others?: readonly ObjectName[];
  readonly loses?: string;
  /** It has to be done before the statement of the parts that it came with. */
  readonly goesBefore?: true;
}

/** What changes of a table stand in. */
export interface Scene {
  readonly before: Schema;
  /** The table before the op, and as it is when the statement is done, which may carry out others with it. */
  readonly table: Table;
  readonly final: Table;
  readonly server: Server;
  /** The table when the plan began; undefined where the plan makes it. */
  readonly initial: Table | undefined;
  /** The ops behind this one in the plan. */
  readonly later: readonly Op[];
}

/** The statement of a change; undefined where there is nothing to do. */
export function alterDraft(table: Table, parts: readonly Alter[], server: Server): Draft | undefined {
  const clauses = parts.flatMap((part) => part.clauses);
  if (clauses.length === 0) return undefined;
  const verdicts = parts.filter((part) => part.clauses.length > 0).map((part) => part.verdict);
  const found = verdictOnTable(table, worst(verdicts), server);
  const verdict = table.options.systemVersioned === true ? { ...found, isSure: false } : found;
  const facts = factsOfVerdict(verdict, table, server);
  const others = exclusively(...parts.flatMap((part) => part.others ?? []));
  const locks = facts.locks === "unknown" ? facts.locks : [...others, ...facts.locks];
  const losses = parts.flatMap(({ loses }) => (loses === undefined ? [] : [loses]));
  const body = clauses.length === 1 ? ` ${clauses[0]}` : `\n  ${clauses.join(",\n  ")}`;
  const sql = `${keepingHistory(table)}ALTER TABLE ${quoteName(table.name)}${body}${demandOf(verdict, server)}`;
  return draft(sql, { ...facts, locks }, losses.length === 0 ? undefined : losses.join(" and "));
}

/** The old versions of rows would speak of a table that never was: MariaDB wants to hear that this is meant. Source: https://mariadb.com/kb/en/system-versioned-tables/. */
function keepingHistory({ options }: Table): string {
  return options.systemVersioned === true ? "SET STATEMENT system_versioning_alter_history = KEEP FOR " : "";
}
