import { stableJson } from "../../base/hash.ts";
import { displayName } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import type { Rule } from "../rule.ts";

export const downgradeIncomplete: Rule = {
  id: "downgrade-incomplete",
  severity: "warning",
  title: "The downgrade leads to another schema than the one before the upgrade",
  why: "The revision before this one, and the application that goes with it, meet a database that they don't know; the next upgrade fails or finds things that are there already.",
  instead: "Let the downgrade undo each change of the upgrade, in the opposite order.",
  check({ before, after, back, dialect }) {
    if (back === undefined || !before.isWhole || !after.isWhole || !back.after.isWhole) return [];
    if (back.statements.some(({ refusal }) => refusal !== undefined)) return [];
    // Most ways back leave the tables as the revision found them, each the same object: nothing has to be brought to one form.
    if (differences(before.schema, back.after.schema).length === 0) return [];
    const was = dialect.normalise(before.schema);
    const is = dialect.normalise(back.after.schema);
    return differences(was, is).map((what) => ({ message: `After the downgrade ${what}`, place: back.place }));
  },
};

function differences(was: Schema, is: Schema): readonly string[] {
  const isTables = byName(is.tables);
  const wasTables = byName(was.tables);
  return [
    ...[...wasTables].flatMap(([name, table]) => {
      const now = isTables.get(name);
      if (now === table) return [];
      if (now === undefined) return [`the table "${name}" is missing`];
      const parts = partsApart(table, now);
      return parts.length === 0 ? [] : [`${listed(parts)} of "${name}" differ from those before the upgrade`];
    }),
    ...[...isTables.keys()].filter((name) => !wasTables.has(name)).map((name) => `the table "${name}" is still there`),
  ];
}

function listed(parts: readonly string[]): string {
  return parts.length === 1 ? `${parts[0]}` : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function byName(tables: readonly Table[]): ReadonlyMap<string, Table> {
  return new Map(tables.map((table) => [displayName(table), table]));
}

/** What is apart of a table, in any order. */
function partsApart(was: Table, is: Table): readonly string[] {
  const key = (parts: readonly unknown[]) => stableJson(parts.map((part) => stableJson(part)).sort());
  const pairs: readonly (readonly [string, readonly unknown[], readonly unknown[]])[] = [
    ["the columns", was.columns, is.columns],
    ["the indexes", was.indexes, is.indexes],
    ["the foreign keys", was.foreignKeys, is.foreignKeys],
    ["the checks", was.checks, is.checks],
    ["the unique constraints", was.uniques, is.uniques],
    ["the primary keys", [was.primaryKey ?? null], [is.primaryKey ?? null]],
  ];
  return pairs.filter(([, a, b]) => key(a) !== key(b)).map(([what]) => what);
}
