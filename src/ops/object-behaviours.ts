import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { displayName, findTable, nameOf, sameName } from "../schema/names.ts";
import type { ObjectName, Routine, Schema, Trigger } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { missingObject, omit, onTable } from "./edit.ts";
import { fail } from "./errors.ts";
import type { ObjectOp } from "./object-ops.ts";
import { belongsTo } from "./table-behaviours.ts";
import type { OnTable } from "./table-ops.ts";
import { typeBehaviours } from "./type-behaviours.ts";
import { viewBehaviours } from "./view-behaviours.ts";

/** What the operations on objects beside tables mean. */
export const objectBehaviours: Behaviours<ObjectOp["kind"]> = {
  ...typeBehaviours,
  ...viewBehaviours,

  createNamespace: {
    apply(schema, op) {
      const namespaces = [...schema.namespaces, op.name];
      const own = op.comment === undefined ? {} : { [op.name]: op.comment };
      const comments = { ...schema.namespaceComments, ...own };
      if (!schema.namespaces.includes(op.name)) return withComments({ ...schema, namespaces }, comments);
      if (op.ifNotExists) return schema;
      throw fail("OP_OBJECT_EXISTS", `There is a schema "${op.name}" already.`);
    },
    reverse(op, before) {
      if (op.ifNotExists && before.namespaces.includes(op.name)) return exact();
      return exact({ kind: "dropNamespace", name: op.name });
    },
    describe: (op) => `Create schema ${op.name}`,
  },

  dropNamespace: {
    apply(schema, op) {
      if (!schema.namespaces.includes(op.name)) {
        if (op.ifExists) return schema;
        const guess = didYouMean(op.name, schema.namespaces);
        throw fail("OP_OBJECT_MISSING", `There is no schema "${op.name}"${guess}.`);
      }
      refuseInhabited(schema, op.name);
      const comments = Object.entries(schema.namespaceComments ?? {}).filter(([name]) => name !== op.name);
      const namespaces = schema.namespaces.filter((name) => name !== op.name);
      return withComments({ ...schema, namespaces }, Object.fromEntries(comments));
    },
    reverse({ name }, before) {
      if (!before.namespaces.includes(name)) return exact();
      return exact({ kind: "createNamespace", name, ...given({ comment: before.namespaceComments?.[name] }) });
    },
    describe: (op) => `Drop schema ${op.name}`,
  },

  createTrigger: {
    apply(schema, op) {
      const { trigger } = op;
      const table = { ...nameOf(trigger), name: trigger.table };
      if (findTable(schema, table) === undefined && !schema.views.some((view) => sameName(view, table))) {
        const guess = didYouMean(displayName(table), [...schema.tables, ...schema.views].map(displayName));
        throw fail("OP_TABLE_MISSING", `There is no table or view "${displayName(table)}"${guess}.`);
      }
      if (!schema.triggers.some((each) => sameTrigger(each, trigger))) {
        return { ...schema, triggers: [...schema.triggers, trigger] };
      }
      throw fail("OP_OBJECT_EXISTS", `"${displayName(table)}" has a trigger "${trigger.name}" already.`);
    },
    reverse({ trigger }) {
      const on = onTable({ ...nameOf(trigger), name: trigger.table });
      return exact({ kind: "dropTrigger", name: trigger.name, ...on });
    },
    describe({ trigger }) {
      return `Create trigger ${trigger.name} on ${displayName({ ...nameOf(trigger), name: trigger.table })}`;
    },
  },

  dropTrigger: {
    apply(schema, op) {
      const found = schema.triggers.find((each) => sameTrigger(each, op));
      if (found === undefined && op.ifExists) return schema;
      const gone = requireTrigger(schema, op);
      return { ...schema, triggers: schema.triggers.filter((each) => each !== gone) };
    },
    reverse(op, before) {
      const trigger = before.triggers.find((each) => sameTrigger(each, op));
      return trigger === undefined ? exact() : exact({ kind: "createTrigger", trigger });
    },
    describe: (op) => `Drop trigger ${op.name} of ${displayName({ ...nameOf(op), name: op.table })}`,
  },

  setTriggerState: {
    apply(schema, op) {
      const found = requireTrigger(schema, op);
      const state = op.state === undefined ? {} : { state: op.state };
      const changed = { ...omit(found, "state"), ...state };
      return { ...schema, triggers: schema.triggers.map((each) => (each === found ? changed : each)) };
    },
    reverse(op, before) {
      const { state } = requireTrigger(before, op);
      return exact({ ...omit(op, "state"), ...(state === undefined ? {} : { state }) });
    },
    describe(op) {
      const of = `trigger ${op.name} of ${displayName({ ...nameOf(op), name: op.table })}`;
      if (op.state === undefined) return `Enable ${of}`;
      return op.state === "disabled" ? `Disable ${of}` : `Enable ${of} ${op.state}`;
    },
  },

  createRoutine: {
    apply(schema, op) {
      const old = schema.routines.find((each) => sameRoutine(each, op.routine));
      if (old === undefined) return { ...schema, routines: [...schema.routines, op.routine] };
      if (op.replace) return { ...schema, routines: schema.routines.map((each) => (each === old ? op.routine : each)) };
      throw fail("OP_OBJECT_EXISTS", `There is a ${describeRoutine(op.routine)} already.`);
    },
    reverse(op, before) {
      const { routine } = op;
      const old = before.routines.find((each) => sameRoutine(each, routine));
      if (op.replace && old !== undefined) return exact({ kind: "createRoutine", routine: old, replace: true });
      return exact({
        kind: "dropRoutine",
        ...nameOf(routine),
        routine: routine.kind,
        arguments: routine.arguments,
      });
    },
    describe: (op) => `${op.replace ? "Replace" : "Create"} ${describeRoutine(op.routine)}`,
  },

  dropRoutine: {
    apply(schema, op) {
      const found = schema.routines.find((each) => sameRoutine(each, identityOf(op)));
      if (found !== undefined) return { ...schema, routines: schema.routines.filter((each) => each !== found) };
      if (op.ifExists) return schema;
      throw missingObject(op.routine, { ...nameOf(op), name: `${op.name}(${op.arguments})` }, []);
    },
    reverse(op, before) {
      const routine = before.routines.find((each) => sameRoutine(each, identityOf(op)));
      return routine === undefined ? exact() : exact({ kind: "createRoutine", routine });
    },
    describe: (op) => `Drop ${describeRoutine(identityOf(op))}`,
  },
};

function withComments(schema: Schema, comments: Readonly<Record<string, string>>): Schema {
  const isNone = Object.keys(comments).length === 0;
  return { ...omit(schema, "namespaceComments"), ...(isNone ? {} : { namespaceComments: comments }) };
}

type RoutineIdentity = Omit<Routine, "definition">;

function identityOf(
  op: ObjectName & { readonly routine: Routine["kind"]; readonly arguments: string },
): RoutineIdentity {
  return { ...nameOf(op), kind: op.routine, arguments: op.arguments };
}

function sameRoutine(a: RoutineIdentity, b: RoutineIdentity): boolean {
  return sameName(a, b) && a.kind === b.kind && a.arguments === b.arguments;
}

function describeRoutine(routine: RoutineIdentity): string {
  const args = routine.kind === "event" ? "" : `(${routine.arguments})`;
  return `${routine.kind} ${displayName(routine)}${args}`;
}

function requireTrigger(schema: Schema, op: OnTable & { readonly name: string }): Trigger {
  const found = schema.triggers.find((each) => sameTrigger(each, op));
  if (found !== undefined) return found;
  const table = { ...nameOf(op), name: op.table };
  const names = schema.triggers.filter((each) => belongsTo(each, table)).map((each) => each.name);
  const guess = didYouMean(op.name, names);
  throw fail("OP_OBJECT_MISSING", `"${displayName(table)}" has no trigger "${op.name}"${guess}.`);
}

/** On some servers two tables may each have a trigger of one name. */
function sameTrigger(a: Trigger, b: Omit<Trigger, "definition">): boolean {
  return sameName(a, b) && a.table === b.table;
}

function refuseInhabited(schema: Schema, namespace: string): void {
  const { enums, domains, composites, ranges, sequences, tables, views, routines } = schema;
  const types = [...enums, ...domains, ...composites, ...ranges];
  const inside = [...tables, ...views, ...types, ...sequences, ...routines].find((each) => each.schema === namespace);
  if (inside === undefined) return;
  const message = `The schema "${namespace}" can't be dropped: "${inside.name}" is in it.`;
  throw fail("OP_OBJECT_IN_USE", message, { details: { schema: namespace, object: inside.name } });
}
