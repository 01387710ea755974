/** A place in a text, and the lines that show it. */
export interface PlaceInText {
  /** `line:column`, both 1-based. */
  readonly where: string;
  /** The line, or the part of a long one around the place, and a caret below it. */
  readonly lines: readonly string[];
}

const LONGEST_LINE = 120;

/** Shows a position that a server has given: 1-based, in characters, where JavaScript counts UTF-16 units. */
export function pointedAt(sql: string, position: number): PlaceInText {
  const before = [...sql].slice(0, position - 1).join("");
  const passed = before.split("\n");
  const start = before.length - (passed.at(-1)?.length ?? 0);
  const line = sql.slice(start).split("\n")[0] ?? "";
  const indent = before.length - start;
  const from = line.length <= LONGEST_LINE ? 0 : Math.max(0, indent - LONGEST_LINE / 2);
  const text = line.slice(from, from + LONGEST_LINE).replaceAll("\t", " ");
  return {
    where: `${passed.length}:${[...(passed.at(-1) ?? "")].length + 1}`,
    lines: [`  ${text}`, `  ${" ".repeat(indent - from)}^`],
  };
}
