import { basename } from "node:path";
import { fail } from "./errors.ts";
import { type HeaderEntry, type HeaderNames, headerError, headerFrom, type RevisionHeader } from "./header.ts";
import { firstParagraph, lineAt } from "./text-place.ts";
import { type PythonToken, readPythonTokens } from "./text-python.ts";

/** What the entries of a header are called in Python. */
export const PYTHON_HEADER: HeaderNames = {
  id: "revision",
  downRevisions: "down_revision",
  labels: "branch_labels",
  dependsOn: "depends_on",
};
const KNOWN: ReadonlySet<string> = new Set(Object.values(PYTHON_HEADER));
const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** A header that only a run of its file tells. */
export interface NoLiteral {
  /** What to say where nothing can run it. */
  readonly problem: Error;
}

/**
 * Reads the header of one of Alembic's own revisions without running it: `revision`, `down_revision`, `branch_labels`, `depends_on`
 * at the top level, with or without a type, each a string, `None`, or a tuple, list or set of strings; a later assignment wins, as in
 * Python. The message is the first paragraph of the docstring. A file without `revision` whose name is hex digits has that name for
 * its id, as in Alembic (1.20, `script/base.py`). What isn't a literal is told by running the file alone.
 * Errors: REVISION_FILE_NO_ID, REVISION_FILE_HEADER, REVISION_FILE_SYNTAX, REVISION_FILE_ID_INVALID.
 */
export function headerPython(text: string, path: string): RevisionHeader | NoLiteral {
  const next = readPythonTokens(text, (offset, what) => {
    const line = lineAt(text, offset);
    return fail("REVISION_FILE_SYNTAX", `${path}:${line}: ${what}`, { details: { path, line } });
  });
  const entries = new Map<string, HeaderEntry>();
  let problem: Error | undefined;
  let message: string | undefined;
  let token = next();
  while (token.kind !== "end") {
    if (token.kind === "newline") {
      token = next();
      continue;
    }
    const topLevel = token.firstColumn;
    for (let inStatement = topLevel; inStatement; ) {
      if (token.kind === "string" && message === undefined && entries.size === 0) message = token.value ?? "";
      message ??= "";
      if (token.kind === "name" && KNOWN.has(token.text)) token = readAssignment(token);
      token = skipTo(token, ";");
      inStatement = token.text === ";";
      if (inStatement) token = next();
    }
    token = skipTo(token);
    if (topLevel && nothingMore(text, token.start, entries)) break;
  }
  if (problem !== undefined) return { problem };
  const hexName = /^([0-9a-f]+)\.py$/.exec(basename(path))?.[1];
  if (!entries.has(PYTHON_HEADER.id) && hexName !== undefined && entries.has(PYTHON_HEADER.downRevisions)) {
    entries.set(PYTHON_HEADER.id, { value: hexName, line: 1 });
  }
  return headerFrom(path, PYTHON_HEADER, { entries, message: firstParagraph(message ?? "") });

  /** Reads `name: type = value` if that stands here, and returns the token after it. */
  function readAssignment(name: PythonToken): PythonToken {
    let here = next();
    if (here.text === ":") here = skipTo(next(), "=");
    if (here.text !== "=") return here;
    const first = next();
    if (first.text === "=") return first;
    const { read, after } = readValue(first);
    const line = lineAt(text, name.start);
    if (read === undefined || !endsStatement(after)) {
      const what = `\`${name.text}\` must be a literal: a string, None, or a tuple or list of strings`;
      problem ??= headerError(path, line, what);
      return after;
    }
    entries.set(name.text, { value: read, line });
    return after;
  }

  /** Reads a value, or several with commas and no brackets, which is a tuple too. */
  function readValue(first: PythonToken): { read: HeaderEntry["value"] | undefined; after: PythonToken } {
    const one = readOne(first);
    if (one.after.text !== "," || typeof one.read !== "string") return one;
    const items = [one.read];
    let after = next();
    while (after.kind === "string") {
      const item = readOne(after);
      if (typeof item.read !== "string") return { read: undefined, after: item.after };
      items.push(item.read);
      after = item.after.text === "," ? next() : item.after;
    }
    return { read: items, after };
  }

  function readOne(first: PythonToken): { read: HeaderEntry["value"] | undefined; after: PythonToken } {
    if (first.text === "None") return { read: null, after: next() };
    if (first.kind === "string") return readString(first);
    const closer = CLOSERS[first.text];
    return closer === undefined ? { read: undefined, after: first } : readBracketed(first.text, closer);
  }

  /** Reads a string with those that follow it directly, which Python joins. */
  function readString(first: PythonToken): { read: string | undefined; after: PythonToken } {
    let read: string | undefined = "";
    let here = first;
    for (; here.kind === "string"; here = next()) {
      read = here.value === undefined || read === undefined ? undefined : read + here.value;
    }
    return { read, after: here };
  }

  /** Reads a tuple, list or set after its opening bracket; `("a")` is the string alone. */
  function readBracketed(
    opener: string,
    closer: string,
  ): { read: HeaderEntry["value"] | undefined; after: PythonToken } {
    const items: string[] = [];
    let here = next();
    if (opener === "(" && (here.text === "None" || CLOSERS[here.text] !== undefined)) {
      const inner = readOne(here);
      return inner.after.text === closer
        ? { read: inner.read, after: next() }
        : { read: undefined, after: inner.after };
    }
    let commas = 0;
    while (here.text !== closer || here.kind !== "punctuator") {
      const item = readOne(here);
      if (typeof item.read !== "string") return { read: undefined, after: item.after };
      items.push(item.read);
      if (item.after.text !== "," && item.after.text !== closer) return { read: undefined, after: item.after };
      if (item.after.text === ",") commas++;
      here = item.after.text === "," ? next() : item.after;
    }
    if (opener === "{" && items.length === 0) return { read: undefined, after: here };
    const alone = opener === "(" && commas === 0 ? items[0] : undefined;
    return { read: alone ?? items, after: next() };
  }

  /** The next token, from `first` on, that is `text` outside of brackets or ends the line. */
  function skipTo(first: PythonToken, wanted?: string): PythonToken {
    let nesting = 0;
    for (let here = first; ; here = next()) {
      if (here.kind === "newline" || here.kind === "end") return here;
      if (here.kind !== "punctuator") continue;
      if (nesting === 0 && here.text === wanted) return here;
      if (CLOSERS[here.text] !== undefined) nesting++;
      if (")]}".includes(here.text)) nesting--;
    }
  }
}

function endsStatement(after: PythonToken): boolean {
  return after.kind === "newline" || after.kind === "end" || after.text === ";";
}

/** Whether all of the header is behind `at`, so that the rest of the file needn't be looked at. */
function nothingMore(text: string, at: number, entries: ReadonlyMap<string, HeaderEntry>): boolean {
  if (!entries.has(PYTHON_HEADER.id) || !entries.has(PYTHON_HEADER.downRevisions)) return false;
  MORE.lastIndex = at;
  return !MORE.test(text);
}

const MORE = /(?:^|;)[ \t]*(?:revision|down_revision|branch_labels|depends_on)[ \t]*[:=\\]/gm;
