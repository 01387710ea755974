import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { ObjectName, Routine, Schema } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { missingObject, omit } from "./edit.ts";
import { fail } from "./errors.ts";
import type { ObjectOp } from "./object-ops.ts";
import { triggerBehaviours } from "./trigger-behaviours.ts";
import { typeBehaviours } from "./type-behaviours.ts";
import { viewBehaviours } from "./view-behaviours.ts";

/** What the operations on objects beside tables mean. */
export const objectBehaviours: Behaviours<ObjectOp["kind"]> = {
  ...typeBehaviours,
  ...viewBehaviours,
  ...triggerBehaviours,

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

function refuseInhabited(schema: Schema, namespace: string): void {
  const { enums, domains, composites, ranges, sequences, tables, views, routines, statistics } = schema;
  const types = [...enums, ...domains, ...composites, ...ranges];
  const inside = [...tables, ...views, ...types, ...sequences, ...routines, ...statistics].find(
    (each) => each.schema === namespace,
  );
  if (inside === undefined) return;
  const message = `The schema "${namespace}" can't be dropped: "${inside.name}" is in it.`;
  throw fail("OP_OBJECT_IN_USE", message, { details: { schema: namespace, object: inside.name } });
}
