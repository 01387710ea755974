import type { Node, RangeVar } from "libpg-query";
import type { LeftInSession, SessionState } from "../contract.ts";
import { all, as, nameText, parse } from "./syntax-tree.ts";
import { isKeyword, isOperator, nameIn, type Token, tokenize } from "./tokens.ts";

/**
 * What ends with a session of PostgreSQL: settings, the role among them, temporary relations, prepared statements, cursors WITH HOLD. Of the
 * numbers that the session was given (`currval`) the server says itself that they are gone.
 * Source: https://www.postgresql.org/docs/current/sql-set.html, …/sql-createtable.html, …/sql-prepare.html, …/sql-declare.html (13 to 18).
 */
export const sessionState: SessionState = {
  leftBy(sql) {
    const parsed = parse(sql);
    return parsed.kind === "tree" ? leftBy(parsed.node) : undefined;
  },
  used(sql, names) {
    const made = sessionState.leftBy(sql);
    const said = namesIn(tokenize(sql));
    // A name is said once where its relation is made: that one uses none.
    const isMaker = (name: string, i: number) =>
      made?.how === "once" && made.names.includes(name) && said.indexOf(name) === i;
    const found = said.filter((name, i) => !isMaker(name, i));
    return [...new Set(names.has("*") ? ["*", ...found] : found)].filter((name) => names.has(name));
  },
};

/** All settings: every statement may depend on each. */
const SETTINGS = "*";

type Left = LeftInSession | undefined;

function leftBy(node: Node): Left {
  const create = as("CreateStmt", node);
  if (create !== undefined) return create.oncommit === "ONCOMMIT_DROP" ? undefined : leftByMaking(create.relation);
  const into = as("CreateTableAsStmt", node)?.into ?? as("SelectStmt", node)?.intoClause;
  if (into !== undefined) return into.onCommit === "ONCOMMIT_DROP" ? undefined : leftByMaking(into.rel);
  const relation = as("ViewStmt", node)?.view ?? as("CreateSeqStmt", node)?.sequence;
  if (relation !== undefined) return leftByMaking(relation);
  const block = as("DoStmt", node);
  if (block !== undefined)
    return leftByBlock(
      all("DefElem", block.args)
        .map(({ arg }) => nameText(arg))
        .join(" "),
    );
  return leftBySetting(node) ?? leftByName(node);
}

function leftBySetting(node: Node): Left {
  const set = as("VariableSetStmt", node);
  // SET LOCAL and SET TRANSACTION end with the transaction.
  if (set !== undefined) return set.is_local === true || set.name === "TRANSACTION" ? undefined : settings("again");
  // It stands outside of transactions, where nothing is made again.
  if (as("DiscardStmt", node)?.target === "DISCARD_ALL") return settings("once");
  const select = as("SelectStmt", node);
  if (select === undefined) return undefined;
  const calls = callsOf("set_config", select).filter((args) => !isTrue(args[2]));
  if (calls.length === 0) return undefined;
  const isTold =
    select.fromClause === undefined && calls.every((args) => args.every((arg) => as("A_Const", arg) !== undefined));
  return settings(isTold ? "again" : "once");
}

function leftByName(node: Node): Left {
  const cursor = as("DeclareCursorStmt", node);
  if (cursor !== undefined) {
    const isHeld = ((cursor.options ?? 0) & CURSOR_HOLD) !== 0;
    return isHeld ? { names: [`cursor ${cursor.portalname ?? ""}`], how: "once" } : undefined;
  }
  const close = as("ClosePortalStmt", node);
  if (close?.portalname !== undefined) return { names: [`cursor ${close.portalname}`], how: "gone" };
  const prepare = as("PrepareStmt", node);
  // A second PREPARE of the name would be refused, and the server undoes none with a transaction.
  if (prepare !== undefined) return { names: [`prepared ${prepare.name ?? ""}`], how: "once" };
  const end = as("DeallocateStmt", node);
  if (end?.name !== undefined) return { names: [`prepared ${end.name}`], how: "gone" };
  const drop = as("DropStmt", node);
  if (drop === undefined || !RELATIONS.has(drop.removeType ?? "")) return undefined;
  const names = (drop.objects ?? []).map((object) => temporaryName(nameText(object).split(".")));
  const known = names.filter((name) => name !== undefined);
  return known.length === 0 || known.length < names.length ? undefined : { names: known, how: "gone" };
}

/** CURSOR_OPT_HOLD of the server's `parsenodes.h`. */
const CURSOR_HOLD = 0x20;
const RELATIONS: ReadonlySet<string> = new Set(["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_SEQUENCE"]);

/** What a block does is known by its text alone: it may come to that, or not. */
function leftByBlock(body: string): Left {
  const tables = body.matchAll(
    /\bcreate\s+(?:(?:global|local)\s+)?temp(?:orary)?\s+(?:table|view|sequence)\s+(?:if\s+not\s+exists\s+)?("(?:[^"]|"")+"|[\w$.]+)/gi,
  );
  const names = Array.from(tables, ([, name = ""]) => nameIn(tokenize(name).at(-1)) ?? name);
  const sets = /\bset_config\s*\(|(?:^|;|'|\b(?:begin|then|else|loop)\b)\s*(?:re)?set\s+(?!local\b)\w/i.test(body);
  const found = [...new Set([...names, ...(sets ? [SETTINGS] : [])])];
  return found.length === 0 ? undefined : { names: found, how: "perhaps" };
}

function settings(how: LeftInSession["how"]): LeftInSession {
  return { names: [SETTINGS], how };
}

function leftByMaking(relation: RangeVar | undefined): Left {
  const { relname, schemaname, relpersistence } = relation ?? {};
  const isTemporary = relpersistence === "t" || schemaname === TEMPORARY;
  return relname === undefined || !isTemporary ? undefined : { names: [relname], how: "once" };
}

const TEMPORARY = "pg_temp";

/** The name of a relation that may be a temporary one; undefined where it can't. */
function temporaryName(parts: readonly string[]): string | undefined {
  return parts.length === 1 || (parts.length === 2 && parts[0] === TEMPORARY) ? parts.at(-1) : undefined;
}

/** The arguments of each call of a function in a tree. */
function callsOf(name: string, tree: unknown): readonly (readonly Node[])[] {
  if (typeof tree !== "object" || tree === null) return [];
  const call = as("FuncCall", tree as Node);
  const own = call !== undefined && nameText(call.funcname?.at(-1)) === name ? [call.args ?? []] : [];
  return [...own, ...Object.values(tree).flatMap((part) => callsOf(name, part))];
}

function isTrue(node: Node | undefined): boolean {
  return as("A_Const", node)?.boolval?.boolval === true;
}

/** Names that may stand for what a session has: in the bodies of blocks and functions, too. */
function namesIn(tokens: readonly Token[]): readonly string[] {
  const hasBodies = ["DO", "CREATE"].some((word) => isKeyword(tokens[0], word));
  return tokens.flatMap((token, i): readonly string[] => {
    if (token.kind === "string") return hasBodies ? namesIn(tokenize(token.value)) : [];
    const name = nameIn(token);
    if (name === undefined) return [];
    const before = tokens[i - 1];
    if (isKeyword(before, "EXECUTE")) return [`prepared ${name}`];
    const isQualified = isOperator(before, ".") && nameIn(tokens[i - 2]) !== TEMPORARY;
    return isQualified ? [] : [name, ...(isCursorPlace(tokens) ? [`cursor ${name}`] : [])];
  });
}

function isCursorPlace(tokens: readonly Token[]): boolean {
  return (
    ["FETCH", "MOVE"].some((word) => isKeyword(tokens[0], word)) || tokens.some((each) => isKeyword(each, "CURRENT"))
  );
}
