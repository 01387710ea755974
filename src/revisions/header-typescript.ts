import { fail } from "./errors.ts";
import { type HeaderEntry, type HeaderNames, headerError, headerFrom, type RevisionHeader } from "./header.ts";
import { messageOfComments } from "./text-comments.ts";
import { readTokens, type Token } from "./text-javascript.ts";
import { lineAt } from "./text-place.ts";

const NAMES: HeaderNames = {
  id: "revision",
  downRevisions: "downRevision",
  labels: "branchLabels",
  dependsOn: "dependsOn",
};
const KNOWN: ReadonlySet<string> = new Set(Object.values(NAMES));
const DECLARATIONS: ReadonlySet<string> = new Set(["const", "let", "var"]);

/**
 * Reads the header of a TypeScript or JavaScript revision without running it: `export const revision`, `downRevision`,
 * `branchLabels`, `dependsOn` at the top level, each a string, `null`, or a list of strings; type annotations, `as` and `satisfies`
 * are passed over. The message is the first paragraph of the comment at the head of the file or above `revision`, a doc comment before a plain one.
 * Errors: REVISION_FILE_NO_ID, REVISION_FILE_HEADER, REVISION_FILE_SYNTAX, REVISION_FILE_ID_INVALID.
 */
export function headerTypescript(text: string, path: string): RevisionHeader {
  const reader = readTokens(text, (offset, what) => {
    const line = lineAt(text, offset);
    return fail("REVISION_FILE_SYNTAX", `${path}:${line}: ${what}`, { details: { path, line } });
  });
  const entries = new Map<string, HeaderEntry>();
  let firstAt: number | undefined;
  let revisionAt = text.length;
  let beforeRevision = 0;
  let depth = 0;
  let previousEnd = 0;
  let token = reader.next();
  while (token.kind !== "end") {
    firstAt ??= token.start;
    if (depth === 0 && token.kind === "name" && token.text === "export") {
      const exportAt = token.start;
      token = reader.next();
      if (!DECLARATIONS.has(token.text)) continue;
      do {
        token = readDeclarator(reader.next());
        if (entries.has(NAMES.id) && revisionAt === text.length) {
          revisionAt = exportAt;
          beforeRevision = previousEnd;
        }
      } while (token.text === ",");
      previousEnd = token.start;
      if (nothingMore(text, token.start, entries)) break;
      continue;
    }
    if (token.kind === "punctuator") depth += DEPTH[token.text] ?? 0;
    previousEnd = token.end;
    token = reader.next();
  }
  const comments = reader.comments.filter(
    (comment) => comment.end <= (firstAt ?? 0) || (comment.start >= beforeRevision && comment.end <= revisionAt),
  );
  return headerFrom(path, NAMES, { entries, message: messageOfComments(text, comments, entries.get(NAMES.id)?.value) });

  /** Reads `name: type = value`, given the token of the name; returns the token after it. */
  function readDeclarator(name: Token): Token {
    if (!KNOWN.has(name.text)) return skipExpression(name);
    const line = lineAt(text, name.start);
    let here: Token | undefined = reader.next();
    if (here.text === ":") here = skipType(reader.next());
    if (here?.text !== "=") throw headerError(path, line, `\`${name.text}\` has no value`);
    const value = readValue(reader.next());
    const after = skipCasts(value.after);
    if (value.read === undefined || after === undefined || !endsValue(after)) {
      throw headerError(path, line, `\`${name.text}\` must be a literal: a string, null, or a list of strings`);
    }
    entries.set(name.text, { value: value.read, line });
    return after;
  }

  /** Reads a literal that begins with `first`; `read` is undefined for anything else. */
  function readValue(first: Token): { readonly read: HeaderEntry["value"] | undefined; readonly after: Token } {
    if (first.value !== undefined) return { read: first.value, after: reader.next() };
    if (first.text === "null" || first.text === "undefined") return { read: null, after: reader.next() };
    if (first.text === "(") {
      const inner = readValue(reader.next());
      if (skipCasts(inner.after)?.text !== ")") return { read: undefined, after: inner.after };
      return { read: inner.read, after: reader.next() };
    }
    if (first.text !== "[") return { read: undefined, after: first };
    const items: string[] = [];
    for (let here = reader.next(); ; here = reader.next()) {
      if (here.text === "]" && here.kind === "punctuator") return { read: items, after: reader.next() };
      if (here.value === undefined) return { read: undefined, after: here };
      items.push(here.value);
      here = reader.next();
      if (here.text === "]" && here.kind === "punctuator") return { read: items, after: reader.next() };
      if (here.text !== ",") return { read: undefined, after: here };
    }
  }

  /** Passes `as T` and `satisfies T`, if they stand here; undefined when more than a type follows. */
  function skipCasts(first: Token): Token | undefined {
    return first.kind === "name" && CASTS.has(first.text) ? skipType(reader.next()) : first;
  }

  /** Passes a type, with what it is cast to next; undefined when an operator shows that this is a larger expression. */
  function skipType(first: Token): Token | undefined {
    let nesting = 0;
    let last: Token | undefined;
    for (let here = first; ; here = reader.next()) {
      if (here.kind === "end") return here;
      if (nesting === 0) {
        if (ENDS_TYPE.has(here.text)) return here;
        if (here.afterLineBreak && here.kind === "name" && last !== undefined && !TYPE_GOES_ON.has(last.text))
          return here;
        if (OPERATORS.has(here.text) || (DOUBLED.has(here.text) && last?.text === here.text)) return undefined;
      }
      if (here.kind === "punctuator") nesting += DEPTH[here.text] ?? ANGLES[here.text] ?? 0;
      last = here;
    }
  }

  /** Passes the rest of a declarator that is no header, and returns the token that ends it. */
  function skipExpression(first: Token): Token {
    let nesting = 0;
    let last: Token | undefined;
    for (let here = first; ; here = reader.next()) {
      if (here.kind === "end") return here;
      if (nesting === 0 && (here.text === ";" || (here.text === "," && here.kind === "punctuator"))) return here;
      if (nesting === 0 && here.afterLineBreak && here.text === "export" && last?.text !== ".") return here;
      if (here.kind === "punctuator") nesting += DEPTH[here.text] ?? 0;
      last = here;
    }
  }
}

const CASTS: ReadonlySet<string> = new Set(["as", "satisfies"]);
const ENDS_TYPE: ReadonlySet<string> = new Set(["=", ";", ",", ")"]);
const TYPE_GOES_ON: ReadonlySet<string> = new Set(["|", "&", ".", ":", "?", "=>", "keyof", "typeof", "extends", "as"]);
const OPERATORS: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^", "++", "--"]);
const DOUBLED: ReadonlySet<string> = new Set(["|", "&", "?"]);
const DEPTH: Readonly<Record<string, number>> = { "{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1 };
const ANGLES: Readonly<Record<string, number>> = { "<": 1, ">": -1 };

/** Whether a value ends where `after` begins, and isn't the first part of a larger expression. */
function endsValue(after: Token): boolean {
  if (after.kind === "end") return true;
  if (after.kind === "punctuator") return after.text === ";" || after.text === "," || after.text === "@";
  return after.kind === "name" && after.afterLineBreak;
}

/** Whether all of the header is behind `at`, so that the rest of the file needn't be looked at. */
function nothingMore(text: string, at: number, entries: ReadonlyMap<string, HeaderEntry>): boolean {
  if (!entries.has(NAMES.id) || !entries.has(NAMES.downRevisions)) return false;
  if (entries.size === KNOWN.size) return true;
  MORE.lastIndex = at;
  return !MORE.test(text);
}

const MORE = /\bexport\s+(?:const|let|var)\s+(?:downRevision|branchLabels|dependsOn)\b/g;
