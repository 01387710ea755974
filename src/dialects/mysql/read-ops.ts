import { stableJson } from "../../base/hash.ts";
import type { ColumnChanges } from "../../ops/column-ops.ts";
import { onTable } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Column, ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import type { Server } from "../contract.ts";
import { parseStatement } from "./parse.ts";
import type { AlterAction } from "./parse-alter.ts";
import type { ColumnDefinition } from "./parse-column.ts";
import type { ReadOptions } from "./parse-options.ts";

/**
 * The ops that one statement of SQL amounts to, on such a server, in a database that looks like `before`; empty for one that changes no
 * table; undefined where ops don't say all that it does. Source: https://dev.mysql.com/doc/refman/9.7/en/sql-data-definition-statements.html.
 */
export function readOps(sql: string, before: Schema, server: Server): readonly Op[] | undefined {
  const parsed = parseStatement(sql, server);
  switch (parsed.kind) {
    case "createTable": {
      const { definition, temporary, replace, ifNotExists, like } = parsed;
      if (temporary) return [];
      if (replace || like !== undefined || definition.hasQuery) return undefined;
      return [{ kind: "createTable", table: definition.table, ...(ifNotExists ? { ifNotExists } : {}) }];
    }
    case "alterTable":
      return readActions(parsed.actions, parsed.name, before);
    case "createIndex":
      return [{ kind: "createIndex", ...onTable(parsed.table), index: parsed.index }];
    case "dropIndex":
      return [{ kind: "dropIndex", ...onTable(parsed.table), index: parsed.name }];
    case "dropTable":
      return parsed.temporary ? [] : parsed.names.map((name) => ({ kind: "dropTable", ...onTable(name) }));
    case "renameTable":
      return parsed.names.map(([from, to]) => ({ kind: "renameTable", ...onTable(from), to: to.name }));
    case "call":
    case "unknown":
      return undefined;
    case "define":
      return parsed.what === "database" || parsed.what === "view" || parsed.what === "sequence" ? undefined : [];
    case "truncate":
    case "write":
    case "read":
    case "maintain":
    case "session":
    case "lockTables":
    case "transaction":
    case "account":
      return [];
  }
}

function readActions(actions: readonly AlterAction[], table: ObjectName, before: Schema): readonly Op[] | undefined {
  const ops: Op[] = [];
  for (const action of actions) {
    const part = opsOfAction(action, table, before);
    if (part === undefined) return undefined;
    ops.push(...part);
  }
  return ops;
}

/** The ops of one action of an ALTER TABLE; undefined as for `readOps`. */
export function opsOfAction(action: AlterAction, table: ObjectName, before: Schema): readonly Op[] | undefined {
  const on = onTable(table);
  const found = findTable(before, table);
  switch (action.kind) {
    case "op":
      return [action.op];
    case "addColumn": {
      const { column, position } = action.definition;
      const add: Op = { kind: "addColumn", ...on, column, ...(position === undefined ? {} : { position }) };
      return [add, ...constraintsIn(action.definition, table)];
    }
    case "redefine": {
      const old = found?.columns.find(({ name }) => name === action.column);
      const changes = old && changesOf(old, action.definition.column);
      if (changes === undefined || action.definition.position !== undefined) return undefined;
      const { name } = action.definition.column;
      return [
        ...(Object.keys(changes).length === 0
          ? []
          : [{ kind: "alterColumn", ...on, column: action.column, changes } as const]),
        ...(name === action.column ? [] : [{ kind: "renameColumn", ...on, column: action.column, to: name } as const]),
        ...constraintsIn(action.definition, table),
      ];
    }
    case "dropKey": {
      const { name } = action;
      if (action.of === "foreign key") return [{ kind: "dropConstraint", ...on, type: "foreignkey", name }];
      if (action.of === "check") return [{ kind: "dropConstraint", ...on, type: "check", name }];
      if (found?.uniques.some((unique) => unique.name === name) === true)
        return [{ kind: "dropConstraint", ...on, type: "unique", name }];
      if (action.of === "index") return [{ kind: "dropIndex", ...on, index: name }];
      const isKey = found?.foreignKeys.some((key) => key.name === name);
      return isKey === undefined
        ? undefined
        : [{ kind: "dropConstraint", ...on, type: isKey ? "foreignkey" : "check", name }];
    }
    case "options":
      return found === undefined ? undefined : opsOfOptions(action.options, found);
    case "convert":
      return undefined;
    case "other":
      return ROWS_ALONE.has(action.words) ? [] : undefined;
  }
}

/** What leaves the form of a table as it is. */
const ROWS_ALONE: ReadonlySet<string> = new Set([
  ...["FORCE", "ORDER BY", "ENABLE KEYS", "DISABLE KEYS", "WITH VALIDATION", "WITHOUT VALIDATION"],
  ...["ANALYZE", "CHECK", "OPTIMIZE", "REBUILD", "REPAIR", "TRUNCATE"].map((verb) => `${verb} PARTITION`),
]);

/** A character set of the table is another one of those columns, too, that have none of their own. */
function opsOfOptions({ options, comment }: ReadOptions, table: Table): readonly Op[] | undefined {
  const on = onTable(table);
  if (options.charset !== undefined || options.collation !== undefined) return undefined;
  const isSame = Object.entries(options).every(
    ([name, value]) => stableJson(table.options[name as keyof TableOptions] ?? null) === stableJson(value),
  );
  return [
    ...(isSame ? [] : [{ kind: "setTableOptions", ...on, options: { ...table.options, ...options } } as const]),
    ...(comment === undefined
      ? []
      : [{ kind: "setTableComment", ...on, ...(comment === "" ? {} : { comment }) } as const]),
  ];
}

function constraintsIn(definition: ColumnDefinition, table: ObjectName): readonly Op[] {
  const on = onTable(table);
  const { primaryKey, uniques, checks, foreignKeys } = definition;
  return [
    ...(primaryKey === undefined ? [] : [{ kind: "createPrimaryKey", ...on, primaryKey } as const]),
    ...uniques.map((unique): Op => ({ kind: "createUnique", ...on, unique })),
    ...checks.map((check): Op => ({ kind: "createCheck", ...on, check })),
    ...foreignKeys.map((foreignKey): Op => ({ kind: "createForeignKey", ...on, foreignKey })),
  ];
}

/** What becomes of a column that is defined anew: a property that isn't said is taken away. */
function changesOf(old: Column, next: Column): ColumnChanges {
  const { name: _, ...before } = old;
  const { name: __, ...after } = next;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof typeof before & keyof typeof after)[]);
  const changed = [...keys].filter((key) => stableJson(before[key] ?? null) !== stableJson(after[key] ?? null));
  return Object.fromEntries(changed.map((key) => [key, after[key] ?? null]));
}
