import { createReadStream } from "node:fs";

/** An INSERT of a dump, in its parts. */
export interface DumpInsert {
  /** The columns, without their quotes. */
  readonly columns: readonly string[];
  /** From the parenthesis of the columns on: ` ("a", "b") VALUES (…)`. */
  readonly rest: string;
}

/**
 * The INSERTs of a file that the program of a server has written, one by one; what else is in it is passed over. `escapes` as of `DumpWay`.
 * Undefined stands for an INSERT that isn't of the known form.
 */
export async function* insertsOf(path: string, escapes: boolean): AsyncGenerator<DumpInsert | undefined> {
  const scanner = statementScanner(escapes);
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    for (const statement of scanner.read(String(chunk))) if (/^INSERT\b/i.test(statement)) yield insertIn(statement);
  }
}

const NAME = '(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[\\w$\\u0080-\\uffff]+)';
const HEAD = new RegExp(`^INSERT INTO ${NAME}(?:\\.${NAME})? (\\((${NAME}(?:, ?${NAME})*)\\))`);

function insertIn(statement: string): DumpInsert | undefined {
  const found = HEAD.exec(statement);
  const [head = "", list = "", names = ""] = found ?? [];
  if (found === null) return undefined;
  const columns = [...names.matchAll(new RegExp(NAME, "g"))].map(([name]) => withoutQuotes(name));
  return { columns, rest: ` ${list}${statement.slice(head.length)}` };
}

function withoutQuotes(name: string): string {
  const [mark = ""] = name;
  return mark === '"' || mark === "`" ? name.slice(1, -1).replaceAll(mark + mark, mark) : name;
}

/** What is open in a text, by the mark that opened it. */
type Opener = keyof typeof CLOSERS;

const CLOSERS = { "'": "'", '"': '"', "`": "`", "--": "\n", "/*": "*/" } as const;
const MARKS = /['"`;]|--|\/\*/g;

/**
 * Cuts a text that comes in pieces into statements, without what is between them: comments, and lines that begin with a backslash, which
 * are for the server's shell. Inside of quotes and comments nothing ends a statement.
 */
function statementScanner(escapes: boolean): { readonly read: (piece: string) => Generator<string> } {
  let text = "";
  /** Up to where it was looked at, and what is open there. */
  let at = 0;
  let open: Opener | undefined;
  return {
    *read(piece) {
      text += piece;
      for (;;) {
        if (at === 0) {
          const start = startOf(text);
          if (start === undefined) return;
          text = text.slice(start);
        }
        const end = endOfStatement();
        if (end === undefined) return;
        yield text.slice(0, end);
        text = text.slice(end + 1);
        at = 0;
      }
    },
  };

  /** The index of the next semicolon that ends a statement; undefined where the text doesn't reach so far. */
  function endOfStatement(): number | undefined {
    for (;;) {
      if (open !== undefined) {
        const after = behindCloser(open);
        if (after === undefined) return undefined;
        at = after;
        open = undefined;
      }
      MARKS.lastIndex = at;
      const found = MARKS.exec(text);
      if (found === null) {
        // The last letter may be the first half of a mark.
        at = Math.max(at, text.length - 1);
        return undefined;
      }
      at = MARKS.lastIndex;
      if (found[0] === ";") return found.index;
      open = found[0] as Opener;
    }
  }

  /** Behind the end of what is open. A doubled quote ends it and opens it again. */
  function behindCloser(opener: Opener): number | undefined {
    const closer = CLOSERS[opener];
    if (!escapes || (opener !== "'" && opener !== '"')) {
      const end = text.indexOf(closer, at);
      if (end !== -1) return end + closer.length;
      at = Math.max(at, text.length - closer.length + 1);
      return undefined;
    }
    for (; at < text.length; at++) {
      if (text[at] === closer) return at + 1;
      if (text[at] !== "\\") continue;
      // What it takes along isn't there yet.
      if (at + 1 === text.length) return undefined;
      at++;
    }
    return undefined;
  }
}

const BETWEEN = /(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/;?|\\[^\n]*\n)/y;

/** Where the next statement begins; undefined while that can't be told. */
function startOf(text: string): number | undefined {
  let start = 0;
  BETWEEN.lastIndex = 0;
  while (BETWEEN.test(text)) start = BETWEEN.lastIndex;
  const first = text[start] ?? "";
  // No statement begins so: it is what stands between, whose end isn't there yet.
  return first === "" || /[-/\\]/.test(first) ? undefined : start;
}
