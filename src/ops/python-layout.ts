import type { PythonCode, PythonLine } from "./python-code.ts";

/** Columns of a line, as Black has them. */
const WIDTH = 88;
/** Statements of a revision stand in a function. */
const DEPTH = 4;

/**
 * The lines of statements as Black would leave them in the body of a function, without the indentation of that body. No string
 * spans lines, so that the text may be indented as a whole.
 */
export function layOutPython(lines: readonly PythonLine[]): string {
  return block(lines, 0);
}

function block(lines: readonly PythonLine[], indent: number): string {
  return lines.map((line) => `${" ".repeat(indent)}${statement(line, indent)}`).join("\n");
}

function statement(line: PythonLine, indent: number): string {
  if (line.kind === "comment") return `# ${line.text}`;
  if (line.kind === "raise") return `raise ${open(line.error, indent, indent + "raise ".length, 0)}`;
  if (line.kind !== "with") return open(line, indent, indent, 0);
  const tail = line.as === undefined ? ":" : ` as ${line.as}:`;
  const head = open(line.head, indent, indent + "with ".length, tail.length);
  return `with ${head}${tail}\n${block(line.body, indent + 4)}`;
}

/** The code from column `at` on, with `after` columns to come behind it on its last line. */
function open(code: PythonCode, indent: number, at: number, after: number): string {
  const line = flat(code);
  if (!mustOpen(code) && DEPTH + at + line.length + after <= WIDTH) return line;
  switch (code.kind) {
    case "word":
      return line;
    case "string":
      return code.value.includes("\n") ? inParentheses(code.value, indent) : line;
    case "list":
      return bracketed("[", code.items.map(unlabelled), "]", indent);
    case "tuple":
      return bracketed("(", code.items.map(unlabelled), ")", indent);
    case "dict":
      return bracketed(
        "{",
        code.entries.map(([key, value]) => ({ label: `${quote(key)}: `, code: value })),
        "}",
        indent,
      );
    case "call":
      return openCall(code, indent);
  }
}

type Call = Extract<PythonCode, { readonly kind: "call" }>;

interface Item {
  readonly label: string;
  readonly code: PythonCode;
}

/** Everything on one line inside, where that is enough; else each parameter on its own. */
function openCall(call: Call, indent: number): string {
  const items = itemsOf(call);
  const [first] = items;
  if (items.length === 1 && first?.label === "" && first.code.kind === "string" && spansLines(first.code)) {
    return `${call.callee}${inParentheses(first.code.value, indent)}`;
  }
  const inner = items.map(({ label, code }) => `${label}${flat(code)}`).join(", ");
  const fits = DEPTH + indent + 4 + inner.length <= WIDTH;
  if (call.open !== true && fits && !items.some(({ code }) => mustOpen(code))) {
    return `${call.callee}(\n${" ".repeat(indent + 4)}${inner}\n${" ".repeat(indent)})`;
  }
  return bracketed(`${call.callee}(`, items, ")", indent);
}

function itemsOf({ parameters, keywords }: Call): readonly Item[] {
  return [
    ...parameters.map(unlabelled),
    ...Object.entries(keywords).map(([key, code]) => ({ label: `${key}=`, code })),
  ];
}

function unlabelled(code: PythonCode): Item {
  return { label: "", code };
}

function bracketed(start: string, items: readonly Item[], end: string, indent: number): string {
  if (items.length === 0) return start + end;
  const inner = indent + 4;
  // Where there is nothing to separate, Black puts no comma.
  const comma = items.length > 1 ? "," : "";
  const lines = items.map(({ label, code }) => {
    return `${" ".repeat(inner)}${label}${open(code, inner, inner + label.length, comma.length)}${comma}\n`;
  });
  return `${start}\n${lines.join("")}${" ".repeat(indent)}${end}`;
}

/** A string of several lines as strings that Python joins, one for each. */
function inParentheses(value: string, indent: number): string {
  const lines = value.split(/(?<=\n)/).map((line) => `${" ".repeat(indent + 4)}${quote(line)}\n`);
  return `(\n${lines.join("")}${" ".repeat(indent)})`;
}

function flat(code: PythonCode): string {
  switch (code.kind) {
    case "word":
      return code.text;
    case "string":
      return quote(code.value);
    case "list":
      return `[${code.items.map(flat).join(", ")}]`;
    case "tuple":
      return `(${code.items.map(flat).join(", ")}${code.items.length === 1 ? "," : ""})`;
    case "dict":
      return `{${code.entries.map(([key, value]) => `${quote(key)}: ${flat(value)}`).join(", ")}}`;
    case "call":
      return `${code.callee}(${itemsOf(code)
        .map((item) => `${item.label}${flat(item.code)}`)
        .join(", ")})`;
  }
}

function mustOpen(code: PythonCode): boolean {
  if (code.kind === "call") return code.open === true || itemsOf(code).some((item) => mustOpen(item.code));
  if (code.kind === "list" || code.kind === "tuple") return code.items.some(mustOpen);
  if (code.kind === "dict") return code.entries.some(([, value]) => mustOpen(value));
  return spansLines(code);
}

function spansLines(code: PythonCode): boolean {
  return code.kind === "string" && /\n./s.test(code.value);
}

/** A literal in the quotes that need fewer escapes, the double ones when both do; in three of those where that saves all of them. */
function quote(value: string): string {
  const count = (sign: string) => value.split(sign).length;
  const isTripled = count('"') > 1 && count("'") > 1 && !/^"|""|"$/.test(value);
  const mark = isTripled ? '"""' : count('"') <= count("'") ? '"' : "'";
  const text = value.replaceAll(/["'\\]|\p{Cc}|\p{Zl}|\p{Zp}|\p{Surrogate}/gu, (sign) => {
    if (sign === '"' || sign === "'") return sign === mark ? `\\${sign}` : sign;
    return ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `${mark}${text}${mark}`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
