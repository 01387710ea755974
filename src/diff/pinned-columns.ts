import type { AlterColumn } from "../ops/column-ops.ts";
import { tableNameOf } from "../ops/edit.ts";
import type { OpOf } from "../ops/op.ts";
import type { Column } from "../schema/schema.ts";
import { keys } from "./keys.ts";
import type { Sides } from "./sides.ts";

/** True when a foreign key has to let go of the column before it is changed: of another kind of type, or, where it holds on to more, of anything. */
export function isLetGo(
  before: Column | undefined,
  after: Column | undefined,
  { changes }: AlterColumn,
  { pinsColumns }: Sides,
): boolean {
  const { type, collation, autoincrement } = changes;
  if (pinsColumns) return type !== undefined || collation !== undefined || autoincrement !== undefined;
  return type !== undefined && before !== undefined && after !== undefined && before.type.kind !== after.type.kind;
}

const TEXTS: ReadonlySet<Column["type"]["kind"]> = new Set(["char", "varchar", "text", "enum", "set"]);

/** The texts of a table, which may follow its character set, as foreign keys know them; none where its character set stays. */
export function textsLetGo(op: OpOf<"setTableOptions">, { have, pinsColumns }: Sides): readonly string[] {
  const name = tableNameOf(op);
  const table = have.table(name);
  if (table === undefined || !pinsColumns) return [];
  const { charset, collation } = op.options;
  if (table.options.charset === charset && table.options.collation === collation) return [];
  return table.columns.filter(({ type }) => TEXTS.has(type.kind)).map((column) => keys.columnKind(name, column.name));
}
