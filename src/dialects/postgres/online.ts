import { omit, tableNameOf } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { displayName, findTable } from "../../schema/names.ts";
import type { ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { fail } from "../errors.ts";
import { provesNotNull } from "./not-null-proof.ts";
import { named, saferForm } from "./safer-form.ts";
import { atLeast } from "./server-version.ts";

type OnlineOp = OpOf<"alterColumn" | "createPrimaryKey" | "createUnique" | "createCheck" | "createForeignKey">;

/**
 * The ops that carry out one that is to keep readers and writers waiting for a moment only; any other op by itself. Nobody waits for a
 * table that the plan has made. Errors: DIALECT_UNSUPPORTED where the server has no such way.
 */
export function onlineParts(
  op: Op,
  {
    before,
    server,
    isYoung,
  }: { readonly before: Schema; readonly server: Server; readonly isYoung: (name: ObjectName) => boolean },
): readonly Op[] {
  if (!isOnline(op)) return [op];
  const plain: OnlineOp = omit(op, "online") as OnlineOp;
  const name = tableNameOf(plain);
  const table = findTable(before, name);
  if (table === undefined || isYoung(name) || isShort(plain, table)) return [plain];
  const parts = notNullParts(plain, server) ?? saferForm(named(plain, before), before);
  if (parts !== undefined) return parts;
  throw fail(
    "DIALECT_UNSUPPORTED",
    `${op.kind}, table "${displayName(name)}": PostgreSQL has no online way to do this.`,
    {
      hint: "Take `online` away, or write alterColumn in place of setNotNull: readers and writers then wait while each row is read.",
      details: { op: op.kind, subject: displayName(name), lacking: `online ${op.kind}` },
    },
  );
}

/**
 * From 18 on NOT NULL itself is made NOT VALID and validated, without a check that proves it.
 * Source: https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT.
 */
function notNullParts(op: OnlineOp, server: Server): readonly Op[] | undefined {
  if (op.kind !== "alterColumn" || !atLeast(server, 18)) return undefined;
  const { nullable, ...others } = op.changes;
  if (nullable !== false || Object.keys(others).length > 0) return undefined;
  return [
    { ...op, changes: { nullable, notNull: { notValid: true } } },
    { ...op, changes: { notNull: null } },
  ];
}

function isOnline(op: Op): op is OnlineOp {
  return "online" in op && op.online === true;
}

/** True where no row is read anyway. */
function isShort(op: OnlineOp, table: Table): boolean {
  switch (op.kind) {
    case "alterColumn":
      return (
        table.columns.some(({ name, nullable }) => name === op.column && !nullable) || provesNotNull(table, op.column)
      );
    case "createPrimaryKey":
    case "createUnique":
      return op.usingIndex !== undefined;
    case "createCheck":
      return op.check.notValid === true || op.check.notEnforced === true;
    case "createForeignKey":
      return op.foreignKey.notValid === true || op.foreignKey.notEnforced === true;
  }
}
