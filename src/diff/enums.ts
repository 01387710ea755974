import { stableJson } from "../base/hash.ts";
import { onTable } from "../ops/edit.ts";
import { elementsOf } from "../ops/enum-texts.ts";
import type { Op } from "../ops/op.ts";
import { isOfType } from "../ops/type-users.ts";
import { allColumns } from "../schema/inheritance.ts";
import { findTable, nameKey, nameOf, sameName } from "../schema/names.ts";
import type { Column, Domain, EnumType, ObjectName, Schema, Table } from "../schema/schema.ts";
import { isSql } from "../schema/sql.ts";
import type { ColumnType } from "../schema/types.ts";
import { changeComment } from "./comments.ts";
import { byName, compareNames, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

/**
 * Enums are made before the tables that use them, and dropped after those. Values can be put in; an enum that loses
 * values or has them in another order is given its new ones whole.
 */
export function diffEnums(
  have: Sided<Schema>,
  want: Sided<Schema>,
): { readonly create: readonly Op[]; readonly drop: readonly Op[] } {
  const enums = (schema: Schema) => schema.enums;
  const { both, removed, added } = matchBy(byName(sidedOf(have, enums)), byName(sidedOf(want, enums)), ({ given }) =>
    nameKey(given),
  );
  const changed = both.filter((pair) => !sameObject(pair.have, pair.want));
  return {
    create: [
      ...added.map(({ given }): Op => ({ kind: "createEnum", enum: given })),
      ...changed.flatMap((pair) =>
        canGrow(pair.have.given, pair.want.given)
          ? [
              ...grow(pair.have.given, pair.want.given),
              ...changeComment(pair.have.given, pair.want.given, { kind: "type", ...nameOf(pair.want.given) }),
            ]
          : replace(pair.have.given, pair.want.given, { have: have.given, want: want.given }),
      ),
    ],
    drop: removed.map(({ given }) => ({ kind: "dropEnum", ...nameOf(given) })),
  };
}

/** True when all values stay, in their order. */
function canGrow(have: EnumType, want: EnumType): boolean {
  const kept = want.values.filter((value) => have.values.includes(value));
  return stableJson(kept) === stableJson(have.values);
}

function grow(have: EnumType, want: EnumType): readonly Op[] {
  const added = want.values.filter((value) => !have.values.includes(value));
  return added.map((value) => {
    const before = want.values.slice(want.values.indexOf(value)).find((other) => have.values.includes(other));
    return { kind: "addEnumValue", ...nameOf(want), value, ...(before === undefined ? {} : { before }) };
  });
}

interface Both {
  readonly have: Schema;
  readonly want: Schema;
}

/** A default that is no value of the new enum goes before, and a new one comes with its column or domain. */
function replace(old: EnumType, wanted: EnumType, { have, want }: Both): readonly Op[] {
  const { values, comment } = wanted;
  const lost = old.values.filter((value) => !values.includes(value));
  const columns = [...have.tables].sort(compareNames).flatMap((table) =>
    withOwnValues(table, have)
      .filter((column) => isStale(column, columnIn(want, table, column.name)))
      .map(({ name }): Op => ({ kind: "alterColumn", ...onTable(table), column: name, changes: { default: null } })),
  );
  const domains = [...have.domains]
    .sort(compareNames)
    .filter((domain) =>
      isStale(
        domain,
        want.domains.find((each) => sameName(each, domain)),
      ),
    )
    .map((domain): Op => ({ kind: "alterDomain", ...nameOf(domain), changes: { default: null } }));
  return [
    ...[...columns, ...domains],
    { kind: "alterEnum", ...nameOf(wanted), values, ...(comment === undefined ? {} : { comment }) },
  ];

  /** What becomes one of another type has done so before. */
  function isStale({ type, default: value }: Pick<Column, "type" | "default">, after: Typed | undefined): boolean {
    if (value === undefined || !isMadeOf(type, wanted, have.domains)) return false;
    const isGone = isSql(value)
      ? lost.some((each) => value.sql.includes(quoted(each)))
      : (type.kind === "array" ? elementsOf(String(value)) : [String(value)]).some((each) => lost.includes(each));
    return isGone && (after === undefined || isMadeOf(after.type, wanted, want.domains));
  }
}

type Typed = Pick<Column, "type">;

function columnIn(schema: Schema, name: ObjectName, column: string): Column | undefined {
  const table = findTable(schema, name);
  return table && allColumns(table, schema).find((each) => each.name === column);
}

/** True for the enum, a list of it, and a domain over one of these. */
function isMadeOf(type: ColumnType, name: ObjectName, domains: readonly Domain[]): boolean {
  if (isOfType(type, name)) return true;
  return domains.some((domain) => isOfType(type, domain) && isMadeOf(domain.type, name, domains));
}

/** The columns of a table that have their defaults from it, not from another one. */
function withOwnValues(table: Table, schema: Schema): readonly Column[] {
  const own = Object.keys(table.ownDefaults ?? {});
  return allColumns(table, schema).filter((column) => table.columns.includes(column) || own.includes(column.name));
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
