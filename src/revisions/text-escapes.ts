/** The escapes that JavaScript and Python share. */
const SIMPLE: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };
const SELVES: ReadonlySet<string> = new Set(["\\", "'", '"']);

/** What a language has beyond them. */
interface Escapes {
  readonly a?: string;
  /** What a backslash stands for with a letter behind it that means nothing. */
  readonly unknown: (letter: string) => string;
}

const JAVASCRIPT: Escapes = { unknown: (letter) => letter };

/** What the inside of a JavaScript or Python string literal stands for. */
export function decodeEscapes(inside: string, { a, unknown }: Escapes = JAVASCRIPT): string {
  if (!inside.includes("\\")) return inside;
  return inside.replaceAll(
    /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))/g,
    (_all, braced?: string, short?: string, long?: string, byte?: string, octal?: string, other?: string) => {
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
      const code = braced ?? short ?? long ?? byte;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      if (other === undefined || other === "\n" || other === "\r\n") return "";
      if (other === "a" && a !== undefined) return a;
      return SIMPLE[other] ?? (SELVES.has(other) ? other : unknown(other));
    },
  );
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
