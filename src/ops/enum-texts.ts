import { mentionsIdentifier } from "../schema/identifiers.ts";
import { allColumns } from "../schema/inheritance.ts";
import type { Column, DefaultValue, ObjectName, Schema, Table } from "../schema/schema.ts";
import { isSql } from "../schema/sql.ts";
import { mapConditions } from "./table-behaviours.ts";
import { mapColumns } from "./table-parts.ts";
import { isOfType } from "./type-users.ts";

/** The values in the text of a list, of lists within it too: `{a,"b, c"}`. */
export function elementsOf(list: string): readonly string[] {
  return [...list.matchAll(ELEMENT)].map(([bare, inQuotes]) => elementOf(bare, inQuotes));
}

const ELEMENT = /"((?:[^"\\]|\\.)*)"|[^{},"]+/g;

function elementOf(bare: string, inQuotes: string | undefined): string {
  return inQuotes === undefined ? bare.trim() : inQuotes.replaceAll(/\\(.)/g, "$1");
}

/** Another name of a value of an enum, which a server keeps by its number. */
interface ValueRename extends ObjectName {
  readonly value: string;
  readonly to: string;
}

/**
 * The schema with the value under its new name where texts clearly mean it: in defaults of columns of the enum, behind which its name stands as
 * that of their type, and in expressions of tables that name a column of it.
 */
export function followValue(schema: Schema, op: ValueRename): Schema {
  const cast = (text: string) => withValue(text, op, (next) => isCastTo(next, op));
  return {
    ...schema,
    tables: schema.tables.map((table) => inTable(table, schema, op)),
    domains: schema.domains.map((domain) => followed(domain, op)),
    views: schema.views.map((view) => ({ ...view, definition: cast(view.definition) })),
    policies: schema.policies.map((policy) => mapConditions(policy, cast)),
  };
}

function inTable(table: Table, schema: Schema, op: ValueRename): Table {
  const columns = allColumns(table, schema).filter(({ type }) => isOfType(type, op));
  if (columns.length === 0) return table;
  const isMeant = (text: string) => columns.some(({ name }) => mentionsIdentifier(text, name, { as: "column" }));
  const rewrite = (text: string) => withValue(text, op, (next) => isMeant(text) || isCastTo(next, op));
  const { ownDefaults } = table;
  const own = Object.entries(ownDefaults ?? {}).map(([name, value]) => {
    const column = columns.find((each) => each.name === name);
    return [name, column === undefined || value === null ? value : defaultWith(value, column, op)] as const;
  });
  return {
    ...mapColumns({ ...table, columns: table.columns.map((each) => followed(each, op)) }, (name) => name, rewrite),
    ...(ownDefaults === undefined ? {} : { ownDefaults: Object.fromEntries(own) }),
  };
}

function followed<T extends Pick<Column, "type" | "default">>(column: T, op: ValueRename): T {
  if (column.default === undefined || !isOfType(column.type, op)) return column;
  return { ...column, default: defaultWith(column.default, column, op) };
}

function defaultWith(value: DefaultValue, { type }: Pick<Column, "type">, op: ValueRename): DefaultValue {
  if (isSql(value)) return { sql: withValue(value.sql, op, () => true) };
  if (type.kind !== "array") return value === op.value ? op.to : value;
  return String(value).replaceAll(ELEMENT, (bare: string, inQuotes: string | undefined) =>
    elementOf(bare, inQuotes) === op.value ? elementText(op.to) : bare,
  );
}

/** As the server writes it. */
function elementText(value: string): string {
  return /^$|[{}",\\\s]|^null$/i.test(value) ? `"${value.replaceAll(/["\\]/g, "\\$&")}"` : value;
}

function withValue(text: string, { value, to }: ValueRename, isMeant: (next: string) => boolean): string {
  const literal = (each: string) => `'${each.replaceAll("'", "''")}'`;
  return text.replaceAll(QUOTED, (found: string, at: number) =>
    found === literal(value) && isMeant(text.slice(at + found.length)) ? literal(to) : found,
  );
}

/** A name or a text in quotes. */
const QUOTED = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g;

/** True for a text that begins with a cast to the enum, with or without its namespace. */
function isCastTo(text: string, { name, schema }: ObjectName): boolean {
  const [, place, last] = /^\s*::\s*(?:("[^"]+"|[\w$]+)\s*\.\s*)?("[^"]+"|[\w$]+)/.exec(text) ?? [];
  const bare = (each: string | undefined) => each?.replace(/^"(.*)"$/, "$1");
  return bare(last) === name && (place === undefined || schema === undefined || bare(place) === schema);
}
