import { stableJson } from "../../base/hash.ts";
import type { OpOf } from "../../ops/op.ts";
import { isOfType } from "../../ops/type-behaviours.ts";
import { sameName } from "../../schema/names.ts";
import type { Column, EnumType, Table } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { commentOnType } from "./comments.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { beside, locked, type Scene } from "./scene.ts";
import { defaultSql } from "./table-sql.ts";
import { renderType } from "./types.ts";

/**
 * The server takes no value out of an enum and moves none: the type is made anew under its name, and its columns go over to it.
 * A row with a value that the new one doesn't have fails the cast. Source: https://www.postgresql.org/docs/current/datatype-enum.html (13 to 18).
 */
export function alterEnum(op: OpOf<"alterEnum">, scene: Scene): readonly Draft[] {
  const old = scene.before.enums.find((each) => sameName(each, op));
  if (old === undefined) return [];
  if (stableJson(old.values) === stableJson(op.values)) {
    return old.comment === op.comment ? [] : [commentOnType(op, op.comment)];
  }
  const parting = beside(op, partingName(old, scene));
  const users = scene.before.tables.flatMap((table) =>
    table.columns.filter(({ type }) => isOfType(type, op)).map((column) => ({ table, column })),
  );
  const values = op.values.map(quoteString).join(", ");
  return [
    draft(`ALTER TYPE ${quoteObject(old)} RENAME TO ${quoteName(parting.name)}`, factsOf(facts.renameEnum)),
    draft(`CREATE TYPE ${quoteObject(op)} AS ENUM (${values})`, factsOf(facts.createEnum)),
    ...users.flatMap(({ table, column }) => goOver(table, column, scene)),
    draft(`DROP TYPE ${quoteObject(parting)}`, factsOf(facts.dropEnum)),
    ...(op.comment === undefined ? [] : [commentOnType(op, op.comment)]),
  ];
}

/** The default is a value of the old type, and goes over too. */
function goOver(table: Table, column: Column, scene: Scene): readonly Draft[] {
  const alter = `ALTER TABLE ${quoteObject(table)} ALTER COLUMN ${quoteName(column.name)}`;
  const own = locked(scene, table);
  const using = `${quoteName(column.name)}::${renderType(textLike(column.type))}::${renderType(column.type)}`;
  const withDefault = (sql: string) => draft(`${alter} ${sql}`, factsOf(facts.setDefault, own));
  return [
    ...(column.default === undefined ? [] : [withDefault("DROP DEFAULT")]),
    draft(
      `${alter} TYPE ${renderType(column.type)} USING ${using}`,
      factsOf({ ...facts.setType, scans: true, rewrites: true }, own),
    ),
    ...(column.default === undefined ? [] : [withDefault(`SET DEFAULT ${defaultSql(column.default)}`)]),
  ];
}

function textLike(type: ColumnType): ColumnType {
  return type.kind === "array" ? { ...type, of: textLike(type.of) } : { kind: "text" };
}

/** A name that is free in the namespace, as long as the server takes. */
function partingName({ name, schema }: EnumType, { before }: Scene): string {
  const taken = [...before.enums, ...before.tables, ...before.views]
    .filter((each) => each.schema === schema)
    .map((each) => each.name);
  const stem = Array.from(name).slice(0, 12).join("");
  const candidates = Array.from({ length: taken.length + 1 }, (_, i) => `${stem}_old${i === 0 ? "" : i}`);
  return candidates.find((each) => !taken.includes(each)) ?? `${stem}_old`;
}
