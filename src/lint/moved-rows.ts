import type { CopiedRows, Dialect } from "../dialects/contract.ts";
import type { Op, OpOf } from "../ops/op.ts";
import { findTable } from "../schema/names.ts";
import type { LintedStatement } from "./rule.ts";

/**
 * The statements, of which one that drops a table says so where its rows have gone before into a new table that takes its name, as Alembic's
 * batch mode has it: then it loses the columns alone that weren't copied. Pure.
 */
export function withMovedRows(
  statements: readonly LintedStatement[],
  { readCopy }: Pick<Dialect, "readCopy">,
): readonly LintedStatement[] {
  if (readCopy === undefined) return statements;
  const copies = statements.map(({ op, sql }) => (op.kind === "execute" ? readCopy(sql) : undefined));
  if (copies.every((copy) => copy === undefined)) return statements;
  return statements.map((statement, at) => {
    const drop = only(statement, "dropTable");
    const copy = copies.slice(0, at).findLast((each) => each !== undefined && each.from === drop?.table);
    if (drop === undefined || copy === undefined) return statement;
    const isReplaced = statements.slice(at + 1).some((each) => {
      const rename = only(each, "renameTable");
      return rename?.table === copy.into && rename.to === drop.table;
    });
    return isReplaced ? movedBy(statement, copy) : statement;
  });
}

function movedBy(statement: LintedStatement, { into, from, values }: CopiedRows): LintedStatement {
  const table = findTable(statement.before, { name: from });
  if (table === undefined) return statement;
  const lost = table.columns.filter(
    ({ name, generated }) => generated === undefined && !values.some((value) => hasName(value, name)),
  );
  const { loses: _, ...kept } = statement.facts;
  const names = lost.map(({ name }) => `"${from}.${name}"`).join(", ");
  const facts = lost.length === 0 ? kept : { ...kept, loses: `the values of ${names}` };
  const changes = statement.changes?.map((change) => ({ ...change, facts }));
  return { ...statement, facts, changes, movedTo: into };
}

/** The only thing that raw SQL does, if it is of this kind. */
function only<Kind extends Op["kind"]>({ op, changes }: LintedStatement, kind: Kind): OpOf<Kind> | undefined {
  const [change, ...others] = changes ?? [];
  if (op.kind !== "execute" || change === undefined || others.length > 0 || change.op.kind !== kind) return undefined;
  return change.op as OpOf<Kind>;
}

function hasName(expression: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<!\\w)${escaped}(?!\\w)`, "i").test(expression);
}
