import type { ExtensionOp } from "../../ops/extension-ops.ts";
import type { OpOf } from "../../ops/op.ts";
import { type Draft, draft } from "./draft.ts";
import { commentOfNew } from "./emit-comment.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteString } from "./quote.ts";
import type { Scene } from "./scene.ts";

type Emitters<K extends ExtensionOp["kind"]> = { readonly [P in K]: (op: OpOf<P>, scene: Scene) => readonly Draft[] };

/** The statements of ops on extensions. */
export const extensionEmitters: Emitters<ExtensionOp["kind"]> = {
  createExtension({ extension, ifNotExists }, scene) {
    const { name, schema, version } = extension;
    const words = [
      `CREATE EXTENSION ${ifNotExists === true ? "IF NOT EXISTS " : ""}${quoteName(name)}`,
      ...(schema === undefined ? [] : [`SCHEMA ${quoteName(schema)}`]),
      ...(version === undefined ? [] : [`VERSION ${quoteString(version)}`]),
    ];
    const isThere = ifNotExists === true && scene.before.extensions.some((each) => each.name === name);
    return [
      draft(words.join(" "), factsOf(facts.createExtension)),
      ...(isThere ? [] : commentOfNew({ kind: "extension", name }, extension, scene)),
    ];
  },
  dropExtension(op) {
    const sql = `DROP EXTENSION ${op.ifExists === true ? "IF EXISTS " : ""}${quoteName(op.name)}`;
    return [draft(sql, factsOf(facts.dropExtension))];
  },
  alterExtension({ name, version, schema }) {
    const alter = `ALTER EXTENSION ${quoteName(name)}`;
    const update = draft(`${alter} UPDATE TO ${quoteString(version ?? "")}`, {
      ...factsOf(facts.updateExtension),
      locks: "unknown",
    });
    return [
      ...(version === undefined ? [] : [update]),
      ...(schema === undefined
        ? []
        : [draft(`${alter} SET SCHEMA ${quoteName(schema)}`, factsOf(facts.moveExtension))]),
    ];
  },
};
