import type fc from "fast-check";
import { nameOf } from "../../src/schema/names.ts";
import {
  type Check,
  type Column,
  type EnumType,
  emptySchema,
  type ForeignKey,
  type Index,
  type IndexPart,
  type KeyColumnOptions,
  type ObjectName,
  type Policy,
  type PrimaryKey,
  type Routine,
  type Rule,
  type Schema,
  type Sequence,
  type Statistics,
  type Table,
  type Trigger,
  type Unique,
  type View,
} from "../../src/schema/schema.ts";
import type { TableOptions } from "../../src/schema/table-options.ts";
import type { ViewProperties } from "../../src/schema/view-properties.ts";
import { type Draw, drawn } from "./draw.ts";
import { everyFeature, type SchemaFeatures } from "./features.ts";
import { Names, quoted } from "./random-names.ts";
import { drawComment, drawDefault, drawSequenceOptions, drawType } from "./random-types.ts";

export { everyFeature, type SchemaFeatures, sqliteFeatures } from "./features.ts";

/** Random schemas that hold together: keys name columns that exist, foreign keys refer to tables that exist. */
export function arbitrarySchema(given: Partial<SchemaFeatures> = {}): fc.Arbitrary<Schema> {
  return drawn((draw) => drawSchema(draw, { ...everyFeature, ...given }));
}

/** A random schema out of a source of random choices. */
export function drawSchema(draw: Draw, features: SchemaFeatures): Schema {
  const names = new Names(draw, features);
  const namespaces = features.namespaces ? list(draw, 0, 2, () => names.fresh("ns")) : [];
  const place = () => (namespaces.length > 0 && draw.oneIn(3) ? { schema: draw.pick(namespaces) } : {});
  const enums = features.enums
    ? list(draw, 0, 2, () => drawEnum(draw, features, { name: names.fresh("mood"), ...place() }))
    : [];
  const sequences: Sequence[] = features.sequences
    ? list(draw, 0, 2, () => ({ name: names.fresh("seq"), ...place(), ...drawSequenceOptions(draw) }))
    : [];
  const tables: Table[] = [];
  for (let left = draw.int(0, 4); left > 0; left--) {
    tables.push(drawTable(draw, features, names, { name: names.fresh("t"), ...place() }, { enums, tables }));
  }
  return {
    ...emptySchema,
    namespaces,
    enums,
    sequences,
    tables,
    views: features.views
      ? list(draw, 0, 2, () => drawView(draw, features, { name: names.fresh("v"), ...place() }, tables))
      : [],
    routines: features.routines
      ? list(draw, 0, 2, () => drawRoutine(draw, { name: names.fresh("f"), ...place() }))
      : [],
    triggers:
      features.triggers && tables.length > 0
        ? list(draw, 0, 2, () => drawTrigger(names.fresh("trg"), draw.pick(tables)))
        : [],
    rules:
      features.rules && tables.length > 0
        ? list(draw, 0, 2, () => drawRule(draw, names.fresh("rul"), draw.pick(tables)))
        : [],
    statistics:
      features.statistics && tables.length > 0
        ? list(draw, 0, 2, () => drawStatistics(draw, { name: names.fresh("sta"), ...place() }, draw.pick(tables)))
        : [],
    policies:
      features.policies && tables.length > 0
        ? list(draw, 0, 2, () => drawPolicy(draw, names.fresh("pol"), draw.pick(tables)))
        : [],
  };
}

/** What a table or a column may refer to. */
export interface Surroundings {
  readonly enums: readonly EnumType[];
  readonly tables: readonly Table[];
}

/** A random table of this name. */
export function drawTable(
  draw: Draw,
  features: SchemaFeatures,
  names: Names,
  name: ObjectName,
  around: Surroundings,
): Table {
  const strict = features.strictTypes.length > 0 && draw.oneIn(6);
  const own = strict ? { ...features, types: features.strictTypes, typeParameters: false } : features;
  const ids = names.several(draw.int(1, 6));
  const plain = ids.map((id) => drawColumn(draw, own, id, around));
  const key = draw.oneIn(5) ? [] : draw.some(ids, 1, 2);
  const numbered = features.autoincrement && key.length === 1 && draw.oneIn(3);
  const withoutRowid = features.withoutRowid && key.length > 0 && !numbered && draw.oneIn(6);
  const columns = plain.map((column): Column => {
    if (!key.includes(column.name)) return column;
    if (numbered) return { name: column.name, type: { kind: "integer" }, nullable: false, autoincrement: true };
    return { ...column, nullable: false };
  });
  const generated = features.generated ? drawGenerated(draw, own, names, columns) : [];
  const all = [...columns, ...generated];
  const options = {
    ...(strict ? { strict: true as const } : {}),
    ...(withoutRowid ? { withoutRowid: true as const } : {}),
  };
  const bare = {
    ...name,
    columns: all,
    ...(key.length === 0 ? {} : { primaryKey: drawPrimaryKey(draw, features, names, key, numbered) }),
    ...drawComment(draw, features),
    options: { ...options, ...drawTableOptions(draw, features) },
  };
  const uniques = distinct(
    list(draw, 0, 2, () => drawUnique(draw, features, names, columns)),
    key,
  );
  const self = { ...bare, uniques, checks: [], foreignKeys: [], exclusions: [], indexes: [] };
  return {
    ...bare,
    uniques,
    checks: features.checks ? list(draw, 0, 2, () => drawCheck(draw, features, names, columns)) : [],
    foreignKeys: features.foreignKeys ? drawForeignKeys(draw, features, names, self, around.tables) : [],
    exclusions: features.exclusions ? list(draw, 0, 1, () => drawExclusion(draw, names, columns)) : [],
    indexes: features.indexes ? list(draw, 0, 2, () => drawIndex(draw, features, names.fresh("ix"), all)) : [],
  };
}

/** A random column, not generated, of this name. */
export function drawColumn(draw: Draw, features: SchemaFeatures, name: string, around: Surroundings): Column {
  const nullable = !draw.oneIn(3);
  return {
    name,
    type: drawType(draw, features, around.enums),
    nullable,
    ...draw.maybe(3, "default", () => drawDefault(draw)),
    ...(features.collations.length > 0 ? draw.maybe(6, "collation", () => draw.pick(features.collations)) : {}),
    ...(features.identity ? draw.maybe(8, "identity", () => drawIdentity(draw)) : {}),
    ...(features.updateColumns ? draw.maybe(8, "onUpdate", () => "CURRENT_TIMESTAMP") : {}),
    ...(features.updateColumns ? draw.maybe(8, "invisible", () => true as const) : {}),
    ...(features.onConflict && !nullable ? draw.maybe(5, "onNullConflict", () => draw.pick(conflicts)) : {}),
    ...(features.tableOptions ? drawKeeping(draw, nullable) : {}),
    ...drawComment(draw, features),
  };
}

/** What PostgreSQL has of columns beside their values. */
function drawKeeping(draw: Draw, nullable: boolean): Partial<Column> {
  return {
    ...(nullable ? {} : draw.maybe(6, "notNull", () => draw.maybe(2, "noInherit", () => true as const))),
    ...draw.maybe(6, "compression", () => draw.pick(["pglz", "lz4"])),
    ...draw.maybe(6, "storage", () => draw.pick(["plain", "external", "extended", "main"] as const)),
    ...draw.maybe(6, "statistics", () => draw.int(0, 500)),
  };
}

/** A random index on some of these columns. */
export function drawIndex(draw: Draw, features: SchemaFeatures, name: string, columns: readonly Column[]): Index {
  const more = features.indexOptions;
  const names = columns.map((column) => column.name);
  return {
    name,
    ...draw.maybe(3, "unique", () => true as const),
    parts: draw.some(names, 1, 3).map((column) => drawIndexPart(draw, features, column)),
    ...(features.partialIndexes ? draw.maybe(4, "where", () => `${quoted(draw.pick(names))} IS NOT NULL`) : {}),
    ...(more ? draw.maybe(4, "method", () => draw.pick(["gin", "gist", "hash"])) : {}),
    ...(more ? draw.maybe(4, "include", () => draw.some(names, 1, 2)) : {}),
    ...(more ? draw.maybe(6, "nullsNotDistinct", () => true as const) : {}),
    ...(more ? draw.maybe(6, "storage", () => ({ fillfactor: "70", "a-b": "x" })) : {}),
    ...(more ? draw.maybe(6, "tablespace", () => "fast") : {}),
    ...(more ? draw.maybe(6, "invisible", () => true as const) : {}),
    ...drawComment(draw, features),
  };
}

/** A random unique constraint on some of these columns. */
export function drawUnique(draw: Draw, features: SchemaFeatures, names: Names, columns: readonly Column[]): Unique {
  const key = draw.some(
    columns.map((column) => column.name),
    1,
    3,
  );
  return {
    ...draw.maybe(2, "name", () => names.fresh("uq")),
    columns: key,
    ...drawKeyOptions(draw, features, key),
    ...(features.onConflict ? draw.maybe(4, "onConflict", () => draw.pick(conflicts)) : {}),
    ...(features.deferrableKeys ? draw.maybe(4, "deferrable", () => draw.pick(deferrables)) : {}),
    ...(features.indexOptions ? draw.maybe(4, "nullsNotDistinct", () => true as const) : {}),
    ...(features.indexOptions ? draw.maybe(4, "include", () => [columns[0]?.name ?? ""]) : {}),
    ...(features.indexOptions ? draw.maybe(9, "withoutOverlaps", () => true as const) : {}),
  };
}

/** A random check that mentions one of these columns. */
export function drawCheck(draw: Draw, features: SchemaFeatures, names: Names, columns: readonly Column[]): Check {
  const name = quoted(draw.pick(columns).name);
  const expressions = [
    `${name} <> 'O''Brien'`,
    `length(${name}) < 100`,
    `${name} IS NOT NULL\n  OR 1 = 1`,
    `${name} <> '\\ \` \${x}'`,
  ];
  return {
    ...draw.maybe(2, "name", () => names.fresh("ck")),
    expression: draw.pick(expressions),
    ...(features.checkOptions ? draw.maybe(5, "notValid", () => true as const) : {}),
    ...(features.checkOptions ? draw.maybe(5, "notEnforced", () => true as const) : {}),
    ...(features.checkOptions ? draw.maybe(5, "noInherit", () => true as const) : {}),
  };
}

/** A random foreign key of `own` to a key of `referent`; undefined where that has none, or too many columns for `own`. */
export function drawForeignKey(
  draw: Draw,
  features: SchemaFeatures,
  names: Names,
  own: Table,
  referent: Table,
): ForeignKey | undefined {
  const usable = own.columns.filter((column) => column.generated === undefined).map((column) => column.name);
  const keys = referableKeys(referent).filter(({ columns }) => columns.length <= usable.length);
  if (keys.length === 0) return undefined;
  const key = draw.pick(keys);
  const target = key.columns;
  const implied = key === referent.primaryKey && draw.oneIn(5);
  return {
    ...draw.maybe(2, "name", () => names.fresh("fk")),
    columns: draw.some(usable, target.length, target.length),
    references: {
      table: referent.name,
      ...(referent.schema === undefined ? {} : { schema: referent.schema }),
      columns: implied ? [] : target,
    },
    ...draw.maybe(3, "onDelete", () => draw.pick(actions)),
    ...draw.maybe(3, "onUpdate", () => draw.pick(actions)),
    ...(features.deferrableForeignKeys ? draw.maybe(4, "deferrable", () => draw.pick(deferrables)) : {}),
    ...(features.checkOptions ? draw.maybe(5, "match", () => draw.pick(["full", "partial"] as const)) : {}),
    ...(features.checkOptions ? draw.maybe(5, "notValid", () => true as const) : {}),
    ...(features.checkOptions ? draw.maybe(5, "notEnforced", () => true as const) : {}),
    ...(features.checkOptions ? draw.maybe(5, "period", () => true as const) : {}),
    ...(features.checkOptions ? draw.maybe(5, "setColumns", () => draw.some(usable, 1, 2)) : {}),
  };
}

/** A random view of some of these tables. */
export function drawView(draw: Draw, features: SchemaFeatures, name: ObjectName, tables: readonly Table[]): View {
  const filled = tables.filter((table) => table.columns.length > 0);
  const source = filled.length === 0 ? undefined : draw.pick(filled);
  const from = source === undefined ? "" : `\nFROM ${quotedObject(source)}`;
  return {
    ...name,
    ...draw.maybe(4, "columns", () => ["x"]),
    definition: `SELECT ${source === undefined ? "1" : quoted(source.columns[0]?.name ?? "")} AS x${from}`,
    ...(features.materializedViews && draw.oneIn(4) ? drawMaterialized(draw, features, name.name) : {}),
    ...drawViewProperties(draw, features),
    ...drawComment(draw, features),
  };
}

function drawMaterialized(draw: Draw, features: SchemaFeatures, name: string): Partial<View> {
  const columns: readonly Column[] = [{ name: "x", type: { kind: "text" }, nullable: true }];
  const indexes = draw.oneIn(2) ? [drawIndex(draw, features, `${name}_ix`, columns)] : [];
  return {
    materialized: true,
    ...(indexes.length === 0 ? {} : { indexes }),
    ...draw.maybe(4, "storage", () => ({ fillfactor: "70" })),
    ...draw.maybe(6, "tablespace", () => "fast"),
    ...draw.maybe(6, "accessMethod", () => "heap2"),
  };
}

/** What can be said of a view that isn't materialized. */
export function drawViewProperties(draw: Draw, { viewOptions }: SchemaFeatures): ViewProperties {
  if (!viewOptions) return {};
  return {
    ...draw.maybe(4, "security", () => "invoker" as const),
    ...draw.maybe(4, "algorithm", () => draw.pick(["merge", "temptable"] as const)),
  };
}

/** A trigger of this name on a table. */
export function drawTrigger(name: string, table: Table): Trigger {
  const place = table.schema === undefined ? {} : { schema: table.schema };
  const header = `CREATE TRIGGER ${quotedObject({ name, ...place })} AFTER INSERT ON ${quoted(table.name)}`;
  return { name, ...place, table: table.name, definition: `${header}\nBEGIN\n  SELECT 1;\nEND` };
}

/** A random rule of this name on a table. */
export function drawRule(draw: Draw, name: string, table: Table): Rule {
  const place = table.schema === undefined ? {} : { schema: table.schema };
  const action = draw.pick(["NOTHING", `DELETE FROM ${quotedObject({ ...place, name: table.name })}`]);
  const header = `CREATE RULE ${quoted(name)} AS ON INSERT TO ${quotedObject({ ...place, name: table.name })}`;
  return {
    ...{ name, ...place, table: table.name, definition: `${header} DO INSTEAD ${action}` },
    ...draw.maybe(3, "state", () => draw.pick(["disabled", "replica", "always"] as const)),
  };
}

/** Random statistics of this name on the columns of a table. */
export function drawStatistics(draw: Draw, name: ObjectName, table: Table): Statistics {
  const column = () => draw.pick(table.columns).name;
  return {
    ...name,
    table: nameOf(table),
    parts: list(draw, 1, 3, () =>
      draw.oneIn(3) ? { expression: `lower(${quoted(column())})` } : { column: column() },
    ),
    ...draw.maybe(3, "kinds", () => draw.some(["ndistinct", "dependencies", "mcv"] as const, 1, 2)),
    ...draw.maybe(3, "target", () => draw.int(0, 10000)),
  };
}

/** A random policy of this name on a table. */
export function drawPolicy(draw: Draw, name: string, table: Table): Policy {
  const condition = () => `${quoted(table.columns[0]?.name ?? "x")} IS NULL`;
  return {
    name,
    ...(table.schema === undefined ? {} : { schema: table.schema }),
    table: table.name,
    ...draw.maybe(2, "command", () => draw.pick(["select", "insert", "update", "delete"] as const)),
    ...draw.maybe(2, "roles", () => draw.some(["app", 'Some "one"', "it's"], 1, 2)),
    ...draw.maybe(2, "using", condition),
    ...draw.maybe(2, "check", condition),
    ...draw.maybe(3, "restrictive", () => true as const),
  };
}

/** A random function or procedure. */
export function drawRoutine(draw: Draw, name: ObjectName): Routine {
  const kind = draw.pick(["function", "procedure"] as const);
  const header = `CREATE ${kind.toUpperCase()} ${quotedObject(name)}`;
  return { ...name, kind, arguments: draw.pick(["", "integer, text"]), definition: `${header} AS $$ SELECT '\`' $$` };
}

/** A random enum type. */
export function drawEnum(draw: Draw, features: SchemaFeatures, name: ObjectName): EnumType {
  const values = draw.some(["sad", "ok", "happy", "it's", "", 'so "so"'], 1, 4);
  return { ...name, values, ...drawComment(draw, features) };
}

const conflicts = ["rollback", "abort", "fail", "ignore", "replace"] as const;
const actions = ["no action", "restrict", "cascade", "set null", "set default"] as const;
const deferrables = ["initially immediate", "initially deferred"] as const;

function list<T>(draw: Draw, min: number, max: number, make: () => T): T[] {
  return Array.from({ length: draw.int(min, max) }, make);
}

function quotedObject(name: ObjectName): string {
  return name.schema === undefined ? quoted(name.name) : `${quoted(name.schema)}.${quoted(name.name)}`;
}

function drawGenerated(draw: Draw, features: SchemaFeatures, names: Names, columns: readonly Column[]): Column[] {
  if (!draw.oneIn(4)) return [];
  const source = draw.pick(columns).name;
  const name = names.column({ columns } as unknown as Table);
  const generated = { expression: `length(${quoted(source)})`, stored: draw.oneIn(2) };
  const strict = features.strictTypes.length > 0 && features.types === features.strictTypes;
  return [{ name, type: strict ? { kind: "integer" } : drawType(draw, features, []), nullable: true, generated }];
}

function drawIdentity(draw: Draw): NonNullable<Column["identity"]> {
  const options = drawSequenceOptions(draw);
  return { always: draw.oneIn(2), ...(Object.keys(options).length === 0 ? {} : { options }) };
}

function drawPrimaryKey(draw: Draw, features: SchemaFeatures, names: Names, columns: string[], numbered: boolean) {
  return {
    ...draw.maybe(2, "name", () => names.fresh("pk")),
    columns,
    ...(numbered ? {} : drawKeyOptions(draw, features, columns)),
    ...(features.onConflict && !numbered ? draw.maybe(5, "onConflict", () => draw.pick(conflicts)) : {}),
    ...(features.deferrableKeys ? draw.maybe(5, "deferrable", () => draw.pick(deferrables)) : {}),
  };
}

function drawKeyOptions(draw: Draw, features: SchemaFeatures, columns: readonly string[]) {
  if (!features.keyOptions || !draw.oneIn(4)) return {};
  const options: KeyColumnOptions = draw.oneIn(2)
    ? { descending: true }
    : { collation: draw.pick(features.collations) };
  return { keyOptions: Object.fromEntries([[draw.pick(columns), options]]) };
}

/** Without those that have the columns of another or of the primary key, of which a server makes one. */
function distinct(uniques: readonly Unique[], primaryKey: readonly string[]): Unique[] {
  const seen = new Set([[...primaryKey].sort().join("\u0000")]);
  return uniques.filter(({ columns }) => seen.size !== seen.add([...columns].sort().join("\u0000")).size);
}

/** The keys that a foreign key may refer to: SQLite refers to none that compares a column otherwise than the column itself. */
function referableKeys({ primaryKey, uniques }: Table): readonly (PrimaryKey | Unique)[] {
  return [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques].filter(({ keyOptions = {} }) =>
    Object.values(keyOptions).every((option) => option.collation === undefined),
  );
}

function drawForeignKeys(draw: Draw, features: SchemaFeatures, names: Names, self: Table, others: readonly Table[]) {
  return list(draw, 0, 2, () => drawForeignKey(draw, features, names, self, draw.pick([self, ...others]))).filter(
    (key) => key !== undefined,
  );
}

function drawExclusion(draw: Draw, names: Names, columns: readonly Column[]) {
  return {
    ...draw.maybe(2, "name", () => names.fresh("ex")),
    ...draw.maybe(2, "method", () => "gist"),
    elements: draw
      .some(columns, 1, 2)
      .map(({ name }) => ({ expression: quoted(name), operator: draw.pick(["=", "&&"]) })),
    ...draw.maybe(3, "where", () => `${quoted(draw.pick(columns).name)} IS NOT NULL`),
    ...draw.maybe(3, "deferrable", () => draw.pick(deferrables)),
  };
}

function drawIndexPart(draw: Draw, features: SchemaFeatures, column: string): IndexPart {
  const more = features.indexOptions;
  const expression = features.expressionIndexes && draw.oneIn(4);
  return {
    ...(expression ? { expression: `lower(${quoted(column)})` } : { column }),
    ...draw.maybe(4, "descending", () => true as const),
    ...(features.collations.length > 0 ? draw.maybe(6, "collation", () => draw.pick(features.collations)) : {}),
    ...(more ? draw.maybe(6, "nulls", () => draw.pick(["first", "last"] as const)) : {}),
    ...(more ? draw.maybe(6, "opclass", () => "text_pattern_ops") : {}),
    ...(more && !expression ? draw.maybe(6, "length", () => 10) : {}),
  };
}

function drawTableOptions(draw: Draw, features: SchemaFeatures): TableOptions {
  if (!features.tableOptions) return {};
  return {
    ...draw.maybe(6, "engine", () => "InnoDB"),
    ...draw.maybe(6, "charset", () => "utf8mb4"),
    ...draw.maybe(8, "collation", () => "utf8mb4_bin"),
    ...draw.maybe(8, "systemVersioned", () => true as const),
    ...draw.maybe(8, "unlogged", () => true as const),
    ...draw.maybe(8, "partitionBy", () => "RANGE (c_part)"),
    ...draw.maybe(8, "storage", () => ({ fillfactor: "70" })),
    ...draw.maybe(8, "accessMethod", () => "heap2"),
    ...draw.maybe(8, "rowSecurity", () => true as const),
    ...draw.maybe(8, "forceRowSecurity", () => true as const),
    ...draw.maybe(8, "replicaIdentity", () => draw.pick(["full", "nothing"] as const)),
  };
}
