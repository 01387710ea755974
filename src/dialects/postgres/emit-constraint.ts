import type { OpOf } from "../../ops/op.ts";
import { partitionsOf } from "../../schema/inheritance.ts";
import type { Check, ForeignKey, ObjectName } from "../../schema/schema.ts";
import type { Facts } from "../contract.ts";
import { type AddConstraint, commentOfConstraint, constraintOf, withName } from "./constraint-comments.ts";
import { type Draft, draft } from "./draft.ts";
import { constraintNameOf, findDropped } from "./dropped-constraint.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { provesNotNull } from "./not-null-proof.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { locked, lockedTree, oldTable, referents, type Scene, tableOf } from "./scene.ts";
import { atLeast } from "./server-version.ts";
import { checkSql, exclusionSql, foreignKeySql, primaryKeySql, uniqueSql, usingIndexSql } from "./table-sql.ts";

/** `ALTER TABLE … ADD CONSTRAINT …`. */
export function addConstraint(stated: AddConstraint, scene: Scene): readonly Draft[] {
  const op = withName(stated, scene);
  const addition = (additions[op.kind] as (op: AddConstraint, scene: Scene) => Addition)(op, scene);
  return [
    draft(`ALTER TABLE ${quoteObject(tableOf(op))} ADD ${addition.sql}`, addedFacts(op, addition, scene)),
    ...commentOfConstraint(tableOf(op), constraintOf(op).constraint, scene),
  ];
}

/**
 * A check, and the NOT NULL of a primary key, go to the tables that inherit as well. Whatever the constraint is, 18 locks all of these; 13 and
 * 15 lock for the others no more than the partitions, and for an index of those not against readers. In between the stronger locks are stated.
 */
function addedFacts(op: AddConstraint, { fact, others }: Addition, scene: Scene): Facts {
  const table = tableOf(op);
  const reachesHeirs = op.kind === "createCheck" || op.kind === "createPrimaryKey" || atLeast(scene.server, 16);
  if (reachesHeirs) return factsOf(fact, lockedTree(scene, table, others));
  if (op.kind === "createForeignKey") return factsOf(fact, lockedTree(scene, table, others, "partitions"));
  return factsOf({ ...fact, others: "SHARE" }, locked(scene, table, partitionsOf(table, scene.before)));
}

interface Addition {
  readonly sql: string;
  readonly fact: Fact;
  readonly others?: readonly ObjectName[];
}

const additions: { readonly [K in AddConstraint["kind"]]: (op: OpOf<K>, scene: Scene) => Addition } = {
  createPrimaryKey(op, scene) {
    const { primaryKey, usingIndex } = op;
    if (usingIndex === undefined) return { sql: primaryKeySql(primaryKey), fact: facts.addPrimaryKey };
    const table = oldTable(scene, op);
    // Each row is read for a column that may be NULL.
    const isProven = primaryKey.columns.every((key) =>
      table?.columns.some(({ name, nullable }) => name === key && (!nullable || provesNotNull(table, name))),
    );
    const fact = isProven ? facts.addConstraintUsingIndex : facts.addPrimaryKey;
    return { sql: usingIndexSql("PRIMARY KEY", primaryKey, usingIndex), fact };
  },
  createUnique: ({ unique, usingIndex }) =>
    usingIndex === undefined
      ? { sql: uniqueSql(unique), fact: facts.addUnique }
      : { sql: usingIndexSql("UNIQUE", unique, usingIndex), fact: facts.addConstraintUsingIndex },
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

/** In a table that this plan has made there is hardly a row to read, and nobody is kept waiting. */
export function validateConstraint(op: OpOf<"validateConstraint">, scene: Scene): readonly Draft[] {
  const { constraint, found } = nameAndPart(op, scene);
  if (constraint === undefined) return [];
  const table = tableOf(op);
  const fact = scene.isYoung(table) ? facts.validateConstraint : facts.validateConstraintApart;
  const others = found?.type === "foreignkey" ? referents([found.constraint]) : [];
  const sql = `ALTER TABLE ${quoteObject(table)} VALIDATE CONSTRAINT ${quoteName(constraint)}`;
  return [
    draft(sql, factsOf(fact, lockedTree(scene, table, others, found?.type === "check" ? "heirs" : "partitions"))),
  ];
}

/** A constraint without a name goes by the one that the server has given to it. */
function nameAndPart(op: OpOf<"validateConstraint" | "dropConstraint">, scene: Scene) {
  const table = oldTable(scene, op);
  const found = table === undefined ? undefined : findDropped(table, op);
  const usual = table === undefined || found === undefined ? undefined : constraintNameOf(table, found);
  return { constraint: op.name ?? usual, found };
}

export function dropConstraint(op: OpOf<"dropConstraint">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const { constraint, found } = nameAndPart(op, scene);
  if (constraint === undefined) return [];
  const guard = op.ifExists === true ? "IF EXISTS " : "";
  const sql = `ALTER TABLE ${quoteObject(name)} DROP CONSTRAINT ${guard}${quoteName(constraint)}`;
  const key = found?.type === "foreignkey" ? found.constraint : undefined;
  const fact = key === undefined ? facts.dropConstraint : facts.dropForeignKey;
  const others = key === undefined ? [] : referents([key]);
  const objects = lockedTree(scene, name, others, found?.type === "check" ? "heirs" : "partitions");
  return [draft(sql, factsOf(fact, objects))];
}
