import type { Facts } from "../contract.ts";
import { fail } from "../errors.ts";
import { factsOfAlterTable } from "./classify-alter-table.ts";
import { factsOfAlter, factsOfCreate, factsOfDrop } from "./classify-definition.ts";
import { docs, has, outside, quick, scanning, UNKNOWN, type Words, wordsOf } from "./classify-words.ts";
import { type LockMode, lock } from "./facts.ts";

/**
 * What one statement of raw SQL does to the server, as far as its text tells; what the text doesn't tell is "unknown". ACCESS SHARE,
 * which any SELECT takes, is no lock here.
 * `transactional` is false for what the server refuses inside a transaction block ("cannot run inside a transaction block", 25001).
 * Errors: DIALECT_UNSUPPORTED for BEGIN, COMMIT and their like, which would take the transaction out of Limbeck's hands.
 * Source: https://www.postgresql.org/docs/current/explicit-locking.html and the page of each statement (13 to 18).
 */
export function classify(sql: string): Facts {
  const words = wordsOf(sql);
  return VERBS[words.verb]?.(words, sql) ?? UNKNOWN;
}

const VERBS: Readonly<Record<string, (words: Words, sql: string) => Facts | undefined>> = {
  CREATE: factsOfCreate,
  DROP: factsOfDrop,
  ALTER: (words) => (words.is(1, "TABLE") ? factsOfAlterTable(words) : factsOfAlter(words)),
  INSERT: factsOfRows,
  UPDATE: factsOfRows,
  DELETE: factsOfRows,
  MERGE: factsOfRows,
  WITH: (words) => factsOfRows(words.behindWith()),
  TRUNCATE: factsOfTruncate,
  VACUUM: factsOfVacuum,
  ANALYZE: (words) => ({ ...scanning("sql-analyze"), locks: words.tokens.length > 1 ? "unknown" : [] }),
  CLUSTER: factsOfCluster,
  REINDEX: factsOfReindex,
  REFRESH: factsOfRefresh,
  LOCK: factsOfLock,
  COMMENT: () => quick("sql-comment"),
  GRANT: () => quick("sql-grant"),
  REVOKE: () => quick("sql-revoke"),
  SET: () => quick("sql-set"),
  RESET: () => quick("sql-reset"),
  SHOW: () => quick("sql-show"),
  NOTIFY: () => quick("sql-notify"),
  REASSIGN: () => quick("sql-reassign-owned"),
  SECURITY: () => quick("sql-security-label"),
  SAVEPOINT: () => quick("sql-savepoint"),
  RELEASE: () => quick("sql-release-savepoint"),
  DISCARD: (words) => (words.is(1, "ALL") ? outside(quick("sql-discard")) : quick("sql-discard")),
  BEGIN: refuseControl,
  START: refuseControl,
  COMMIT: refuseControl,
  END: refuseControl,
  ABORT: refuseControl,
  ROLLBACK: (words, sql) => (words.has("TO") ? quick("sql-rollback-to") : refuseControl(words, sql)),
  PREPARE: (words, sql) => (words.is(1, "TRANSACTION") ? refuseControl(words, sql) : quick("sql-prepare")),
};

function refuseControl(_: Words, sql: string): never {
  throw fail("DIALECT_UNSUPPORTED", `A revision can't begin or end a transaction: ${sql.trim().split("\n", 1)[0]}`, {
    hint: "Take the statement out: Limbeck runs a revision in one transaction. SAVEPOINT and RELEASE are allowed.",
    details: { sql },
  });
}

function factsOfRows(words: Words): Facts | undefined {
  const { verb } = words;
  if (!["INSERT", "UPDATE", "DELETE", "MERGE"].includes(verb)) return undefined;
  const at = verb === "UPDATE" ? 1 : 2;
  const table = words.nameAt(words.is(at, "ONLY") ? at + 1 : at);
  const written: Facts = {
    ...UNKNOWN,
    locks: [lock(table, "ROW EXCLUSIVE")],
    source: docs(`sql-${verb.toLowerCase()}`),
  };
  if (verb === "INSERT") {
    const inserted: Facts = { ...written, scans: words.has("SELECT") ? "unknown" : false, rewrites: false };
    if (!words.hasPair("DO", "UPDATE")) return inserted;
    return { ...inserted, loses: `the old values in the rows of "${table}" that are there already` };
  }
  const everyRow = verb !== "MERGE" && !["WHERE", "USING", "FROM"].some((word) => words.has(word, at + 1));
  const rows = `${everyRow ? "all rows" : "the rows that it finds"} of "${table}"`;
  if (verb === "DELETE") return { ...written, scans: everyRow || "unknown", rewrites: false, loses: rows };
  const found = everyRow || "unknown";
  return { ...written, scans: found, rewrites: found, loses: `the old values in ${rows}` };
}

function factsOfTruncate(words: Words): Facts {
  const at = 1 + (words.is(1, "TABLE") ? 1 : 0);
  const names = words.namesAt(at + (words.is(at, "ONLY") ? 1 : 0));
  const cascade = words.has("CASCADE") ? ", and of all that refer to them" : "";
  return {
    ...quick("sql-truncate"),
    locks: cascade === "" ? names.map((name) => lock(name, "ACCESS EXCLUSIVE")) : "unknown",
    loses: `all rows of ${names.map((name) => `"${name}"`).join(", ")}${cascade}`,
  };
}

function factsOfVacuum(words: Words): Facts {
  const isFull = words.has("FULL");
  const mode = isFull ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE";
  return { ...outside(scanning("sql-vacuum", lock(words.lastName() ?? "*", mode))), rewrites: isFull };
}

function factsOfCluster(words: Words): Facts {
  const found: Facts = { ...scanning("sql-cluster"), rewrites: true };
  const at = words.is(1, "VERBOSE") ? 2 : words.isSign(1, "(") ? words.behindParentheses(1) : 1;
  const name = words.nameAt(at);
  if (name === "?") return { ...outside(found), locks: "unknown" };
  return { ...found, locks: [lock(words.is(at + 1, "ON") ? words.nameAt(at + 2) : name, "ACCESS EXCLUSIVE")] };
}

/** REINDEX of a whole schema, database or the catalogues commits in between. */
function factsOfReindex(words: Words): Facts {
  const found = scanning("sql-reindex");
  const at = words.isSign(1, "(") ? words.behindParentheses(1) : 1;
  const isConcurrent = words.has("CONCURRENTLY");
  const isMany = ["SCHEMA", "DATABASE", "SYSTEM"].some((what) => words.is(at, what));
  if (isConcurrent) return { ...outside(found), locks: "unknown" };
  if (isMany) return { ...outside(found), locks: "unknown" };
  const name = words.nameAt(at + 1);
  // Planning a query looks at every index of its table, so readers wait as well.
  return { ...found, locks: [lock(name, "ACCESS EXCLUSIVE")] };
}

function factsOfRefresh(words: Words): Facts {
  const isConcurrent = words.is(3, "CONCURRENTLY");
  const name = words.nameAt(isConcurrent ? 4 : 3);
  const locks = [lock(name, isConcurrent ? "EXCLUSIVE" : "ACCESS EXCLUSIVE")];
  return { ...scanning("sql-refreshmaterializedview"), locks, rewrites: !isConcurrent };
}

function factsOfLock(words: Words): Facts {
  const at = 1 + (words.is(1, "TABLE") ? 1 : 0);
  const names = words.namesAt(at + (words.is(at, "ONLY") ? 1 : 0));
  const mode = MODES.find((candidate) => has(words, candidate)) ?? "ACCESS EXCLUSIVE";
  return { ...quick("sql-lock"), locks: words.hasPair("ACCESS", "SHARE") ? [] : names.map((name) => lock(name, mode)) };
}

/** Longer names first, for some contain others. */
const MODES: readonly LockMode[] = [
  ...(["SHARE UPDATE EXCLUSIVE", "SHARE ROW EXCLUSIVE", "ACCESS EXCLUSIVE", "ROW EXCLUSIVE"] as const),
  ...(["ROW SHARE", "EXCLUSIVE", "SHARE"] as const),
];
