import { isBuiltin } from "node:module";
import { extname } from "node:path";
import { readTokens } from "./text-javascript.ts";

/** What a module can use and still be the same each time: the rest of what is global reaches the process, the clock, the network, chance. */
const PURE: ReadonlySet<string> = new Set(
  `Object Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error AggregateError RangeError
   ReferenceError SyntaxError TypeError URIError JSON Math Map Set BigInt decodeURI decodeURIComponent encodeURI encodeURIComponent escape
   unescape isFinite isNaN structuredClone`.split(/\s+/),
);

/** Names by which a module comes to something else, beside those of what is global. */
const OUTWARD: ReadonlySet<string> = new Set(
  "require module exports __dirname __filename window self navigator constructor random localeCompare".split(" "),
);

/** Files of these hold no names at all. */
const DATA: ReadonlySet<string> = new Set([".json"]);
const CODE: ReadonlySet<string> = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

/**
 * True where what the source of a module says is all that it exports depends on, but for what it imports of other files: no environment,
 * no clock, no file, nothing of Node's. False where that isn't sure, for a name may mean something else than the word suggests.
 */
export function standsAlone(path: string, text: string): boolean {
  if (DATA.has(extname(path))) return true;
  if (!CODE.has(extname(path))) return false;
  const global = new Set(Object.getOwnPropertyNames(globalThis));
  const isOutward = (name: string) =>
    OUTWARD.has(name) || (global.has(name) && !PURE.has(name)) || name.includes("\\") || name.startsWith("toLocale");
  try {
    return !tokensOf(text).some(({ kind, text: word, value }, i, all) => {
      if (kind === "name") return isOutward(word) || (word === "import" && /^[(.]$/.test(all[i + 1]?.text ?? ""));
      const before = all[i - 1]?.text ?? "";
      if (kind === "string")
        return value === "constructor" || (/^(?:from|import)$/.test(before) && isBuiltin(value ?? ""));
      // A template's code is looked at as words.
      return kind === "template" && value === undefined && (word.match(/[\w$\\]+/g) ?? []).some(isOutward);
    });
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

/** What the reader of tokens can't read, as JSX, may be anything. */
class Unreadable extends Error {}

function tokensOf(text: string) {
  const { next } = readTokens(text, (_, what) => new Unreadable(what));
  const tokens = [];
  for (let token = next(); token.kind !== "end"; token = next()) tokens.push(token);
  return tokens;
}
