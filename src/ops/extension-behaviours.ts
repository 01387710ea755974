import { didYouMean } from "../base/nearest.ts";
import type { Extension, Schema } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { fail } from "./errors.ts";
import type { ExtensionOp } from "./extension-ops.ts";

/** What the operations on extensions mean. */
export const extensionBehaviours: Behaviours<ExtensionOp["kind"]> = {
  createExtension: {
    apply(schema, { extension, ifNotExists }) {
      if (find(schema, extension.name) === undefined) {
        return { ...schema, extensions: [...schema.extensions, extension] };
      }
      if (ifNotExists) return schema;
      throw fail("OP_OBJECT_EXISTS", `There is an extension "${extension.name}" already.`);
    },
    reverse({ extension: { name }, ifNotExists }, before) {
      return ifNotExists && find(before, name) !== undefined ? exact() : exact({ kind: "dropExtension", name });
    },
    describe: ({ extension }) => `Create extension ${extension.name}`,
  },

  dropExtension: {
    apply(schema, op) {
      if (op.ifExists && find(schema, op.name) === undefined) return schema;
      const found = requireExtension(schema, op.name);
      return { ...schema, extensions: schema.extensions.filter((each) => each !== found) };
    },
    reverse(op, before) {
      const extension = find(before, op.name);
      return extension === undefined ? exact() : exact({ kind: "createExtension", extension });
    },
    describe: (op) => `Drop extension ${op.name}`,
  },

  alterExtension: {
    apply(schema, { kind: _, ...changes }) {
      const found = requireExtension(schema, changes.name);
      return {
        ...schema,
        extensions: schema.extensions.map((each) => (each === found ? { ...each, ...changes } : each)),
      };
    },
    reverse(op, before) {
      const { schema } = requireExtension(before, op.name);
      if (op.version !== undefined) {
        return { kind: "irreversible", reason: `the extension ${op.name} has no way back to an older version` };
      }
      if (op.schema === undefined) return exact();
      if (schema !== undefined) return exact({ ...op, schema });
      return { kind: "irreversible", reason: `the namespace that the extension ${op.name} was in isn't known` };
    },
    describe: (op) => `Alter extension ${op.name}`,
  },
};

function find({ extensions }: Schema, name: string): Extension | undefined {
  return extensions.find((extension) => extension.name === name);
}

function requireExtension(schema: Schema, name: string): Extension {
  const found = find(schema, name);
  if (found !== undefined) return found;
  const guess = didYouMean(
    name,
    schema.extensions.map((each) => each.name),
  );
  throw fail("OP_OBJECT_MISSING", `There is no extension "${name}"${guess}.`);
}
