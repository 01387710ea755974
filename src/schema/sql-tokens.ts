/** A piece of SQL text, cut without knowing whose SQL it is. */
export interface SqlToken {
  /** `word`: a bare name or keyword. `name`: a quoted name. `blank`: space and comments. `other`: numbers, single signs, and the ends of a text in dollars. */
  readonly kind: "word" | "name" | "string" | "blank" | "other";
  readonly text: string;
}

const pattern =
  /(?<blank>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")+"|`(?:[^`]|``)+`|(?<![\p{L}\p{N}_$\])"`])\[[^\]]+\])|(?<word>[\p{L}_](?:[\p{L}\p{N}_]|\$(?!(?:[\p{L}_][\p{L}\p{N}_]*)?\$))*)|(?<other>\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$|\d[\p{L}\p{N}_.]*|[\s\S])/gu;

/**
 * The tokens of a text; joined, they are the text. A name in brackets is one only where it can't be a subscript.
 * A double-quoted text counts as a name, though some servers can be told to take it for a string.
 */
export function sqlTokens(text: string): readonly SqlToken[] {
  return Array.from(text.matchAll(pattern), (match): SqlToken => {
    const { blank, string, name, word } = match.groups ?? {};
    if (blank !== undefined) return { kind: "blank", text: blank };
    if (string !== undefined) return { kind: "string", text: string };
    if (name !== undefined) return { kind: "name", text: name };
    return word === undefined ? { kind: "other", text: match[0] } : { kind: "word", text: word };
  });
}

/** The name that a token stands for, without its quotes; undefined when it stands for none. */
function nameInToken(token: SqlToken): string | undefined {
  if (token.kind === "word") return token.text;
  if (token.kind !== "name") return undefined;
  const inner = token.text.slice(1, -1);
  const close = token.text.at(-1) ?? "";
  return close === "]" ? inner : inner.replaceAll(close + close, close);
}

/** The names in a text, bare ones and quoted ones, and words that may be one; those in strings too, where servers keep names of objects and bodies. */
export function namesIn(text: string): readonly string[] {
  return sqlTokens(text).flatMap((token) => {
    if (token.kind === "string") return namesIn(token.text.replaceAll("'", " "));
    return isKeyword(token) ? [] : (nameInToken(token) ?? []);
  });
}

/** The names directly behind FROM and JOIN, without the namespaces: what stands there is no column. */
export function sourcesIn(text: string): readonly string[] {
  const tokens = sqlTokens(text).filter(({ kind, text: sign }) => kind !== "blank" && sign !== "(");
  return tokens.flatMap((token, i) => {
    if (token.kind !== "word" || !/^(?:from|join)$/i.test(token.text)) return [];
    const at = /^(?:only|lateral)$/i.test(tokens[i + 1]?.text ?? "") ? i + 2 : i + 1;
    const name = tokens[at + 1]?.text === "." ? tokens[at + 2] : tokens[at];
    return name === undefined || isKeyword(name) ? [] : (nameInToken(name) ?? []);
  });
}

/** True when the token stands for this name; the case of bare words doesn't count, and a keyword is never one. */
export function tokenIs(token: SqlToken, name: string): boolean {
  if (token.kind !== "word") return nameInToken(token) === name;
  return token.text.toLowerCase() === name.toLowerCase() && !isKeyword(token);
}

function isKeyword(token: SqlToken): boolean {
  return token.kind === "word" && keywords.has(token.text.toLowerCase());
}

/** The token with another name, in the quotes that it had; a bare word gets quotes where the new name needs them. */
export function renamedToken(token: SqlToken, name: string): SqlToken {
  const quote = token.kind === "name" ? token.text.charAt(0) : '"';
  if (token.kind === "word" && isBareName(name)) return { kind: "word", text: name };
  if (quote === "[" && !name.includes("]")) return { kind: "name", text: `[${name}]` };
  const sign = quote === "[" ? '"' : quote;
  return { kind: "name", text: sign + name.replaceAll(sign, sign + sign) + sign };
}

/** True for a name that every server takes bare and leaves in its case. */
function isBareName(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) && !reservedSomewhere.has(name);
}

/** Words that no server takes for a bare name. */
const keywords = words(
  "all alter and as between by case check collate create cross default distinct drop else exists from group having " +
    "in insert into is join like limit not null on or order primary references select set table then to union unique update " +
    "using values when where",
);

/** Words that some server takes for a bare name and another doesn't. */
const reservedSomewhere = words(
  "add analyze any array asc cast column constraint current_date current_time current_timestamp current_user database delete " +
    "desc end except false fetch for foreign full grant groups index inner intersect interval isnull key keys lateral leading " +
    "left localtime localtimestamp natural notnull offset only outer over partition range rank right row rows session_user " +
    "some system trailing trigger true user window with",
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
