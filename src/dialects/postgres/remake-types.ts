import { sameName } from "../../schema/names.ts";
import type { Column, ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { createComposite, createDomain, createEnum, createRange } from "./create-type.ts";
import { type Draft, draft } from "./draft.ts";
import { targetsAgain } from "./emit-statistics.ts";
import { facts, factsOf } from "./facts.ts";
import { refuseInPartitionKey } from "./partition-key.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { beside, locked, type Scene } from "./scene.ts";
import { defaultSql } from "./table-sql.ts";
import { isOfFamily, multirangeOf, typeFamily } from "./type-family.ts";
import { renderType } from "./types.ts";

/**
 * Makes a type anew under its name, and with it the types that are made of it; the columns go over to the new ones, each value by its
 * text. One that isn't a value of the new type fails. What else speaks of the type is out of the way by then.
 */
export function remakeTypes(root: ObjectName, scene: Scene): readonly Draft[] {
  const family = typeFamily(root, scene.before);
  const users = scene.before.tables.flatMap((table) =>
    table.columns.filter(({ type }) => isOfFamily(type, family)).map((column) => ({ table, column })),
  );
  for (const { table, column } of users) refuseInPartitionKey(table, column.name);
  const types = family.filter((name) => !isList(name, scene.before));
  const create = types.flatMap((name) => createAny(name, scene));
  // A range type that has another name keeps its functions, in the way of those of the new one: the columns are texts in the meantime.
  if (types.some((name) => isRange(name, scene.before))) {
    return [
      ...users.flatMap((user) => leave(user, scene)),
      ...types.toReversed().map((name) => dropAny(name, name, scene.before)),
      ...create,
      ...users.flatMap((user) => enter(user, scene)),
    ];
  }
  const parting = partingNames(types, scene);
  const rename = (name: ObjectName) => `ALTER TYPE ${quoteObject(name)} RENAME TO ${quoteName(parting(name).name)}`;
  return [
    ...types.map((name) =>
      draft(
        rename(name),
        isComposite(name, scene.before) ? factsOf(facts.alterComposite, { own: name }) : factsOf(facts.renameEnum),
      ),
    ),
    ...create,
    ...users.flatMap((user) => goOver(user, scene)),
    ...types.toReversed().map((name) => dropAny(name, parting(name), scene.before)),
  ];
}

interface User {
  readonly table: Table;
  readonly column: Column;
}

/** The default is a value of the old type, and goes over too. */
function goOver(user: User, scene: Scene): readonly Draft[] {
  const { name, type } = user.column;
  const using = `${quoteName(name)}::${renderType(textLike(type))}::${renderType(type)}`;
  const changed = setType(user, { type, using }, scene);
  return [...dropDefault(user, scene), changed, ...setDefault(user, scene), ...targetsAgain(user.table, name, scene)];
}

/** From the old type to a text. */
function leave(user: User, scene: Scene): readonly Draft[] {
  const type = textLike(user.column.type);
  const using = `${quoteName(user.column.name)}::${renderType(type)}`;
  return [...dropDefault(user, scene), setType(user, { type, using }, scene)];
}

/** From a text to the new type. */
function enter(user: User, scene: Scene): readonly Draft[] {
  const { name, type } = user.column;
  const changed = setType(user, { type, using: `${quoteName(name)}::${renderType(type)}` }, scene);
  return [changed, ...setDefault(user, scene), ...targetsAgain(user.table, name, scene)];
}

function setType(
  { table, column }: User,
  { type, using }: { readonly type: ColumnType; readonly using: string },
  scene: Scene,
): Draft {
  const collate = column.collation === undefined ? "" : ` COLLATE ${quoteName(column.collation)}`;
  const fact = { ...facts.setType, scans: true, rewrites: true };
  const sql = `${alter(table, column)} TYPE ${renderType(type)}${collate} USING ${using}`;
  return draft(sql, factsOf(fact, locked(scene, table)));
}

function dropDefault({ table, column }: User, scene: Scene): readonly Draft[] {
  if (column.default === undefined) return [];
  return [draft(`${alter(table, column)} DROP DEFAULT`, factsOf(facts.setDefault, locked(scene, table)))];
}

function setDefault({ table, column }: User, scene: Scene): readonly Draft[] {
  if (column.default === undefined) return [];
  const sql = `${alter(table, column)} SET DEFAULT ${defaultSql(column.default)}`;
  return [draft(sql, factsOf(facts.setDefault, locked(scene, table)))];
}

function alter(table: Table, { name }: Column): string {
  return `ALTER TABLE ${quoteObject(table)} ALTER COLUMN ${quoteName(name)}`;
}

function textLike(type: ColumnType): ColumnType {
  return type.kind === "array" ? { ...type, of: textLike(type.of) } : { kind: "text" };
}

function isList(name: ObjectName, { ranges }: Schema): boolean {
  return ranges.some((range) => sameName(multirangeOf(range), name));
}

function isRange(name: ObjectName, { ranges }: Schema): boolean {
  return ranges.some((range) => sameName(range, name));
}

function isComposite(name: ObjectName, { composites }: Schema): boolean {
  return composites.some((composite) => sameName(composite, name));
}

function createAny(name: ObjectName, scene: Scene): readonly Draft[] {
  const find = <T extends ObjectName>(objects: readonly T[]) => objects.filter((each) => sameName(each, name));
  const { enums, domains, composites, ranges } = scene.after;
  return [
    ...find(enums).flatMap((type) => createEnum({ kind: "createEnum", enum: type }, scene)),
    ...find(domains).flatMap((domain) => createDomain({ kind: "createDomain", domain }, scene)),
    ...find(composites).flatMap((composite) => createComposite({ kind: "createComposite", composite })),
    ...find(ranges).flatMap((range) => createRange({ kind: "createRange", range })),
  ];
}

/** Others know it by its old name. */
function dropAny(name: ObjectName, parting: ObjectName, schema: Schema): Draft {
  if (isComposite(name, schema)) {
    return draft(`DROP TYPE ${quoteObject(parting)}`, factsOf(facts.dropComposite, { own: name }));
  }
  const isDomain = schema.domains.some((domain) => sameName(domain, name));
  return draft(
    `DROP ${isDomain ? "DOMAIN" : "TYPE"} ${quoteObject(parting)}`,
    factsOf(isDomain ? facts.dropDomain : facts.dropEnum),
  );
}

/** For each type a name that is free in its namespace, as long as the server takes. */
function partingNames(family: readonly ObjectName[], { before }: Scene): (name: ObjectName) => ObjectName {
  const { enums, domains, composites, ranges, tables, views } = before;
  const taken = [...enums, ...domains, ...composites, ...ranges, ...ranges.map(multirangeOf), ...tables, ...views].map(
    ({ name }) => name,
  );
  const names = new Map<ObjectName, ObjectName>();
  for (const each of family) {
    const stem = Array.from(each.name).slice(0, 12).join("");
    const candidates = Array.from({ length: taken.length + 1 }, (_, i) => `${stem}_old${i === 0 ? "" : i}`);
    const free = candidates.find((candidate) => !taken.includes(candidate)) ?? `${stem}_old`;
    taken.push(free);
    names.set(each, beside(each, free));
  }
  return (name) => names.get(name) ?? name;
}
