import { given } from "../../base/given.ts";
import { nameKey } from "../../schema/names.ts";
import { emptySchema, type Schema, type Sequence } from "../../schema/schema.ts";
import type { Connection, InspectOptions } from "../contract.ts";
import { readColumnRows } from "./inspect-column-rows.ts";
import { readComposites } from "./inspect-composites.ts";
import { readConstraints } from "./inspect-constraints.ts";
import { readDomains } from "./inspect-domains.ts";
import { readEnums } from "./inspect-enums.ts";
import { readExtensions } from "./inspect-extensions.ts";
import { type Indexes, readIndexes } from "./inspect-indexes.ts";
import { readNamespaces } from "./inspect-namespaces.ts";
import { readOwnColumns } from "./inspect-own-columns.ts";
import { readOwnDefaults } from "./inspect-own-defaults.ts";
import { readPartNames } from "./inspect-part-names.ts";
import { readPolicies } from "./inspect-policies.ts";
import { readRanges } from "./inspect-ranges.ts";
import { readRoutines } from "./inspect-routines.ts";
import { readSequences } from "./inspect-sequences.ts";
import { inStableSession, type Reading } from "./inspect-session.ts";
import { readStatistics } from "./inspect-statistics.ts";
import { readTableRows, readTables } from "./inspect-tables.ts";
import { readRules, readTriggers } from "./inspect-triggers.ts";
import { refuseUnread } from "./inspect-unread.ts";
import { readViews } from "./inspect-views.ts";

/**
 * Reads the whole schema with a constant number of queries, all of one snapshot unless a transaction is open. Objects of the
 * session's current namespace have no `schema`, those of all other namespaces have; texts of expressions name objects likewise,
 * whatever the session's search_path is.
 * Left out: the system's namespaces, temporary objects, objects of extensions, indexes that a failed CONCURRENTLY left invalid, and
 * `options.exclude` and what `options.wants` says no to, with all that belongs to it. Not looked at, because nothing that Limbeck does to a table changes them: owners and
 * privileges, the storage of the indexes of constraints, replica identity by an index, and what is no part of
 * a namespace (publications, event triggers).
 * What has no place in a Schema, such as an aggregate, is left out too, for nothing takes it along unsaid. Errors: DIALECT_UNREAD where
 * `options.standsAlone` refuses it.
 * Source: https://www.postgresql.org/docs/18/catalogs.html (13 to 18).
 */
export function inspect(connection: Connection, options: InspectOptions): Promise<Schema> {
  return inStableSession(connection, options, (reading) => readSchema(reading, options.only !== undefined));
}

/** Every query is asked at once: the server carries out the next one while the rows of the last are read. */
async function readSchema(reading: Reading, tablesAlone: boolean): Promise<Schema> {
  const columns = readColumnRows(reading);
  const sequences = readSequences(reading, columns);
  const indexes = readIndexes(reading, columns);
  const [ownDefaults, ownColumns] = [readOwnDefaults(reading), readOwnColumns(reading)];
  const rows = readTableRows(reading);
  const partNames = readPartNames(reading);
  // Their texts take the server longest: meanwhile the tables are made of what is there.
  const constraints = readConstraints(reading, columns);
  const [tables, others] = await Promise.all([
    readTables(reading, { rows, columns, sequences, indexes, ownDefaults, ownColumns, constraints, partNames }),
    tablesAlone ? undefined : readOthers(reading, indexes),
    refuseUnread(reading, tablesAlone),
  ]);
  if (others === undefined) return { ...emptySchema, tables };
  const relations = new Set([...tables, ...others.views].map(nameKey));
  return {
    ...others,
    sequences: (await sequences).free.filter((sequence) => isWanted(sequence, reading)),
    tables,
    triggers: others.triggers.filter(({ table, schema }) => relations.has(keyIn(schema, table))),
    rules: others.rules.filter(({ table, schema }) => relations.has(keyIn(schema, table))),
    statistics: others.statistics.filter(({ table }) => relations.has(nameKey(table))),
  };
}

async function readOthers(reading: Reading, indexes: Promise<Indexes>): Promise<Omit<Schema, "tables" | "sequences">> {
  const [
    namespaces,
    extensions,
    enums,
    domains,
    composites,
    ranges,
    views,
    routines,
    triggers,
    rules,
    policies,
    statistics,
  ] = await Promise.all([
    readNamespaces(reading),
    readExtensions(reading),
    readEnums(reading),
    readDomains(reading),
    readComposites(reading),
    readRanges(reading),
    readViews(reading, indexes),
    readRoutines(reading),
    readTriggers(reading),
    readRules(reading),
    readPolicies(reading),
    readStatistics(reading),
  ]);
  const types = { enums, domains, composites, ranges };
  return { ...namespaces, extensions, ...types, views, routines, triggers, rules, policies, statistics };
}

/** A sequence goes with the table of its column. */
function isWanted(sequence: Sequence, reading: Reading): boolean {
  const { ownedBy, schema } = sequence;
  if (!reading.isWanted("sequence", sequence)) return false;
  return ownedBy === undefined || reading.isWanted("table", { name: ownedBy.table, ...given({ schema }) });
}

function keyIn(schema: string | undefined, name: string): string {
  return nameKey({ name, ...given({ schema }) });
}
