import type { Op } from "../../ops/op.ts";
import type { Schema } from "../../schema/schema.ts";
import { fold } from "./fold.ts";
import { parseStatement } from "./parse.ts";

/**
 * The ops that one statement of SQL amounts to, in a database that looks like `before`; empty for one that changes no table; undefined where
 * ops don't say all that it does. Source: https://www.sqlite.org/lang.html (3.53), the page of each statement.
 */
export function readOps(sql: string, before: Schema): readonly Op[] | undefined {
  const parsed = parseStatement(sql);
  switch (parsed.kind) {
    case "createTable": {
      const { table, isTemporary, isGuarded } = parsed;
      if (isTemporary) return [];
      if (table === undefined || table.options.virtual !== undefined) return undefined;
      return [{ kind: "createTable", table, ...(isGuarded ? { ifNotExists: true } : {}) }];
    }
    case "createIndex": {
      const { index, isGuarded } = parsed;
      const table = spelt(parsed.table, before);
      return [{ kind: "createIndex", table, index, ...(isGuarded ? { ifNotExists: true } : {}) }];
    }
    case "alterTable":
      return opsOfAlter(parsed.ops, spelt(parsed.table, before), before);
    case "create":
      return parsed.isTemporary || parsed.what === "trigger" ? [] : undefined;
    case "drop":
      return opsOfDrop(parsed, before);
    case "unknown":
      return undefined;
    default:
      return [];
  }
}

/** The names as the schema has them, in which capitals don't count. */
function spelt(name: string, { tables }: Schema): string {
  return tables.find((table) => fold(table.name) === fold(name))?.name ?? name;
}

function opsOfAlter(ops: readonly Op[], table: string, before: Schema): readonly Op[] | undefined {
  const found = before.tables.find(({ name }) => name === table);
  const columnOf = (name: string) => found?.columns.find((column) => fold(column.name) === fold(name))?.name ?? name;
  // A NOT NULL with a name is no constraint of the schema.
  const isElsewhere = ops.some(
    (op) => op.kind === "dropConstraint" && found?.checks.some(({ name }) => name === op.name) !== true,
  );
  if (isElsewhere) return undefined;
  return ops.map((op) => ({
    ...op,
    ...("table" in op ? { table } : {}),
    ...("column" in op && typeof op.column === "string" ? { column: columnOf(op.column) } : {}),
  })) as readonly Op[];
}

function opsOfDrop(
  { what, name, isGuarded }: Extract<ReturnType<typeof parseStatement>, { readonly kind: "drop" }>,
  before: Schema,
): readonly Op[] | undefined {
  const ifExists = isGuarded ? ({ ifExists: true } as const) : {};
  if (what === "trigger") return [];
  if (what === "table") return [{ kind: "dropTable", table: spelt(name, before), ...ifExists }];
  if (what === "view") return undefined;
  for (const table of before.tables) {
    const index = table.indexes.find((each) => fold(each.name) === fold(name));
    if (index !== undefined) return [{ kind: "dropIndex", table: table.name, index: index.name, ...ifExists }];
  }
  return undefined;
}
