import type { Attribute, Check, RangeType } from "../schema/schema.ts";
import { type Code, call, list, optional, record, text, word } from "./code.ts";
import type { SetComment } from "./comment-ops.ts";
import type { ExtensionOp } from "./extension-ops.ts";
import type { OpOf } from "./op.ts";
import type { OwnTypeOp } from "./own-type-ops.ts";
import { valueCode } from "./print-columns.ts";
import { checkParameters, nameCode } from "./print-tables.ts";
import { typeCode } from "./print-types.ts";

type Kind = (OwnTypeOp | ExtensionOp | SetComment)["kind"];

/** The code of operations on domains, composite types, range types and extensions. */
export const ownTypePrinters: { readonly [K in Kind]: (op: OpOf<K>) => Code } = {
  createDomain({ domain }) {
    const { name, type, nullable, checks } = domain;
    const options = record({
      ...inSchema(domain),
      nullable: nullable ? undefined : word(false),
      default: optional(domain.default, valueCode),
      collation: optional(domain.collation, text),
      checks: checks.length === 0 ? undefined : list(checks.map(checkCode)),
      comment: optional(domain.comment, text),
    });
    return call("op.createDomain", text(name), typeCode(type), options);
  },

  dropDomain: (op) => call("op.dropDomain", text(op.name), record({ ...inSchema(op), ...ifExists(op) })),

  alterDomain(op) {
    const { type, collation, default: value, nullable, checks } = op.changes;
    const changes = record({
      type: optional(type, typeCode),
      collation: collation === null ? word(null) : optional(collation, text),
      default: value === null ? word(null) : optional(value, valueCode),
      nullable: optional(nullable, word),
      checks: optional(checks, (each) => list(each.map(checkCode))),
    });
    return call("op.alterDomain", text(op.name), changes ?? word("{}"), record(inSchema(op)));
  },

  createDomainCheck(op) {
    const parameters = checkParameters(op.check, inSchema(op));
    return call("op.createDomainCheck", text(op.name), nameCode(op.check), ...parameters);
  },

  dropDomainCheck(op) {
    const options = record({ ...inSchema(op), ...ifExists(op) });
    return call("op.dropDomainCheck", text(op.name), text(op.check), options);
  },

  createComposite({ composite }) {
    const options = record({ ...inSchema(composite), comment: optional(composite.comment, text) });
    return call("op.createComposite", text(composite.name), list(composite.attributes.map(attributeCode)), options);
  },

  dropComposite: (op) => call("op.dropComposite", text(op.name), record({ ...inSchema(op), ...ifExists(op) })),

  addAttribute: (op) => call("op.addAttribute", text(op.name), attributeCode(op.attribute), record(inSchema(op))),

  dropAttribute(op) {
    const options = record({ ...inSchema(op), ...ifExists(op) });
    return call("op.dropAttribute", text(op.name), text(op.attribute), options);
  },

  alterAttribute(op) {
    const options = record({ ...inSchema(op), collation: optional(op.collation, text) });
    return call("op.alterAttribute", text(op.name), text(op.attribute), typeCode(op.type), options);
  },

  createRange: ({ range }) => call("op.createRange", ...rangeParameters(range)),
  dropRange: (op) => call("op.dropRange", text(op.name), record({ ...inSchema(op), ...ifExists(op) })),
  replaceRange: ({ range }) => call("op.replaceRange", ...rangeParameters(range)),

  createExtension({ extension, ifNotExists }) {
    const { name, version, comment } = extension;
    const options = record({
      ...inSchema(extension),
      version: optional(version, text),
      comment: optional(comment, text),
      ifNotExists: optional(ifNotExists, word),
    });
    return call("op.createExtension", text(name), options);
  },

  dropExtension: (op) => call("op.dropExtension", text(op.name), record(ifExists(op))),

  setComment({ on, comment }) {
    const { kind, name, schema: _, ...others } = on;
    const more = Object.fromEntries(Object.entries(others).map(([field, value]) => [field, text(String(value))]));
    const target = record({ kind: text(kind), name: text(name), ...more, ...inSchema(on) });
    return call("op.setComment", target, comment === undefined ? word(null) : text(comment));
  },

  alterExtension(op) {
    const changes = record({ ...inSchema(op), version: optional(op.version, text) });
    return call("op.alterExtension", text(op.name), changes ?? word("{}"));
  },
};

function attributeCode({ name, type, collation, comment }: Attribute): Code {
  const options = record({ collation: optional(collation, text), comment: optional(comment, text) });
  return call("attribute", text(name), typeCode(type), options);
}

function checkCode(check: Check): Code {
  const parameters = checkParameters(check);
  return check.name === undefined ? call("check", ...parameters) : call("check", text(check.name), ...parameters);
}

function rangeParameters(range: RangeType) {
  const options = record({
    ...inSchema(range),
    opclass: optional(range.opclass, text),
    collation: optional(range.collation, text),
    difference: optional(range.difference, text),
    multirange: optional(range.multirange, text),
    comment: optional(range.comment, text),
  });
  return [text(range.name), typeCode(range.subtype), options] as const;
}

function inSchema(op: { readonly schema?: string }) {
  return { schema: optional(op.schema, text) };
}

function ifExists(op: { readonly ifExists?: true }) {
  return { ifExists: optional(op.ifExists, word) };
}
