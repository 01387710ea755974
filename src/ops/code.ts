import type { Spelled, Speller } from "./spelling.ts";

/** A piece of TypeScript on its way to text: what is written, without how it is laid out. */
export type Code = (
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "sql"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Code[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [key: string, value: Code])[] }
  | { readonly kind: "call"; readonly callee: string; readonly parameters: readonly Code[] }
) & {
  /** What it is the code of, where somebody may want to write that otherwise. */
  readonly of?: Spelled;
};

/** Code for a word: a keyword, a number. */
export function word(value: string | number | boolean | null): Code {
  return { kind: "word", text: String(value).replace("e+", "e") };
}

/** Code for a string literal, in the quotes that need fewer escapes; the double ones when both do. */
export function text(value: string): Code {
  const double = JSON.stringify(value);
  const count = (sign: string) => value.split(sign).length;
  if (count('"') <= count("'")) return { kind: "word", text: double };
  const inner = double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return { kind: "word", text: `'${inner}'` };
}

/** Code for SQL text: sql`…`, or a record where a template can't hold the text. */
export function sqlText(value: string): Code {
  return fitsTemplate(value) ? { kind: "sql", text: value } : { kind: "record", entries: [["sql", text(value)]] };
}

/** Code for a list. */
export function list(items: readonly Code[]): Code {
  return { kind: "list", items };
}

/** Code for a list of strings. */
export function texts(values: readonly string[]): Code {
  return list(values.map(text));
}

/** Code for a record of these properties, in their order, without the absent ones; undefined when none is left. */
export function record(properties: { readonly [key: string]: Code | undefined }): Code | undefined {
  const entries = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return entries.length === 0 ? undefined : { kind: "record", entries };
}

/** Code for a call; absent parameters at its end are left out. */
export function call(callee: string, ...parameters: readonly (Code | undefined)[]): Code {
  const last = parameters.findLastIndex((parameter) => parameter !== undefined);
  const given = parameters.slice(0, last + 1).map((parameter) => parameter ?? word("undefined"));
  return { kind: "call", callee, parameters: given };
}

/** Code of a value that may be absent. */
export function optional<T>(value: T | undefined, code: (value: T) => Code): Code | undefined {
  return value === undefined ? undefined : code(value);
}

/** Names that the code takes from the package: of the functions that it calls, and `sql`. */
export function namesUsed(code: Code): readonly string[] {
  if (code.kind === "word") return [];
  if (code.kind === "sql") return ["sql"];
  if (code.kind === "list") return code.items.flatMap(namesUsed);
  if (code.kind === "record") return code.entries.flatMap(([, value]) => namesUsed(value));
  const inner = code.parameters.flatMap(namesUsed);
  return code.callee.startsWith("op.") ? inner : [code.callee, ...inner];
}

/**
 * In a template, a backslash before a backtick or `${` would be read as an escape of it, and one at the end would escape
 * the template's own; a carriage return would become a line feed, and half a surrogate pair would not survive the file.
 */
function fitsTemplate(value: string): boolean {
  return !/\\(?:`|\$\{|$)|\r|\p{Surrogate}/u.test(value);
}

/** The code as `speller` wants it, and what that imports; undefined for what is left out. */
export function respelled(code: Code, speller: Speller, imports: Set<string>): Code | undefined {
  const spelling = code.of && speller(code.of);
  if (spelling === null) return undefined;
  if (spelling !== undefined) {
    for (const name of spelling.imports) imports.add(name);
    return { kind: "word", text: spelling.code };
  }
  const inner = (part: Code) => respelled(part, speller, imports);
  const given = (parts: readonly Code[]) => parts.flatMap((part) => inner(part) ?? []);
  switch (code.kind) {
    case "list":
      return { ...code, items: given(code.items) };
    case "record": {
      const entries = code.entries.flatMap(([key, value]) => {
        const spelled = inner(value);
        return spelled === undefined ? [] : [[key, spelled] as const];
      });
      return entries.length === 0 && code.entries.length > 0 ? undefined : { ...code, entries };
    }
    case "call":
      return { ...code, parameters: given(code.parameters) };
    default:
      return code;
  }
}
