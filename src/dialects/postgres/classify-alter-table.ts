import type { Facts, Lock } from "../contract.ts";
import { outside, quick, scanning, UNKNOWN, type Words } from "./classify-words.ts";
import { lock } from "./facts.ts";
import { isVolatile } from "./volatility.ts";

const PAGE = "sql-altertable";

/**
 * `ALTER TABLE [IF EXISTS] [ONLY] name action, …`: the strongest lock of the actions, and all that any of them does.
 * Source: https://www.postgresql.org/docs/current/sql-altertable.html; lock modes as measured on 13 to 18.
 */
export function factsOfAlterTable(words: Words): Facts | undefined {
  // `ALL IN TABLESPACE` moves every table of a tablespace.
  if (words.is(2, "ALL")) return undefined;
  let at = 2;
  if (words.is(at, "IF")) at += 2;
  if (words.is(at, "ONLY")) at++;
  const table = words.nameAt(at);
  at++;
  if (words.isSign(at, "*")) at++;
  return words.parts(at).reduce<Facts | undefined>((sum, action) => {
    const found = factsOfAction(action, table) ?? UNKNOWN;
    return sum === undefined ? found : together(sum, found);
  }, undefined);
}

function together(a: Facts, b: Facts): Facts {
  const loses = [a.loses, b.loses].filter((text) => text !== undefined).join("; ");
  return {
    locks: a.locks === "unknown" || b.locks === "unknown" ? "unknown" : strongest([...a.locks, ...b.locks]),
    scans: either(a.scans, b.scans),
    rewrites: either(a.rewrites, b.rewrites),
    transactional: a.transactional && b.transactional,
    ...(loses === "" ? {} : { loses }),
    source: a.source === "unknown" ? b.source : a.source,
  };
}

function either(a: Facts["scans"], b: Facts["scans"]): Facts["scans"] {
  if (a === true || b === true) return true;
  return a === "unknown" || b === "unknown" ? "unknown" : false;
}

const STRENGTH: Readonly<Record<Lock["blocks"], number>> = { "schema changes": 0, writes: 1, "reads and writes": 2 };

function strongest(locks: readonly Lock[]): readonly Lock[] {
  const byRelation = new Map<string, Lock>();
  for (const one of locks) {
    const known = byRelation.get(one.relation);
    if (known === undefined || STRENGTH[one.blocks] > STRENGTH[known.blocks]) byRelation.set(one.relation, one);
  }
  return [...byRelation.values()];
}

type FactsOfAction = (action: Words, table: string) => Facts | undefined;

function factsOfAction(action: Words, table: string): Facts | undefined {
  return ACTIONS[action.verb]?.(action, table);
}

const exclusive = (table: string): Facts => quick(PAGE, lock(table, "ACCESS EXCLUSIVE"));
const beside = (table: string): Facts => quick(PAGE, lock(table, "SHARE UPDATE EXCLUSIVE"));
const rewriting = (table: string): Facts => ({ ...exclusive(table), scans: true, rewrites: true });

const ACTIONS: Readonly<Record<string, FactsOfAction>> = {
  ADD: factsOfAdd,
  DROP: factsOfDropAction,
  ALTER: factsOfColumn,
  VALIDATE: (_, table) => scanning(PAGE, lock(table, "SHARE UPDATE EXCLUSIVE")),
  RENAME: (_, table) => exclusive(table),
  OWNER: (_, table) => exclusive(table),
  REPLICA: (_, table) => exclusive(table),
  FORCE: (_, table) => exclusive(table),
  INHERIT: (_, table) => exclusive(table),
  OF: (_, table) => exclusive(table),
  NOT: (_, table) => exclusive(table),
  NO: (_, table) => exclusive(table),
  RESET: (_, table) => beside(table),
  CLUSTER: (_, table) => beside(table),
  ENABLE: factsOfSwitch,
  DISABLE: factsOfSwitch,
  SET: factsOfSet,
  ATTACH(action, table) {
    const locks = [lock(table, "SHARE UPDATE EXCLUSIVE"), lock(action.nameAt(2), "ACCESS EXCLUSIVE")];
    return { ...quick(PAGE, ...locks), scans: "unknown" };
  },
  DETACH(action, table) {
    if (action.has("CONCURRENTLY")) return outside(beside(table));
    return quick(PAGE, lock(table, "ACCESS EXCLUSIVE"), lock(action.nameAt(2), "ACCESS EXCLUSIVE"));
  },
};

function factsOfSwitch(action: Words, table: string): Facts {
  return action.has("TRIGGER") ? quick(PAGE, lock(table, "SHARE ROW EXCLUSIVE")) : exclusive(table);
}

function factsOfSet(action: Words, table: string): Facts {
  if (action.isSign(1, "(") || action.is(1, "WITHOUT")) return beside(table);
  return action.is(1, "SCHEMA") ? exclusive(table) : rewriting(table);
}

function factsOfDropAction(action: Words, table: string): Facts {
  // The lock on the table that a foreign key refers to isn't in the text.
  if (action.is(1, "CONSTRAINT")) return exclusive(table);
  let at = action.is(1, "COLUMN") ? 2 : 1;
  if (action.is(at, "IF")) at += 2;
  return { ...exclusive(table), loses: `the values of column "${action.nameAt(at)}" of "${table}"` };
}

function factsOfColumn(action: Words, table: string): Facts {
  if (action.is(1, "CONSTRAINT")) {
    return action.has("ENFORCED") ? { ...exclusive(table), scans: "unknown" } : exclusive(table);
  }
  const change = action.from(action.is(1, "COLUMN") ? 3 : 2);
  const [sets, what] = [change.verb === "SET", change.tokens[1]?.text.toUpperCase()];
  if (change.verb === "TYPE" || (sets && what === "DATA")) {
    return { ...exclusive(table), scans: "unknown", rewrites: "unknown" };
  }
  if (sets && (what === "STATISTICS" || what === "(")) return beside(table);
  if (change.verb === "RESET") return beside(table);
  // A valid CHECK that implies it spares the scan, and that isn't in the text.
  if (sets && what === "NOT") return { ...exclusive(table), scans: "unknown" };
  if (sets && what === "EXPRESSION") return { ...exclusive(table), scans: "unknown", rewrites: "unknown" };
  return exclusive(table);
}

function factsOfAdd(action: Words, table: string): Facts {
  const isNamed = action.is(1, "CONSTRAINT");
  const rule = action.from(isNamed ? 3 : 1);
  return CONSTRAINTS[rule.verb]?.(rule, table) ?? factsOfNewColumn(action, table);
}

const CONSTRAINTS: Readonly<Record<string, FactsOfAction>> = {
  CHECK: scansUnlessNotValid,
  NOT: scansUnlessNotValid,
  EXCLUDE: (_, table) => ({ ...exclusive(table), scans: true }),
  UNIQUE: (rule, table) => ({ ...exclusive(table), scans: !rule.hasPair("USING", "INDEX") }),
  PRIMARY: (rule, table) => ({ ...exclusive(table), scans: rule.hasPair("USING", "INDEX") ? "unknown" : true }),
  FOREIGN(rule, table) {
    const locks = [lock(table, "SHARE ROW EXCLUSIVE"), lock(referenced(rule), "SHARE ROW EXCLUSIVE")];
    return { ...quick(PAGE, ...locks), scans: !rule.hasPair("NOT", "VALID") && !rule.hasPair("NOT", "ENFORCED") };
  },
};

function scansUnlessNotValid(rule: Words, table: string): Facts {
  return { ...exclusive(table), scans: !rule.hasPair("NOT", "VALID") && !rule.hasPair("NOT", "ENFORCED") };
}

function factsOfNewColumn(action: Words, table: string): Facts {
  let at = action.is(1, "COLUMN") ? 2 : 1;
  if (action.is(at, "IF")) at += 3;
  const column = action.from(at + 1);
  const refers = column.has("REFERENCES") ? [lock(referenced(column), "SHARE ROW EXCLUSIVE")] : [];
  const locks = [lock(table, "ACCESS EXCLUSIVE"), ...refers];
  const rewrites = rewritesForColumn(column);
  const hasDefault = column.has("DEFAULT");
  const scans =
    rewrites === true ||
    ["CHECK", "UNIQUE", "PRIMARY"].some((word) => column.has(word)) ||
    (hasDefault && refers.length > 0) ||
    (column.has("VIRTUAL") && column.has("NOT"));
  return { ...quick(PAGE, ...locks), scans: scans || rewrites, rewrites };
}

/** A default that differs from row to row is written into each; one that doesn't is kept in the catalogue (PostgreSQL 11). */
function rewritesForColumn(column: Words): Facts["rewrites"] {
  const type = column.nameAt(0);
  if (/^(?:small|big)?serial[248]?$/.test(type)) return true;
  if (column.has("GENERATED")) return !column.has("VIRTUAL");
  if (!BUILT_IN.has(type)) return "unknown";
  const at = column.tokens.findIndex((_, i) => column.is(i, "DEFAULT"));
  if (at === -1) return false;
  const rest = column.from(at + 1);
  const end = rest.tokens.findIndex((_, i) => BEHIND_DEFAULT.some((word) => rest.is(i, word)));
  const value = end === -1 ? rest.tokens : rest.tokens.slice(0, end);
  return isVolatile({ sql: value.map((token) => token.text).join(" ") });
}

const BEHIND_DEFAULT = ["CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "REFERENCES", "COLLATE", "NOT"];

/** A type of another name may be a domain, whose constraints are tested by writing the table anew. */
const BUILT_IN: ReadonlySet<string> = new Set(
  [
    "smallint integer int int2 int4 int8 bigint real float float4 float8 double decimal numeric money boolean bool text varchar char",
    "character bpchar name bytea date time timetz timestamp timestamptz interval uuid json jsonb jsonpath xml inet cidr macaddr",
    "macaddr8 bit varbit point line lseg box path polygon circle tsvector tsquery oid int4range int8range numrange tsrange",
    "tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange",
  ].flatMap((line) => line.split(" ")),
);

function referenced(words: Words): string {
  return words.nameAt(words.tokens.findIndex((_, i) => words.is(i, "REFERENCES")) + 1);
}
