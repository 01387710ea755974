import { given } from "../base/given.ts";
import { applyRenames, type Rename } from "../diff/renames.ts";
import { nameKey } from "../schema/names.ts";
import type { Column, Schema, Table } from "../schema/schema.ts";
import { aboutItem, type HookSet, verdict } from "./ask-hook.ts";
import type { HookName, Parents } from "./autogenerate-hooks.ts";
import type { CanonicalForms } from "./canonical-forms.ts";

/** The two schemas as they are written; `have` under its old names. */
export interface GivenSchemas {
  readonly have: Schema;
  readonly want: Schema;
}

/**
 * The canonical forms with the types and defaults of columns as the hooks say: the same on both sides, or different. Columns that only one
 * side has are nobody's question. Errors: CONFIG_HOOK_THREW, CONFIG_HOOK_ANSWER; DIFF_RENAME_*.
 */
export function judgedColumns(
  canonical: CanonicalForms,
  { have, want }: GivenSchemas,
  { hooks, renames }: { readonly hooks: HookSet; readonly renames: readonly Rename[] },
): CanonicalForms {
  const { compareType, compareDefault } = hooks.functions;
  if (compareType === undefined && compareDefault === undefined) return canonical;
  const renamed = applyRenames({ given: have, comparable: canonical.have }, want, renames).have.given;
  const places = new Map(renamed.tables.map((table, at) => [nameKey(table), at]));
  const judged = want.tables.map((table, at) => {
    const old = places.get(nameKey(table));
    const sides = { have: renamed.tables[old ?? -1], want: table };
    const normal = { have: canonical.have.tables[old ?? -1], want: canonical.want.tables[at] ?? table };
    const pair =
      sides.have && normal.have && judgedTable(sides.have, sides.want, { ...normal, have: normal.have }, hooks);
    return { old, want: pair?.want ?? normal.want, have: pair?.have };
  });
  const changed = new Map(
    judged.flatMap(({ old, have: table }) => (old === undefined || !table ? [] : [[old, table]])),
  );
  return {
    ...canonical,
    have: { ...canonical.have, tables: canonical.have.tables.map((table, at) => changed.get(at) ?? table) },
    want: { ...canonical.want, tables: judged.map((pair) => pair.want) },
  };
}

interface Tables {
  readonly have: Table;
  readonly want: Table;
}

/** The normal forms of two tables, of which `old` and `table` are the given ones. */
function judgedTable(old: Table, table: Table, normal: Tables, hooks: HookSet): Tables {
  const parents: Parents = { table: table.name, ...given({ schema: table.schema }) };
  const before = [...normal.have.columns];
  const after = [...normal.want.columns];
  for (const [at, column] of table.columns.entries()) {
    const there = old.columns.findIndex(({ name }) => name === column.name);
    const reflected = old.columns[there];
    for (const { hook, judge } of parts) {
      const [have, want] = [before[there], after[at]];
      if (reflected === undefined || have === undefined || want === undefined) continue;
      const ask = hooks.functions[hook];
      const about = aboutItem("column", column.name, parents);
      const says = ask && verdict(hooks, hook, about, () => ask(reflected, column, parents));
      if (says === undefined) continue;
      [before[there], after[at]] = judge(have, want, says);
    }
  }
  return { have: { ...normal.have, columns: before }, want: { ...normal.want, columns: after } };
}

type Judge = (have: Column, want: Column, isDifferent: boolean) => readonly [have: Column, want: Column];

/** What no column has, so that it differs from that of any. */
const OTHER = "(another one, by the hook of the config)";

const parts: readonly { readonly hook: Extract<HookName, "compareType" | "compareDefault">; readonly judge: Judge }[] =
  [
    {
      hook: "compareType",
      judge: (have, want, isDifferent) =>
        isDifferent ? [{ ...have, type: { kind: "raw", sql: OTHER } }, want] : [have, { ...want, type: have.type }],
    },
    {
      hook: "compareDefault",
      judge(have, want, isDifferent) {
        if (isDifferent) return [{ ...have, default: { sql: OTHER } }, want];
        const { default: _, ...rest } = want;
        return [have, have.default === undefined ? rest : { ...rest, default: have.default }];
      },
    },
  ];
