import { renamedToken, type SqlToken, sqlTokens, tokenIs } from "./sql-tokens.ts";

/**
 * A view's query or the statement of a trigger or a rule with a table renamed: where it stands as a table (after FROM, JOIN, INTO, UPDATE,
 * REFERENCES, TABLE, in a list of FROM, after the ON of a trigger's header and the TO of a rule's) and where it qualifies a column. A column of the
 * same name stays.
 */
export function renameTableIn(sqlText: string, from: string, to: string): string {
  const tokens = sqlTokens(sqlText);
  const solid = tokens.flatMap((token, i) => (token.kind === "blank" ? [] : [i]));
  const places = tablePlaces(solid.map((i) => tokens[i] ?? nothing));
  const renamed = new Set(solid.filter((_at, i) => places.has(i)));
  return tokens
    .map((token, i) => (renamed.has(i) && tokenIs(token, from) ? renamedToken(token, to) : token).text)
    .join("");
}

const nothing: SqlToken = { kind: "blank", text: "" };
const tableFollows: ReadonlySet<string> = new Set(["from", "join", "into", "update", "references", "table"]);
const listEnds: ReadonlySet<string> = new Set([
  "where",
  "group",
  "order",
  "having",
  "limit",
  "union",
  "except",
  "intersect",
  "select",
  "set",
  "window",
]);

/** Indexes of the tokens that stand where a table's name does. */
function tablePlaces(tokens: readonly SqlToken[]): ReadonlySet<number> {
  const places = new Set<number>();
  // One entry for each open parenthesis: whether a comma at its depth goes on with the tables of a FROM.
  const inFrom = [false];
  let header = wordBeforeTable(tokens);
  tokens.forEach((token, i) => {
    const before = wordOf(tokens[i - 1]);
    const here = wordOf(token);
    if (tokens[i + 1]?.text === "." && tokens[i - 1]?.text !== ".") places.add(i);
    if (tableFollows.has(before) || (before === "only" && tableFollows.has(wordOf(tokens[i - 2]))))
      placeName(tokens, i, places);
    if (tokens[i - 1]?.text === "," && inFrom.at(-1) === true) placeName(tokens, i, places);
    if (before !== "" && before === header) {
      placeName(tokens, i, places);
      header = undefined;
    }
    if (token.text === "(") inFrom.push(inFrom.at(-1) === true && before === "from");
    if (token.text === ")" && inFrom.length > 1) inFrom.pop();
    if (here === "from") inFrom[inFrom.length - 1] = true;
    if (listEnds.has(here) || token.text === ";") inFrom[inFrom.length - 1] = false;
  });
  return places;
}

/** The name at `at`, or behind its namespace, is a table's. */
function placeName(tokens: readonly SqlToken[], at: number, places: Set<number>): void {
  places.add(tokens[at + 1]?.text === "." ? at + 2 : at);
}

/** The first of these words in the header of a trigger or a rule stands before its table. */
function wordBeforeTable(tokens: readonly SqlToken[]): "on" | "to" | undefined {
  if (wordOf(tokens[0]) !== "create") return undefined;
  const kind = tokens
    .slice(1, 6)
    .map(wordOf)
    .find((word) => word === "trigger" || word === "rule");
  return kind && (kind === "rule" ? "to" : "on");
}

function wordOf(token: SqlToken | undefined): string {
  return token?.kind === "word" ? token.text.toLowerCase() : "";
}
