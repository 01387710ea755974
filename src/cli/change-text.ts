import type { Change, PlannedStatement } from "../project/results.ts";
import type { Style } from "./style.ts";
import { oneLine } from "./text.ts";

/** Changes as a list, a line each, with what undoing would not bring back. */
export function changeLines(changes: readonly Change[]): readonly string[] {
  return changes.map(({ text, loses }) => `  - ${oneLine(`${text}${loses === undefined ? "" : ` (loses ${loses})`}`)}`);
}

/** A statement, indented, and under it what it does to the server. */
export function statementLines({ sql, facts }: PlannedStatement, style: Style): readonly string[] {
  const locks =
    facts.locks === "unknown"
      ? ["locks unknown"]
      : facts.locks.map(
          ({ relation, mode, blocks }) =>
            `${mode} lock on ${relation === "*" ? "the database" : relation}, blocks ${blocks}`,
        );
  const effects = [
    ...locks,
    ...(facts.rewrites === true ? ["rewrites the table"] : []),
    ...(facts.scans === true && facts.rewrites !== true ? ["reads the whole table"] : []),
    ...(facts.transactional ? [] : ["runs outside a transaction"]),
    ...(facts.loses === undefined ? [] : [style.bad(`loses ${facts.loses}`)]),
  ];
  const text = sql === "" ? [] : `${sql};`.split("\n").map((line) => `    ${line}`);
  return [...text, ...(effects.length === 0 ? [] : [style.dim(`    -- ${effects.join("; ")}`)])];
}

/** A result for `--json`: itself, without the tag that tells its kinds apart in code. */
export function jsonOf(result: { readonly kind: string }): unknown {
  const { kind: _, ...rest } = result;
  return rest;
}
