import type { Node, ParseResult, RangeVar } from "libpg-query";
import { messageOf } from "../../base/error.ts";

/** The kinds of node in a tree of PostgreSQL's own parser: `AlterTableStmt`, `RangeVar`, … */
export type NodeKind = Node extends infer N ? (N extends N ? keyof N : never) : never;

/** What a node of a kind holds. */
export type NodeOf<K extends NodeKind> = Extract<Node, Readonly<Record<K, unknown>>>[K];

/** A statement as its tree, or why the grammar doesn't take it. */
export type Parsed =
  | { readonly kind: "tree"; readonly node: Node }
  | { readonly kind: "empty" }
  | {
      readonly kind: "refused";
      readonly words: string;
      /** 1-based, in characters. */
      readonly position: number;
    };

type Parser = (sql: string) => ParseResult;

let parser: Parser | undefined;

/** Loads the parser of PostgreSQL 18, which takes some hundredths of a second and is wanted for raw SQL alone. */
export async function loadParser(): Promise<void> {
  if (parser !== undefined) return;
  const { loadModule, parseSync } = await import("libpg-query");
  await loadModule();
  parser = parseSync;
}

/**
 * The tree of one statement. `loadParser` must have been awaited before.
 * Source: the grammar of PostgreSQL 18.4 (libpg-query 18.1.5); it takes all that 14 to 18 take.
 */
export function parse(sql: string): Parsed {
  if (parser === undefined)
    throw new TypeError("The parser of raw SQL isn't loaded: await the dialect's `ready` first.");
  if (sql.trim() === "") return { kind: "empty" };
  try {
    const [first] = parser(sql).stmts ?? [];
    return first?.stmt === undefined ? { kind: "empty" } : { kind: "tree", node: first.stmt };
  } catch (error) {
    const details = error instanceof Error && "sqlDetails" in error ? error.sqlDetails : undefined;
    if (!isDetails(details)) throw error;
    return { kind: "refused", words: messageOf(error), position: details.cursorPosition + 1 };
  }
}

function isDetails(details: unknown): details is { readonly cursorPosition: number } {
  return typeof details === "object" && details !== null && "cursorPosition" in details;
}

/** What the node holds if it is of this kind. */
export function as<K extends NodeKind>(kind: K, node: Node | undefined): NodeOf<K> | undefined {
  return node === undefined ? undefined : (node as unknown as { readonly [P in K]?: NodeOf<K> })[kind];
}

/** Of a list those of this kind. */
export function all<K extends NodeKind>(kind: K, nodes: readonly Node[] | undefined): readonly NodeOf<K>[] {
  return (nodes ?? []).flatMap((node) => as(kind, node) ?? []);
}

/** The name of a table or another relation as people read it. */
export function relationText(relation: RangeVar | undefined): string {
  const { schemaname, relname = "?" } = relation ?? {};
  return schemaname === undefined ? relname : `${schemaname}.${relname}`;
}

/** The names of a list of relations. */
export function relationTexts(nodes: readonly Node[] | undefined): readonly string[] {
  return all("RangeVar", nodes).map(relationText);
}

/** A name of several parts: a list of strings, or a node that has one. */
export function nameText(node: Node | undefined): string {
  const text = as("String", node)?.sval;
  if (text !== undefined) return text;
  return partsText(as("List", node)?.items ?? as("ObjectWithArgs", node)?.objname ?? as("TypeName", node)?.names ?? []);
}

/** The parts of a name, with dots between. */
export function partsText(parts: readonly Node[] | undefined): string {
  return all("String", parts)
    .map(({ sval = "" }) => sval)
    .join(".");
}

/** True when a list of options switches one on: `(full)`, `(full true)`, `(full on)`, `(full 1)`. */
export function isOn(options: readonly Node[] | undefined, name: string): boolean {
  const option = all("DefElem", options).find(({ defname }) => defname === name);
  return option !== undefined && !isFalse(option.arg);
}

/** True when a list of options switches one off. */
export function isOff(options: readonly Node[] | undefined, name: string): boolean {
  const option = all("DefElem", options).find(({ defname }) => defname === name);
  return option !== undefined && isFalse(option.arg);
}

function isFalse(value: Node | undefined): boolean {
  if (value === undefined) return false;
  const word = as("String", value)?.sval?.toLowerCase() ?? as("TypeName", value)?.names?.map(nameText).join(".");
  if (word !== undefined) return ["false", "off", "0", "none"].includes(word);
  const number = as("Integer", value);
  if (number !== undefined) return (number.ival ?? 0) === 0;
  return (
    as("Boolean", value)?.boolval === false || (as("Boolean", value) !== undefined && !as("Boolean", value)?.boolval)
  );
}
