import { isKeyword, isOperator, scan, type Token } from "./tokens.ts";

/**
 * A script as psql gives it to the server: its own commands (`\connect`, `\i`, `\if`), and the rows behind a `COPY … FROM STDIN` with the COPY
 * itself, are blank; a command that sends a statement, such as `\gexec`, ends it; the variables of `\set` have their values. Lines stay
 * where they are. Source: https://www.postgresql.org/docs/current/app-psql.html (18), "Meta-Commands" and "Variables".
 */
export function withoutShell(script: string): string {
  const variables = new Map<string, string>();
  let text = script;
  for (let from = 0; ; ) {
    const found = nextOfShell(text, from);
    if (found === undefined) return text;
    const { start, end, by } = found;
    const command = text.slice(start, end);
    const [, name, value = ""] = /^\\set[ \t]+(\w+)[ \t]*(.*?)[ \t\r]*$/.exec(command) ?? [];
    if (name !== undefined) variables.set(name, value.replace(/^'(.*)'$/, "$1"));
    text = `${text.slice(0, start)}${by}${blank(command)}${withValues(text.slice(end), name, variables)}`;
    from = start + by.length + command.length;
  }
}

interface OfShell {
  readonly start: number;
  readonly end: number;
  /** What stands for it in front of the blanks. */
  readonly by: string;
}

/** The first part from an offset on, between two tokens, that is for psql alone. */
function nextOfShell(text: string, from: number): OfShell | undefined {
  let current: Token[] = [];
  for (const token of scan(text.slice(from))) {
    if (isOperator(token, "\\")) {
      const start = from + token.start;
      return { start, end: endOfLine(text, start), by: current.length === 0 ? "" : ";" };
    }
    if (!isOperator(token, ";")) {
      current.push(token);
      continue;
    }
    const [first] = current;
    if (first !== undefined && readsRows(current))
      return { start: from + first.start, end: endOfRows(text, from + token.end), by: "" };
    current = [];
  }
  return undefined;
}

/** `COPY … FROM STDIN`, behind which a script has rows that are no SQL. */
export function readsRows(tokens: readonly Token[]): boolean {
  if (!isKeyword(tokens[0], "COPY")) return false;
  return tokens.some((token, i) => isKeyword(token, "FROM") && isKeyword(tokens[i + 1], "STDIN"));
}

/** The rows end with a line `\.`, or with the script. */
function endOfRows(text: string, from: number): number {
  const mark = /^\\\.[ \t]*\r?$/m.exec(text.slice(from));
  return mark === null ? text.length : from + mark.index + mark[0].length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, " ");
}

/** `:name`, `:'name'` and `:"name"` behind the command that has set the name. */
function withValues(text: string, name: string | undefined, values: ReadonlyMap<string, string>): string {
  const value = name === undefined ? undefined : values.get(name);
  if (name === undefined || value === undefined) return text;
  return text.replaceAll(
    new RegExp(`(?<!:):(?:(['"])${name}\\1|${name}(?!\\w))`, "g"),
    (_, quote: string | undefined) => (quote === undefined ? value : `${quote}${value}${quote}`),
  );
}
