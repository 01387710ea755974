import type { Node, WithClause } from "libpg-query";
import type { Facts } from "../contract.ts";
import type { FactsByKind } from "./classify-definition.ts";
import { type LockMode, lock, opaque } from "./facts.ts";
import { lockAll, outside, quick, scanning, together, unknownOn } from "./raw-facts.ts";
import { all, as, isOn, relationText, relationTexts } from "./syntax-tree.ts";

/** Statements on rows, on sessions, and those that tidy up. Source: the page of each; modes: 13.3 of the manual. */
export const rowStatements: FactsByKind = {
  InsertStmt: ({ relation, selectStmt, onConflictClause, withClause }, _, part) => {
    const table = relationText(relation);
    const reads =
      as("SelectStmt", selectStmt)?.fromClause !== undefined || as("SelectStmt", selectStmt)?.op !== "SETOP_NONE";
    const written: Facts = {
      ...quick("sql-insert", lock(table, "ROW EXCLUSIVE")),
      scans: selectStmt !== undefined && reads ? "unknown" : false,
    };
    const updates = onConflictClause?.action === "ONCONFLICT_UPDATE";
    const loses = `the old values in the rows of "${table}" that are there already`;
    return withQueries(updates ? { ...written, loses } : written, withClause, part);
  },
  UpdateStmt: ({ relation, whereClause, fromClause, withClause }, _, part) => {
    const table = relationText(relation);
    const everyRow = whereClause === undefined && (fromClause ?? []).length === 0;
    const found = everyRow || "unknown";
    const loses = `the old values in ${rowsText(everyRow, table)}`;
    const facts = {
      ...quick("sql-update", lock(table, "ROW EXCLUSIVE")),
      scans: found,
      rewrites: found,
      writesRows: everyRow ? "all" : "some",
      loses,
    } as const;
    return withQueries(facts, withClause, part);
  },
  DeleteStmt: ({ relation, whereClause, usingClause, withClause }, _, part) => {
    const table = relationText(relation);
    const everyRow = whereClause === undefined && (usingClause ?? []).length === 0;
    const facts = {
      ...quick("sql-delete", lock(table, "ROW EXCLUSIVE")),
      scans: everyRow || ("unknown" as const),
      writesRows: everyRow ? ("all" as const) : ("some" as const),
      loses: rowsText(everyRow, table),
    };
    return withQueries(facts, withClause, part);
  },
  MergeStmt: ({ relation, withClause }, _, part) => {
    const table = relationText(relation);
    const facts: Facts = {
      ...quick("sql-merge", lock(table, "ROW EXCLUSIVE")),
      ...{ scans: "unknown", rewrites: "unknown", writesRows: "some", since: "15" },
      loses: `the old values in ${rowsText(false, table)}`,
    };
    return withQueries(facts, withClause, part);
  },
  SelectStmt: ({ withClause, intoClause }, _, part) => {
    if (intoClause !== undefined) return { ...quick("sql-selectinto"), scans: "unknown" };
    // What its functions do isn't in the text; what its queries in WITH write is.
    return { ...unknownOn("sql-select"), ...losing(withQueries(opaque, withClause, part)) };
  },
  // With ANALYZE it is carried out.
  ExplainStmt: ({ query, options }, _, part) => {
    if (query === undefined || !isOn(options, "analyze")) return quick("sql-explain");
    return { ...unknownOn("sql-explain"), ...losing(part(query)) };
  },
  TruncateStmt: ({ relations, behavior }) => {
    const names = relationTexts(relations);
    const cascades = behavior === "DROP_CASCADE";
    const others = cascades ? ", and of all that refer to them" : "";
    return {
      ...quick("sql-truncate"),
      locks: cascades ? "unknown" : lockAll(names, "ACCESS EXCLUSIVE"),
      writesRows: "all",
      loses: `all rows of ${names.map((name) => `"${name}"`).join(", ")}${others}`,
    };
  },
  CopyStmt: ({ relation, is_from }) =>
    is_from === true && relation !== undefined
      ? quick("sql-copy", lock(relationText(relation), "ROW EXCLUSIVE"))
      : { ...quick("sql-copy"), scans: "unknown" },
  VacuumStmt: ({ is_vacuumcmd, options, rels }) => {
    const tables = all("VacuumRelation", rels).map(({ relation }) => relationText(relation));
    const isFull = is_vacuumcmd === true && isOn(options, "full");
    const mode = isFull ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE";
    const found: Facts = {
      // ANALYZE reads a sample.
      ...(is_vacuumcmd === true ? scanning("sql-vacuum") : quick("sql-analyze")),
      locks: tables.length === 0 ? "unknown" : lockAll(tables, mode),
      rewrites: isFull,
    };
    return is_vacuumcmd === true ? outside(found) : found;
  },
  // Of all tables, it commits after each.
  ClusterStmt: ({ relation }) =>
    relation === undefined
      ? { ...outside(scanning("sql-cluster")), locks: "unknown", rewrites: true }
      : { ...scanning("sql-cluster", lock(relationText(relation), "ACCESS EXCLUSIVE")), rewrites: true },
  // Planning a query looks at every index of its table, so readers wait for the index's lock as well.
  ReindexStmt: ({ kind, relation, params }) => {
    const found = scanning("sql-reindex");
    const isOne = kind === "REINDEX_OBJECT_INDEX" || kind === "REINDEX_OBJECT_TABLE";
    const isTable = kind === "REINDEX_OBJECT_TABLE";
    if (isOn(params, "concurrently")) {
      const locks = isTable ? [lock(relationText(relation), "SHARE UPDATE EXCLUSIVE")] : ("unknown" as const);
      return { ...outside(found), locks };
    }
    // A whole schema or database is committed index by index.
    if (!isOne) return { ...outside(found), locks: "unknown" };
    return { ...found, locks: [lock(relationText(relation), isTable ? "SHARE" : "ACCESS EXCLUSIVE")] };
  },
  RefreshMatViewStmt: ({ relation, concurrent, skipData }) => ({
    ...quick(
      "sql-refreshmaterializedview",
      lock(relationText(relation), concurrent === true ? "EXCLUSIVE" : "ACCESS EXCLUSIVE"),
    ),
    scans: skipData !== true,
    rewrites: concurrent !== true,
  }),
  LockStmt: ({ relations, mode = 0 }) => {
    const name = MODES[mode - 1];
    return quick("sql-lock", ...(name === undefined ? [] : lockAll(relationTexts(relations), name)));
  },
  DiscardStmt: ({ target }) => (target === "DISCARD_ALL" ? outside(quick("sql-discard")) : quick("sql-discard")),
  VariableSetStmt: ({ kind }) => quick(kind?.startsWith("VAR_RESET") === true ? "sql-reset" : "sql-set"),
  VariableShowStmt: () => quick("sql-show"),
  ConstraintsSetStmt: () => ({ ...quick("sql-set-constraints"), scans: "unknown" }),
  NotifyStmt: () => quick("sql-notify"),
  ListenStmt: () => quick("sql-listen"),
  UnlistenStmt: () => quick("sql-unlisten"),
  PrepareStmt: () => quick("sql-prepare"),
  DeallocateStmt: () => quick("sql-deallocate"),
  CheckPointStmt: () => quick("sql-checkpoint"),
  LoadStmt: () => quick("sql-load"),
  TransactionStmt: () => quick("sql-savepoint"),
};

/** By the number that the tree gives; the first one, ACCESS SHARE, is what any SELECT takes, and is not counted. */
const MODES: readonly (LockMode | undefined)[] = [
  undefined,
  ...(["ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE"] as const),
  ...(["EXCLUSIVE", "ACCESS EXCLUSIVE"] as const),
];

function rowsText(everyRow: boolean, table: string): string {
  return `${everyRow ? "all rows" : "the rows that it finds"} of "${table}"`;
}

function losing({ loses }: Facts): Pick<Facts, "loses"> {
  return loses === undefined ? {} : { loses };
}

/** With what the queries before it write. */
function withQueries(facts: Facts, clause: WithClause | undefined, part: (node: Node) => Facts): Facts {
  const queries = all("CommonTableExpr", clause?.ctes).flatMap(({ ctequery }) => ctequery ?? []);
  const writing = queries.filter((query) => as("SelectStmt", query) === undefined);
  const reads = queries.length > writing.length ? [{ ...facts, scans: facts.scans || ("unknown" as const) }] : [];
  return together([facts, ...reads.map(({ loses: _, ...rest }) => rest), ...writing.map(part)]) ?? facts;
}
