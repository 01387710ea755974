import { isLimbeckError, messageOf } from "../../base/error.ts";
import type { Schema, Table, View } from "../../schema/schema.ts";
import type { Connection } from "../contract.ts";
import { inspect } from "./inspect.ts";
import { quoteName, quoteNames } from "./quote.ts";
import { createTableSql } from "./table-sql.ts";

/** What the server made of the objects, in its own words, and what it refused. */
export interface Answers {
  readonly schema: Schema;
  readonly faults: readonly Fault[];
  readonly names: ProbeNames;
}

export interface Fault {
  readonly kind: "tables" | "views" | "routines" | "triggers";
  readonly name: string;
  /** In words: `view "v"`. */
  readonly what: string;
  readonly reason: string;
}

/** The names under which constraints without a name are made, and found again. */
export interface ProbeNames {
  check(table: string, at: number): string;
  unique(table: string, at: number): string;
}

/** Names of checks are MySQL's own in a database, so the table's is in them. */
const NAMES: ProbeNames = {
  check: (table, at) => `limbeck ${at} ${table}`.slice(0, 64),
  unique: (_, at) => `limbeck ${at}`,
};

interface Making {
  readonly kind: Fault["kind"];
  readonly name: string;
  readonly sql: string;
}

/** Makes the objects in an empty database, in whatever order the server takes them, and reads it. Errors: those of `inspect`. */
export async function makeAndRead(scratch: Connection, schema: Schema): Promise<Answers> {
  for (const sequence of schema.sequences) {
    await scratch.execute(`CREATE SEQUENCE ${quoteName(sequence.name)}`);
  }
  const making: readonly Making[] = [
    ...schema.tables.map((table): Making => {
      const sql = createTableSql(probeOf(table), scratch.server);
      return { kind: "tables", name: table.name, sql };
    }),
    ...schema.routines.map(({ name, definition }): Making => ({ kind: "routines", name, sql: definition })),
    ...schema.views.map((view): Making => ({ kind: "views", name: view.name, sql: createViewSql(view) })),
    ...schema.triggers.map(({ name, definition }): Making => ({ kind: "triggers", name, sql: definition })),
  ];
  const faults = await makeAll(scratch, making);
  return { schema: await inspect(scratch, { exclude: [] }), faults, names: NAMES };
}

/** A view may speak of one that comes later: what was refused is tried again as long as anything else goes. */
async function makeAll(scratch: Connection, making: readonly Making[]): Promise<readonly Fault[]> {
  let left = making;
  for (;;) {
    const faults: (Fault & { readonly made: Making })[] = [];
    for (const one of left) {
      try {
        await scratch.execute(one.sql);
      } catch (error) {
        if (!isLimbeckError(error, "STATEMENT_FAILED")) throw error;
        const what = `${one.kind.slice(0, -1)} "${one.name}"`;
        faults.push({ kind: one.kind, name: one.name, what, reason: messageOf(error.cause), made: one });
      }
    }
    if (faults.length === 0 || faults.length === left.length) return faults;
    left = faults.map(({ made }) => made);
  }
}

function probeOf(table: Table): Table {
  return {
    ...table,
    checks: table.checks.map((check, at) => ({ ...check, name: check.name ?? NAMES.check(table.name, at) })),
    uniques: table.uniques.map((unique, at) => ({ ...unique, name: unique.name ?? NAMES.unique(table.name, at) })),
    foreignKeys: [],
  };
}

function createViewSql({ name, columns, definition, algorithm, security }: View): string {
  const words = [
    "CREATE",
    ...(algorithm === undefined ? [] : [`ALGORITHM=${algorithm.toUpperCase()}`]),
    ...(security === undefined ? [] : [`SQL SECURITY ${security.toUpperCase()}`]),
    `VIEW ${quoteName(name)}${columns === undefined ? "" : ` ${quoteNames(columns)}`} AS ${definition}`,
  ];
  return words.join(" ");
}
