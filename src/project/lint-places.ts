import type { Place } from "../lint/finding.ts";
import type { OpsToRead } from "../lint/read-step.ts";

/** Where the ops of one direction of a file stand. */
export interface LinesOfOps {
  /** As findings name the file. */
  readonly path: string;
  readonly text: string;
  /** The 1-based line on which the direction begins. */
  readonly start: number;
  /** The 1-based line of the file that asks for an op; absent where nobody knows. */
  readonly lineOf?: OpsToRead["placeOf"] extends (op: infer O, ...rest: never[]) => unknown
    ? (op: O) => number | undefined
    : never;
}

/** A function that finds the places of ops and of statements of raw SQL. */
export function placesIn({ path, text, start, lineOf }: LinesOfOps): OpsToRead["placeOf"] {
  const lines = text.split(/\r?\n/);
  return (op, statement) => {
    const at = lineOf?.(op) ?? start;
    if (statement === undefined) return linePlace(path, lines, at);
    // Raw SQL stands on the line of its call or behind it; what isn't there word for word has the place of the call.
    const [first = "", ...more] = statement.sql.split(/\r?\n/);
    const from = lineOf?.(op) === undefined ? at + statement.line - 1 : at;
    const found = lines.findIndex((line, i) => i >= from - 1 && line.includes(first.trim()));
    if (found === -1 || first.trim() === "") return linePlace(path, lines, from);
    const column = (lines[found] ?? "").indexOf(first.trim()) + 1;
    const last = more.at(-1);
    return {
      path,
      line: found + 1,
      column,
      endLine: found + 1 + more.length,
      endColumn: last === undefined ? column + first.trim().length : last.length + 1,
    };
  };
}

/** A line without the blanks around it. */
export function linePlace(path: string, lines: readonly string[], line: number): Place {
  const text = lines[line - 1] ?? "";
  const column = text.length - text.trimStart().length + 1;
  return { path, line, column, endLine: line, endColumn: Math.max(text.trimEnd().length + 1, column + 1) };
}
