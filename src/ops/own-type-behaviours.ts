import { didYouMean } from "../base/nearest.ts";
import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { Attribute, Check, CompositeType, Domain, ObjectName, RangeType, Schema } from "../schema/schema.ts";
import { type Behaviours, exact, lossy } from "./behaviour.ts";
import { omit } from "./edit.ts";
import { fail } from "./errors.ts";
import type { DomainChanges, OwnTypeOp } from "./own-type-ops.ts";
import { refuseUsedType } from "./type-users.ts";

/** What the operations on domains, composite types and range types mean. */
export const ownTypeBehaviours: Behaviours<OwnTypeOp["kind"]> = {
  createDomain: {
    apply(schema, { domain }) {
      refuseTakenType(schema, domain);
      return { ...schema, domains: [...schema.domains, domain] };
    },
    reverse: ({ domain }) => exact({ kind: "dropDomain", ...nameOf(domain) }),
    describe: ({ domain }) => `Create domain ${displayName(domain)}`,
  },

  dropDomain: {
    apply(schema, op) {
      if (op.ifExists && find(schema.domains, op) === undefined) return schema;
      const found = requireNamed("domain", schema.domains, op);
      refuseUsedType(schema, "domain", found);
      return { ...schema, domains: schema.domains.filter((each) => each !== found) };
    },
    reverse(op, before) {
      const domain = find(before.domains, op);
      return domain === undefined ? exact() : exact({ kind: "createDomain", domain });
    },
    describe: (op) => `Drop domain ${displayName(op)}`,
  },

  alterDomain: {
    apply: (schema, op) => editDomain(schema, op, (domain) => changed(domain, op.changes)),
    reverse(op, before) {
      const old = requireNamed("domain", before.domains, op);
      const keys = Object.keys(op.changes) as (keyof DomainChanges)[];
      return exact({ ...op, changes: Object.fromEntries(keys.map((key) => [key, old[key] ?? null])) });
    },
    describe: (op) => `Alter domain ${displayName(op)}`,
  },

  createDomainCheck: {
    apply(schema, op) {
      return editDomain(schema, op, (domain) => {
        if (domain.checks.every(({ name }) => name !== op.check.name)) {
          return { ...domain, checks: [...domain.checks, op.check] };
        }
        throw fail("OP_OBJECT_EXISTS", `The domain "${displayName(op)}" has a check "${op.check.name}" already.`);
      });
    },
    reverse: ({ check, ...op }) => exact({ ...op, kind: "dropDomainCheck", check: check.name ?? "" }),
    describe: (op) => `Create check ${op.check.name} of domain ${displayName(op)}`,
  },

  dropDomainCheck: {
    apply(schema, op) {
      return editDomain(schema, op, (domain) => {
        const found = findCheck(domain, op.check);
        if (found === undefined && op.ifExists !== true) {
          const guess = didYouMean(
            op.check,
            domain.checks.flatMap(({ name }) => name ?? []),
          );
          throw fail("OP_OBJECT_MISSING", `The domain "${displayName(op)}" has no check "${op.check}"${guess}.`);
        }
        return { ...domain, checks: domain.checks.filter((check) => check !== found) };
      });
    },
    reverse(op, before) {
      const found = findCheck(requireNamed("domain", before.domains, op), op.check);
      if (found === undefined) return exact();
      return exact({ kind: "createDomainCheck", ...nameOf(op), check: found });
    },
    describe: (op) => `Drop check ${op.check} of domain ${displayName(op)}`,
  },

  createComposite: {
    apply(schema, { composite }) {
      refuseTakenType(schema, composite);
      return { ...schema, composites: [...schema.composites, composite] };
    },
    reverse: ({ composite }) => exact({ kind: "dropComposite", ...nameOf(composite) }),
    describe: ({ composite }) => `Create composite type ${displayName(composite)}`,
  },

  dropComposite: {
    apply(schema, op) {
      if (op.ifExists && find(schema.composites, op) === undefined) return schema;
      const found = requireNamed("composite type", schema.composites, op);
      refuseUsedType(schema, "composite type", found);
      return { ...schema, composites: schema.composites.filter((each) => each !== found) };
    },
    reverse(op, before) {
      const composite = find(before.composites, op);
      return composite === undefined ? exact() : exact({ kind: "createComposite", composite });
    },
    describe: (op) => `Drop composite type ${displayName(op)}`,
  },

  addAttribute: {
    apply(schema, op) {
      return editComposite(schema, op, (attributes) => {
        if (attributes.every(({ name }) => name !== op.attribute.name)) return [...attributes, op.attribute];
        const message = `The composite type "${displayName(op)}" has an attribute "${op.attribute.name}" already.`;
        throw fail("OP_OBJECT_EXISTS", message);
      });
    },
    reverse: ({ attribute, ...op }) => exact({ ...op, kind: "dropAttribute", attribute: attribute.name }),
    describe: (op) => `Add attribute ${op.attribute.name} to ${displayName(op)}`,
  },

  dropAttribute: {
    apply(schema, op) {
      const { attributes } = requireNamed("composite type", schema.composites, op);
      if (op.ifExists && attributes.every(({ name }) => name !== op.attribute)) return schema;
      const found = requireAttribute(attributes, op, op.attribute);
      return editComposite(schema, op, (all) => all.filter((each) => each !== found));
    },
    reverse(op, before) {
      const { attributes } = requireNamed("composite type", before.composites, op);
      const attribute = attributes.find(({ name }) => name === op.attribute);
      if (attribute === undefined) return exact();
      const reason = `the values of the attribute ${displayName(op)}.${op.attribute}`;
      return lossy(reason, { kind: "addAttribute", ...nameOf(op), attribute });
    },
    describe: (op) => `Drop attribute ${op.attribute} of ${displayName(op)}`,
  },

  alterAttribute: {
    apply(schema, op) {
      return editComposite(schema, op, (attributes) => {
        const found = requireAttribute(attributes, op, op.attribute);
        const { type, collation } = op;
        const altered = { ...omit(found, "collation"), type, ...(collation === undefined ? {} : { collation }) };
        return attributes.map((each) => (each === found ? altered : each));
      });
    },
    reverse(op, before) {
      const { attributes } = requireNamed("composite type", before.composites, op);
      const { type, collation } = requireAttribute(attributes, op, op.attribute);
      return exact({ ...omit(op, "collation"), type, ...(collation === undefined ? {} : { collation }) });
    },
    describe: (op) => `Alter attribute ${op.attribute} of ${displayName(op)}`,
  },

  createRange: {
    apply(schema, { range }) {
      refuseTakenType(schema, range);
      return { ...schema, ranges: [...schema.ranges, range] };
    },
    reverse: ({ range }) => exact({ kind: "dropRange", ...nameOf(range) }),
    describe: ({ range }) => `Create range type ${displayName(range)}`,
  },

  dropRange: {
    apply(schema, op) {
      if (op.ifExists && find(schema.ranges, op) === undefined) return schema;
      const found = requireNamed("range type", schema.ranges, op);
      refuseUsedType(schema, "range type", found);
      return { ...schema, ranges: schema.ranges.filter((each) => each !== found) };
    },
    reverse(op, before) {
      const range = find(before.ranges, op);
      return range === undefined ? exact() : exact({ kind: "createRange", range });
    },
    describe: (op) => `Drop range type ${displayName(op)}`,
  },

  replaceRange: {
    apply(schema, { range }) {
      const found = requireNamed("range type", schema.ranges, range);
      return { ...schema, ranges: schema.ranges.map((each) => (each === found ? range : each)) };
    },
    reverse: ({ range }, before) =>
      exact({ kind: "replaceRange", range: requireNamed("range type", before.ranges, range) }),
    describe: ({ range }) => `Replace range type ${displayName(range)}`,
  },
};

function find<T extends ObjectName>(objects: readonly T[], name: ObjectName): T | undefined {
  return objects.find((each) => sameName(each, name));
}

function requireNamed<T extends ObjectName>(what: string, objects: readonly T[], name: ObjectName): T {
  const found = find(objects, name);
  if (found !== undefined) return found;
  const guess = didYouMean(displayName(name), objects.map(displayName));
  throw fail("OP_OBJECT_MISSING", `There is no ${what} "${displayName(name)}"${guess}.`);
}

/** All types of a namespace share their names. */
function refuseTakenType(schema: Schema, name: ObjectName): void {
  const { enums, domains, composites, ranges } = schema;
  const types: readonly (readonly [string, readonly ObjectName[]])[] = [
    ["an enum", enums],
    ["a domain", domains],
    ["a composite type", composites],
    ["a range type", ranges satisfies readonly RangeType[]],
  ];
  const taken = types.find(([, objects]) => find(objects, name) !== undefined);
  if (taken === undefined) return;
  throw fail("OP_OBJECT_EXISTS", `There is ${taken[0]} "${displayName(name)}" already.`);
}

function changed(domain: Domain, changes: DomainChanges): Domain {
  const all = Object.entries({ ...domain, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(all) as unknown as Domain;
}

function editDomain(schema: Schema, name: ObjectName, edit: (domain: Domain) => Domain): Schema {
  const found = requireNamed("domain", schema.domains, name);
  return { ...schema, domains: schema.domains.map((each) => (each === found ? edit(each) : each)) };
}

function findCheck(domain: Domain, name: string): Check | undefined {
  return domain.checks.find((check) => check.name === name);
}

function editComposite(
  schema: Schema,
  name: ObjectName,
  edit: (attributes: readonly Attribute[]) => readonly Attribute[],
): Schema {
  const found = requireNamed("composite type", schema.composites, name);
  const edited: CompositeType = { ...found, attributes: edit(found.attributes) };
  return { ...schema, composites: schema.composites.map((each) => (each === found ? edited : each)) };
}

function requireAttribute(attributes: readonly Attribute[], type: ObjectName, name: string): Attribute {
  const found = attributes.find((attribute) => attribute.name === name);
  if (found !== undefined) return found;
  const guess = didYouMean(
    name,
    attributes.map((attribute) => attribute.name),
  );
  throw fail("OP_OBJECT_MISSING", `The composite type "${displayName(type)}" has no attribute "${name}"${guess}.`);
}
