import { type PythonCode, pyCall, pyRaw, pyText } from "./python-code.ts";

/**
 * Python that is written already, such as the type of a column as a model has it, in pieces that can be laid out: calls, lists,
 * constants, names. Any other text is one word.
 */
export function parsePython(text: string): PythonCode {
  const reader = { text, at: 0 };
  const code = expression(reader);
  return code !== undefined && reader.at === text.length ? code : pyRaw(text);
}

interface Reader {
  readonly text: string;
  at: number;
}

function expression(reader: Reader): PythonCode | undefined {
  const value = take(reader, STRING);
  if (value !== undefined) return pyText(unescaped(value));
  if (take(reader, /\[/y) !== undefined) return sequence(reader, "list", /\]/y);
  if (take(reader, /\((?=[^)])/y) !== undefined) return sequence(reader, "tuple", /\)/y);
  const word = take(reader, /[A-Za-z_][\w.]*|-?\d[\w.]*/y);
  if (word === undefined) return undefined;
  let code: PythonCode | undefined = pyRaw(word);
  let callee = word;
  while (take(reader, /\(/y) !== undefined) {
    const start = reader.at;
    code = call(callee, reader);
    if (code === undefined) return undefined;
    // A method of what the call returns.
    callee += `(${reader.text.slice(start, reader.at)}`;
    callee += take(reader, /(?:\.[A-Za-z_]\w*)+(?=\()/y) ?? "";
  }
  return code;
}

function call(callee: string, reader: Reader): PythonCode | undefined {
  const parameters: PythonCode[] = [];
  const keywords: Record<string, PythonCode> = {};
  while (take(reader, /\)/y) === undefined) {
    const key = take(reader, /[A-Za-z_]\w*(?==)/y);
    if (key !== undefined) take(reader, /=/y);
    const code = expression(reader);
    if (code === undefined) return undefined;
    if (key === undefined) parameters.push(code);
    else keywords[key] = code;
    if (take(reader, /, ?|(?=\))/y) === undefined) return undefined;
  }
  return pyCall(callee, parameters, keywords);
}

function sequence(reader: Reader, kind: "list" | "tuple", end: RegExp): PythonCode | undefined {
  const items: PythonCode[] = [];
  while (take(reader, end) === undefined) {
    const item = expression(reader);
    if (item === undefined) return undefined;
    items.push(item);
    if (take(reader, /, ?|(?=[\])])/y) === undefined) return undefined;
  }
  return { kind, items };
}

/** A string without a prefix. What its escapes mean is known for these. */
const STRING = /"(?:[^"\\\n]|\\["'\\ntr])*"|'(?:[^'\\\n]|\\["'\\ntr])*'/y;

function unescaped(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}
