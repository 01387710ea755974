import { type Code, text } from "./code.ts";

/** Columns of a line, as the project's formatter has them. */
const width = 120;

/**
 * The text of a statement as a formatter would leave it: on one line where it fits into `width` columns, else opened at its
 * last parameter or at all of them. `indent` is in spaces; the first line has it too.
 */
export function layOut(code: Code, indent: number): string {
  return `${" ".repeat(indent)}${open(code, indent, indent, 1)};`;
}

/** The code from column `at` on, with `after` columns to come behind it on its last line. */
function open(code: Code, indent: number, at: number, after: number): string {
  const line = flat(code);
  if (!mustOpen(code) && at + firstLine(line).length + after <= width) return line;
  switch (code.kind) {
    case "list":
      return bracketed(
        "[",
        code.items.map((item) => [item, ""] as const),
        "]",
        indent,
      );
    case "record":
      return bracketed(
        "{",
        code.entries.map(([key, value]) => [value, `${keyText(key)}: `] as const),
        "}",
        indent,
      );
    case "call":
      return openCall(code, indent, at);
    default:
      return line;
  }
}

type Call = Extract<Code, { readonly kind: "call" }>;

function openCall(code: Call, indent: number, at: number): string {
  const { callee, parameters } = code;
  const last = parameters.at(-1);
  if (last !== undefined && canHug(parameters)) {
    const head = [callee, "(", ...parameters.slice(0, -1).map((each) => `${flat(each)}, `)].join("");
    if (at + head.length + 1 <= width) return `${head}${opened(last, indent)})`;
  }
  return bracketed(
    `${callee}(`,
    parameters.map((each) => [each, ""] as const),
    ")",
    indent,
  );
}

/** The last parameter may be opened alone when it is a list or record, and the one before it is not the same. */
function canHug(parameters: readonly Code[]): boolean {
  const last = parameters.at(-1);
  if (last === undefined || !isOpenable(last) || parameters.at(-2)?.kind === last.kind) return false;
  return !parameters.slice(0, -1).some(spansLines);
}

function isOpenable(code: Code): boolean {
  return (code.kind === "list" && code.items.length > 0) || code.kind === "record";
}

function opened(code: Code, indent: number): string {
  // Nothing fits behind the last column, so that the code is opened.
  return open(code, indent, width, 1);
}

function bracketed(start: string, items: readonly (readonly [Code, string])[], end: string, indent: number): string {
  if (items.length === 0) return start + end;
  const inner = indent + 2;
  const lines = items.map(([item, label]) => {
    return `${" ".repeat(inner)}${label}${open(item, inner, inner + label.length, 1)},\n`;
  });
  return `${start}\n${lines.join("")}${" ".repeat(indent)}${end}`;
}

/** The text of a code on one line. */
export function flat(code: Code): string {
  switch (code.kind) {
    case "word":
      return code.text;
    case "sql":
      return `sql\`${code.text.replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
    case "list":
      return `[${code.items.map(flat).join(", ")}]`;
    case "record":
      if (code.entries.length === 0) return "{}";
      return `{ ${code.entries.map(([key, value]) => `${keyText(key)}: ${flat(value)}`).join(", ")} }`;
    case "call":
      return `${code.callee}(${code.parameters.map(flat).join(", ")})`;
  }
}

/** A text that stands alone in a call, `op.execute(sql`…`)`, leaves it closed, however many lines it has. */
function mustOpen(code: Code): boolean {
  const alone = code.kind === "call" && code.parameters.length === 1 && code.parameters[0]?.kind === "sql";
  return !alone && spansLines(code);
}

/** A text of several lines opens what is around it; so do rows of several fields. */
function spansLines(code: Code): boolean {
  switch (code.kind) {
    case "word":
      return false;
    case "sql":
      return code.text.includes("\n");
    case "list":
      return code.items.some(spansLines) || isTabular(code.items);
    case "record":
      return code.entries.some(([, value]) => spansLines(value));
    case "call":
      return code.parameters.some(spansLines);
  }
}

function isTabular(items: readonly Code[]): boolean {
  if (items.length < 2) return false;
  return items.every((item) =>
    item.kind === "record" ? item.entries.length > 1 : item.kind === "list" && item.items.length > 1,
  );
}

/** `__proto__` as a plain key would set the prototype. */
function keyText(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  const literal = text(key);
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) || literal.kind !== "word" ? key : literal.text;
}

function firstLine(line: string): string {
  return line.split("\n", 1)[0] ?? "";
}
