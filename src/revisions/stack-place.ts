import { fileURLToPath } from "node:url";

/** A place in a file; line and column are 1-based. */
export interface StackPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The innermost place of an error's stack trace that lies in a file which `isWanted`; undefined when there is none. */
export function stackPlace(error: unknown, isWanted: (path: string) => boolean): StackPlace | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const line of stack.split("\n")) {
    const [, where = "", row, column] = /^\s*at (?:.*\()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
    if (where === "") continue;
    const path = where.startsWith("file:") ? fileURLToPath(where) : where;
    if (isWanted(path)) return { path, line: Number(row), column: Number(column) };
  }
  return undefined;
}
