import { readDefault } from "../schema/column-builder.ts";
import { readType } from "../schema/column-type.ts";
import { buildCheck, type CheckOptions, type ConstraintPart, checkReaders } from "../schema/constraint-builders.ts";
import { type ExtensionOptions, extension, extensionReaders } from "../schema/extension-builder.ts";
import { commented, type InSchema, inSchema } from "../schema/object-builders.ts";
import { type Reader, readBoolean, readName, readOptions, readText, type SqlText } from "../schema/options.ts";
import {
  compositeType,
  type DomainOptions,
  domain,
  domainCheckName,
  domainReaders,
  type RangeOptions,
  rangeReaders,
  rangeType,
  readAttribute,
  readChecks,
  withCheckNames,
} from "../schema/own-type-builders.ts";
import type { Attribute, Commented, DefaultValue } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import type { CommentTarget } from "./comment-ops.ts";
import { readCommentTarget } from "./comment-target.ts";
import {
  called,
  directive,
  type IfExists,
  type IfNotExists,
  ifExists,
  ifNotExists,
  type RecordOp,
} from "./directive.ts";

/** What `alterDomain` can change: an absent property stays, null takes it away. */
export interface DomainSettings {
  readonly type?: ColumnType;
  readonly collation?: string | null;
  readonly default?: DefaultValue | null;
  readonly nullable?: boolean;
  /** All of its checks, in place of those that it had. */
  readonly checks?: readonly ConstraintPart[];
}

/** Operations on domains, composite types, range types and extensions, as a revision writes them. */
export interface OwnTypeDirectives {
  createDomain(name: string, type: ColumnType, options?: DomainOptions): void;
  dropDomain(name: string, options?: InSchema & IfExists): void;
  alterDomain(name: string, changes: DomainSettings, options?: InSchema): void;
  createDomainCheck(domain: string, name: string | null, expression: SqlText, options?: InSchema & CheckOptions): void;
  dropDomainCheck(domain: string, name: string, options?: InSchema & IfExists): void;
  createComposite(
    name: string,
    attributes: readonly Attribute[],
    options?: InSchema & { readonly comment?: string },
  ): void;
  dropComposite(name: string, options?: InSchema & IfExists): void;
  addAttribute(type: string, attribute: Attribute, options?: InSchema): void;
  dropAttribute(type: string, attribute: string, options?: InSchema & IfExists): void;
  /** Gives an attribute another type, and this collation or none. The values are kept, as texts of the new type. */
  alterAttribute(
    type: string,
    attribute: string,
    to: ColumnType,
    options?: InSchema & { readonly collation?: string },
  ): void;
  createRange(name: string, subtype: ColumnType, options?: RangeOptions): void;
  dropRange(name: string, options?: InSchema & IfExists): void;
  /** Gives a range type these properties in place of all that it had. The values are kept. */
  replaceRange(name: string, subtype: ColumnType, options?: RangeOptions): void;
  createExtension(name: string, options?: ExtensionOptions & Commented & IfNotExists): void;
  dropExtension(name: string, options?: IfExists): void;
  /** Takes an extension to another version, or its objects to another namespace. */
  alterExtension(name: string, changes: ExtensionOptions): void;
  /** Gives anything but a table or its column this comment: op.setComment({ kind: "policy", name: "own", table: "documents" }, "why"). Null takes it away. */
  setComment(on: CommentTarget, comment: string | null): void;
}

/** Directives that record operations on domains, composite types, range types and extensions. */
export function ownTypeDirectives(record: RecordOp): OwnTypeDirectives {
  const drop =
    <K extends "dropDomain" | "dropComposite" | "dropRange">(kind: K) =>
    (name: string, options?: InSchema & IfExists) => {
      const where = directive(kind, name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      record({ kind, ...called(name, schema, where), ...flags });
    };

  return {
    createDomain(name, type, options) {
      readOptions(options, domainReaders, directive("createDomain", name));
      record({ kind: "createDomain", domain: domain(name, type, options) });
    },

    dropDomain: drop("dropDomain"),

    alterDomain(name, changes, options) {
      const where = directive("alterDomain", name);
      const { schema } = readOptions(options, inSchema, where);
      const { checks, ...read } = readOptions(changes, changeReaders, where);
      const all = checks === undefined ? read : { ...read, checks: withCheckNames(name, checks) };
      record({ kind: "alterDomain", ...called(name, schema, where), changes: all });
    },

    createDomainCheck(domainName, name, expression, options) {
      const where = directive("createDomainCheck", domainName);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...checkReaders }, where);
      const check = buildCheck(name ?? domainCheckName(domainName, []), expression, flags, where);
      record({ kind: "createDomainCheck", ...called(domainName, schema, where), check });
    },

    dropDomainCheck(domainName, name, options) {
      const where = directive("dropDomainCheck", domainName);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      const check = readName(name, `${where}: the check`);
      record({ kind: "dropDomainCheck", ...called(domainName, schema, where), check, ...flags });
    },

    createComposite: (name, attributes, options) =>
      record({ kind: "createComposite", composite: compositeType(name, attributes, options) }),

    dropComposite: drop("dropComposite"),

    addAttribute(type, attribute, options) {
      const where = directive("addAttribute", type);
      const { schema } = readOptions(options, inSchema, where);
      record({ kind: "addAttribute", ...called(type, schema, where), attribute: readAttribute(attribute, where) });
    },

    dropAttribute(type, attribute, options) {
      const where = directive("dropAttribute", type);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      const name = readName(attribute, `${where}: the attribute`);
      record({ kind: "dropAttribute", ...called(type, schema, where), attribute: name, ...flags });
    },

    alterAttribute(type, attribute, to, options) {
      const where = directive("alterAttribute", type);
      const { schema, ...more } = readOptions(options, { ...inSchema, collation: readText }, where);
      const name = readName(attribute, `${where}: the attribute`);
      record({
        kind: "alterAttribute",
        ...called(type, schema, where),
        attribute: name,
        type: readType(to, where),
        ...more,
      });
    },

    createRange: (name, subtype, options) => record({ kind: "createRange", range: rangeType(name, subtype, options) }),

    dropRange: drop("dropRange"),

    replaceRange(name, subtype, options) {
      readOptions(options, rangeReaders, directive("replaceRange", name));
      record({ kind: "replaceRange", range: rangeType(name, subtype, options) });
    },

    createExtension(name, options) {
      const where = directive("createExtension", name);
      const { ifNotExists: unlessThere, ...read } = readOptions(
        options,
        { ...extensionReaders, ...commented, ...ifNotExists },
        where,
      );
      const flags = unlessThere === undefined ? {} : { ifNotExists: unlessThere };
      record({ kind: "createExtension", extension: { ...extension(name, read) }, ...flags });
    },

    dropExtension(name, options) {
      const where = directive("dropExtension", name);
      record({
        kind: "dropExtension",
        name: readName(name, `${where}: the name`),
        ...readOptions(options, ifExists, where),
      });
    },

    setComment(on, comment) {
      const where = directive("setComment", on?.name);
      const text = comment === null ? {} : { comment: readText(comment, `${where}: the comment`) };
      record({ kind: "setComment", on: readCommentTarget(on, where), ...text });
    },

    alterExtension(name, changes) {
      const where = directive("alterExtension", name);
      const read = readOptions(changes, extensionReaders, where);
      record({ kind: "alterExtension", name: readName(name, `${where}: the name`), ...read });
    },
  };
}

const changeReaders = {
  type: readType,
  collation: orNull(readText),
  default: orNull(readDefault),
  nullable: readBoolean,
  checks: readChecks,
};

function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (value, where) => (value === null ? null : reader(value, where));
}
