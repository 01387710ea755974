import { given } from "../../base/given.ts";
import type { Op } from "../../ops/op.ts";
import type { Schema, Table } from "../../schema/schema.ts";

const defaultNamespace = "public";

/** The op without the name of the default namespace, where the schema has no other by that name. */
export function withoutPublic(op: Op, schema: Schema): Op {
  if (schema.namespaces.includes(defaultNamespace) || op.kind === "createNamespace" || op.kind === "dropNamespace") {
    return op;
  }
  const named = drop(op);
  switch (named.kind) {
    case "createTable":
      return { ...named, table: tableWithout(named.table) };
    case "createView":
      return { ...named, view: drop(named.view) };
    case "createTrigger":
      return { ...named, trigger: drop(named.trigger) };
    case "createRule":
      return { ...named, rule: drop(named.rule) };
    case "createStatistics": {
      const { statistics } = named;
      return { ...named, statistics: { ...drop(statistics), table: drop(statistics.table) } };
    }
    case "createPolicy":
      return { ...named, policy: drop(named.policy) };
    case "createRoutine":
      return { ...named, routine: drop(named.routine) };
    case "createEnum":
      return { ...named, enum: drop(named.enum) };
    case "createSequence":
      return { ...named, sequence: drop(named.sequence) };
    case "createDomain":
      return { ...named, domain: drop(named.domain) };
    case "createComposite":
      return { ...named, composite: drop(named.composite) };
    case "createRange":
    case "replaceRange":
      return { ...named, range: drop(named.range) };
    case "createExtension":
      return { ...named, extension: drop(named.extension) };
    case "setComment":
      return { ...named, on: drop(named.on) };
    case "attachPartition":
    case "detachPartition":
      return { ...named, partition: drop(named.partition) };
    case "addInheritance":
    case "dropInheritance":
      return { ...named, parent: drop(named.parent) };
    case "createForeignKey": {
      const { foreignKey } = named;
      return { ...named, foreignKey: { ...foreignKey, references: drop(foreignKey.references) } };
    }
    default:
      return named;
  }
}

function tableWithout(table: Table): Table {
  const foreignKeys = table.foreignKeys.map((key) => ({ ...key, references: drop(key.references) }));
  const { partitionOf, inherits } = table;
  return {
    ...drop(table),
    foreignKeys,
    ...given({ partitionOf: partitionOf && drop(partitionOf), inherits: inherits?.map(drop) }),
  };
}

function drop<T extends object>(record: T): T {
  if (!("schema" in record) || record.schema !== defaultNamespace) return record;
  const { schema: _, ...others } = record;
  return others as T;
}
