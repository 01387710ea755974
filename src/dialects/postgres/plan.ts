import { stableJson } from "../../base/hash.ts";
import { applyOp, reverseOps } from "../../ops/behaviours.ts";
import { omit, onTable } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { descendantsOf } from "../../schema/inheritance.ts";
import { nameKey, sameName } from "../../schema/names.ts";
import type { ObjectName, Schema } from "../../schema/schema.ts";
import type { Server, Statement } from "../contract.ts";
import { isSame, routineTaken } from "./around-routine.ts";
import { takenAround } from "./around-types.ts";
import { withoutPublic } from "./default-namespace.ts";
import { constraintOnServer } from "./dropped-constraint.ts";
import { emit } from "./emit.ts";
import { usesValue } from "./enum-use.ts";
import { joinStatements, type PlannedOp } from "./join-statements.ts";
import { onlineParts } from "./online.ts";
import { ownNumbers } from "./own-numbers.ts";
import { refuseUnsupported } from "./refuse.ts";
import { type Scene, tableOf } from "./scene.ts";
import { withServerNames } from "./server-names.ts";
import { typeFamily } from "./type-family.ts";

/**
 * Statements that carry out the ops, one op after the other, on a database that looks like `before`. A table that the plan
 * itself makes is known as such: nobody waits for it. Errors: DIALECT_UNSUPPORTED.
 */
export function plan(ops: readonly Op[], before: Schema, server: Server): readonly Statement[] {
  const plannedOps: PlannedOp[] = [];
  const young = new Set<string>();
  const unseen = new Set<string>();
  const numbers = ownNumbers();
  let state = withServerNames(before);
  for (const [i, given] of ops.entries()) {
    refuseUnsupported(given, server);
    const statements: Statement[] = [];
    const isYoung = (name: ObjectName) => young.has(nameKey(name));
    for (const part of onlineParts(withoutPublic(given, state), { before: state, server, isYoung })) {
      for (const op of surrounded(constraintOnServer(part, state), state)) {
        const after = withServerNames(applyOp(state, op));
        const scene: Scene = {
          ...{ before: state, after, server },
          isNew: (name) => unseen.has(nameKey(name)),
          isYoung,
          hasOwnNumbers: numbers.has,
          usesLater: (value) => ops.slice(i + 1).some((later) => usesValue(later, value)),
        };
        const planned = emit(op, scene).map((draft): Statement => ({ ...draft, op: given }));
        statements.push(...planned);
        const isCut = planned.some(({ facts }) => !facts.transactional);
        if (isCut) unseen.clear();
        numbers.follow(op, isCut);
        for (const name of madeBy(op, state)) {
          young.add(nameKey(name));
          unseen.add(nameKey(name));
        }
        if (op.kind === "renameTable") follow(op, young, unseen);
        state = after;
      }
    }
    plannedOps.push({ op: given, statements });
  }
  return joinStatements(plannedOps);
}

/** The op, between those that take away what is in its way and those that bring it back. */
function surrounded(op: Op, schema: Schema): readonly Op[] {
  if (op.kind === "createRoutine") return routineAnew(op, schema);
  if (op.kind === "addColumn") return numberedAbove(op, schema);
  const root = remadeBy(op, schema);
  if (root === undefined) return [op];
  const away = takenAround(typeFamily(root, schema), schema);
  const back = reverseOps(away, schema);
  if (back.kind === "irreversible") return [op];
  return [...away, op, ...back.ops.map(withoutPosition)];
}

/** The server adds no identity to a table with heirs, but a serial column, which may then become one. */
function numberedAbove(op: OpOf<"addColumn">, schema: Schema): readonly Op[] {
  const { column, ...add } = op;
  const { identity } = column;
  if (identity === undefined || descendantsOf(tableOf(op), schema).length === 0) return [op];
  const changes = { autoincrement: null, identity };
  return [
    { ...add, column: { ...omit(column, "identity"), nullable: false, autoincrement: true } },
    { kind: "alterColumn", ...onTable(tableOf(op)), column: column.name, changes },
  ];
}

/** A routine that can't take the place of the old one comes when that is gone. */
function routineAnew(op: OpOf<"createRoutine">, schema: Schema): readonly Op[] {
  const away = routineTaken(op, schema);
  const back = away === undefined ? undefined : reverseOps(away, schema);
  if (away === undefined || back === undefined || back.kind === "irreversible") return [op];
  const others = back.ops.filter((each) => each.kind !== "createRoutine" || !isSame(each.routine, op.routine));
  return [...away, omit(op, "replace"), ...others.map(withoutPosition)];
}

function withoutPosition(op: Op): Op {
  return op.kind === "addColumn" ? omit(op, "position") : op;
}

/** The type that an op makes anew. */
function remadeBy(op: Op, { enums, domains }: Schema): ObjectName | undefined {
  switch (op.kind) {
    case "alterEnum": {
      const values = enums.find((each) => sameName(each, op))?.values;
      return stableJson(values) === stableJson(op.values) ? undefined : op;
    }
    case "alterDomain": {
      const { type, collation } = op.changes;
      const old = domains.find((each) => sameName(each, op));
      const isSame = type === undefined || stableJson(type) === stableJson(old?.type);
      return isSame && (collation === undefined || collation === (old?.collation ?? null)) ? undefined : op;
    }
    case "alterAttribute":
      return op;
    case "replaceRange":
      return op.range;
    default:
      return undefined;
  }
}

/** The tables and views that an op makes where none was. */
function madeBy(op: Op, before: Schema): readonly ObjectName[] {
  if (op.kind === "createView") return before.views.some(({ name }) => name === op.view.name) ? [] : [op.view];
  if (op.kind === "createSequence") return op.ifNotExists === true ? [] : [op.sequence];
  return op.kind === "createTable" && op.ifNotExists !== true ? [op.table] : [];
}

function follow(op: Extract<Op, { readonly kind: "renameTable" }>, ...sets: readonly Set<string>[]): void {
  const key = (name: string) => nameKey(op.schema === undefined ? { name } : { name, schema: op.schema });
  for (const set of sets) if (set.delete(key(op.table))) set.add(key(op.to));
}
