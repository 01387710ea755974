import type { ConstraintOp } from "../../ops/constraint-ops.ts";
import type { OpOf } from "../../ops/op.ts";
import type { Check, ForeignKey, ObjectName } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { constraintNameOf, findDropped } from "./dropped-constraint.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { locked, lockedTree, oldTable, referents, type Scene, tableOf } from "./scene.ts";
import { checkSql, exclusionSql, foreignKeySql, primaryKeySql, uniqueSql } from "./table-sql.ts";

type AddKind = Exclude<ConstraintOp["kind"], "dropConstraint">;

/** `ALTER TABLE … ADD CONSTRAINT …`. */
export function addConstraint(op: OpOf<AddKind>, scene: Scene): readonly Draft[] {
  const { sql, fact, others } = (additions[op.kind] as (op: OpOf<AddKind>) => Addition)(op);
  const table = tableOf(op);
  return [
    draft(
      `ALTER TABLE ${quoteObject(table)} ADD ${sql}`,
      factsOf(fact, lockedTree(scene, table, others, op.kind === "createCheck" ? "heirs" : "partitions")),
    ),
  ];
}

interface Addition {
  readonly sql: string;
  readonly fact: Fact;
  readonly others?: readonly ObjectName[];
}

const additions: { readonly [K in AddKind]: (op: OpOf<K>) => Addition } = {
  createPrimaryKey: (op) => ({ sql: primaryKeySql(op.primaryKey), fact: facts.addPrimaryKey }),
  createUnique: (op) => ({ sql: uniqueSql(op.unique), fact: facts.addUnique }),
  createCheck: (op) => ({ sql: checkSql(op.check), fact: factOfCheck(op.check) }),
  createForeignKey: (op) => ({
    sql: foreignKeySql(op.foreignKey),
    fact: factOfForeignKey(op.foreignKey),
    others: referents([op.foreignKey]),
  }),
  createExclusion: (op) => ({ sql: exclusionSql(op.exclusion), fact: facts.addExclusion }),
};

function factOfCheck(check: Check): Fact {
  if (check.notEnforced === true) return facts.addCheckNotEnforced;
  return check.notValid === true ? facts.addCheckNotValid : facts.addCheck;
}

function factOfForeignKey(key: ForeignKey): Fact {
  if (key.notEnforced === true) return facts.addForeignKeyNotEnforced;
  return key.notValid === true ? facts.addForeignKeyNotValid : facts.addForeignKey;
}

/** A constraint without a name goes by the one that the server has given to it. */
export function dropConstraint(op: OpOf<"dropConstraint">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const table = oldTable(scene, op);
  const found = table === undefined ? undefined : findDropped(table, op);
  const constraint =
    op.name ?? (table === undefined || found === undefined ? undefined : constraintNameOf(table, found));
  if (constraint === undefined) return [];
  const guard = op.ifExists === true ? "IF EXISTS " : "";
  const sql = `ALTER TABLE ${quoteObject(name)} DROP CONSTRAINT ${guard}${quoteName(constraint)}`;
  const key = found?.type === "foreignkey" ? found.constraint : undefined;
  const fact = key === undefined ? facts.dropConstraint : facts.dropForeignKey;
  return [draft(sql, factsOf(fact, locked(scene, name, key === undefined ? [] : referents([key]))))];
}
