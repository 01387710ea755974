/** A piece of Python on its way to text: what is written, without how it is laid out. */
export type PythonCode =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "list" | "tuple"; readonly items: readonly PythonCode[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [key: string, value: PythonCode])[] }
  | {
      readonly kind: "call";
      readonly callee: string;
      readonly parameters: readonly PythonCode[];
      readonly keywords: PythonKeywords;
      /** Each parameter stands on a line of its own even where one line would hold them all. */
      readonly open?: true;
    };

/** Named parameters of a call, in their order. */
export type PythonKeywords = Readonly<Record<string, PythonCode>>;

/** A statement of the body of a function. */
export type PythonLine =
  | PythonCode
  /** A line of words, without the sign before it. */
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "raise"; readonly error: PythonCode }
  /** `with head:` and what is in it, which isn't empty. */
  | { readonly kind: "with"; readonly head: PythonCode; readonly as?: string; readonly body: readonly PythonLine[] };

/** Code for a constant. */
export function pyWord(value: boolean | number | null): PythonCode {
  const text = value === null ? "None" : value === true ? "True" : value === false ? "False" : String(value);
  return { kind: "word", text };
}

/** Code that is written already, such as the type of a column as a model has it. */
export function pyRaw(text: string): PythonCode {
  return { kind: "word", text };
}

/** Code for a string. */
export function pyText(value: string): PythonCode {
  return { kind: "string", value };
}

/** Code for a list of strings. */
export function pyTexts(values: readonly string[]): PythonCode {
  return { kind: "list", items: values.map(pyText) };
}

/** Code for a call; keywords that are undefined are left out. */
export function pyCall(
  callee: string,
  parameters: readonly PythonCode[],
  keywords: Readonly<Record<string, PythonCode | undefined>> = {},
): Extract<PythonCode, { kind: "call" }> {
  const given = Object.entries(keywords).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { kind: "call", callee, parameters, keywords: Object.fromEntries(given) };
}

/** Code for SQL text in SQLAlchemy: `sa.text("…")`. */
export function pySql(sql: string): PythonCode {
  return pyCall("sa.text", [pyText(escapeSql(sql))]);
}

/** Code for SQL where SQLAlchemy itself makes `text()` of a string: `op.execute`, a check, a generated column. */
export function pySqlText(sql: string): PythonCode {
  return pyText(escapeSql(sql));
}

/**
 * SQL as `sqlalchemy.text()` wants it: a colon before a word would begin a parameter, and a backslash before a colon would be
 * taken away. Source: docs.sqlalchemy.org/en/20/core/sqlelement.html#sqlalchemy.sql.expression.text, and `BIND_PARAMS` of its compiler.
 */
function escapeSql(sql: string): string {
  return sql
    .replaceAll(/\\(?=:[\p{L}\p{N}_$]*(?![:\p{L}\p{N}_$]))/gu, "\\\\")
    .replaceAll(/(?<![:\p{L}\p{N}_$\\]):(?=[\p{L}\p{N}_$]+(?![:\p{L}\p{N}_$]))/gu, "\\:");
}
