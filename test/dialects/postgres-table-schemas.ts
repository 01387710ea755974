import type { ObjectName, Table, Unique } from "../../src/schema/schema.ts";
import type { TableOptions } from "../../src/schema/table-options.ts";
import type { Draw } from "../schema/draw.ts";
import { quoted } from "../schema/random-names.ts";
import { drawBrought, drawColumn, drawGenerated, inKey, withoutNumbers } from "./postgres-column-schemas.ts";
import { drawCheck, drawExclusion, drawForeignKeys, drawIndex, drawUnique } from "./postgres-key-schemas.ts";
import {
  constraintName,
  type Drawn,
  deferrable,
  include,
  type Kind,
  type Making,
  PART_KEY,
} from "./postgres-making.ts";
import { comment, list } from "./postgres-own-schemas.ts";

/**
 * A table with its keys and indexes; in about one case of ten a partitioned one. Of tables that are alike by their names, those with one of the
 * names are partitioned in the same way.
 */
export function drawTable(around: Making, name: ObjectName): Table {
  const making = { ...around, table: name.name };
  const { draw, names, style, isWhole } = making;
  const isParted = style === "plain" && isWhole && name.name.startsWith(PARTED);
  const partitioned = isParted || (style === "wild" && draw.oneIn(10));
  const drawnColumns = [...names.several(draw.int(1, 6)).map((id) => drawColumn(making, id)), ...drawBrought(making)];
  const plain = partitioned ? [...(isParted ? [partKey] : []), ...drawnColumns.map(withoutNumbers)] : drawnColumns;
  const ordered = plain.filter(({ kind }) => kind.isUnordered !== true).map(({ column }) => column.name);
  const hasKey = (isParted || !partitioned) && ordered.length > 0 && !draw.oneIn(4);
  const key = hasKey ? (isParted ? [...new Set([PART_KEY, draw.pick(ordered)])] : draw.some(ordered, 1, 2)) : [];
  const unlogged = !partitioned && draw.oneIn(8);
  const foreign = drawForeignKeys(making, plain, unlogged, partitioned);
  const columns = [
    ...plain.map(({ column }) => (key.includes(column.name) ? inKey(column) : column)),
    ...foreign.columns,
    ...drawGenerated(making, [...plain.map(({ column }) => column), ...foreign.columns]),
  ];
  const all = columns.filter(({ generated }) => generated?.stored !== false).map((column) => column.name);
  return {
    ...name,
    columns,
    ...(key.length === 0
      ? {}
      : {
          primaryKey: {
            ...constraintName(making, "pk"),
            columns: key,
            ...(isWhole || style === "wild" ? include(draw, all) : {}),
            ...(partitioned ? {} : deferrable(draw, 8)),
          },
        }),
    uniques:
      (partitioned && !isParted) || ordered.length === 0
        ? []
        : distinct(
            list(draw, 0, 2, () => {
              const unique = drawUnique(making, ordered, all);
              return isParted ? { ...unique, columns: [...new Set([PART_KEY, ...unique.columns])] } : unique;
            }),
            key,
          ),
    checks: list(draw, 0, 2, () => drawCheck(making, plain, partitioned)),
    foreignKeys: foreign.keys,
    exclusions:
      partitioned || ordered.length === 0
        ? []
        : list(draw, 0, draw.oneIn(4) ? 1 : 0, () => drawExclusion(making, plain)),
    indexes: list(draw, 0, 2, () => drawIndex(making, plain, partitioned, all)).filter(
      (index) => index.parts.length > 0,
    ),
    ...comment(draw),
    options: drawOptions(making, plain, { unlogged, partitioned }),
  };
}

/** How the names of partitioned tables begin. */
const PARTED = "t_note";
const partKey: Drawn = {
  column: { name: PART_KEY, type: { kind: "integer" }, nullable: false },
  kind: { type: { kind: "integer" } },
};

function drawOptions(
  { draw, style, isWhole }: Making,
  columns: readonly Drawn[],
  given: { readonly unlogged: boolean; readonly partitioned: boolean },
): TableOptions {
  if (given.partitioned && style === "plain") return { partitionBy: `RANGE (${quoted(PART_KEY)})` };
  const sortable = columns.find(({ kind }) => kind.isUnordered !== true);
  if (given.partitioned && sortable !== undefined) {
    return {
      partitionBy: `${draw.pick(isWhole ? waysFor(sortable.kind) : ["RANGE"])} (${quoted(sortable.column.name)})`,
    };
  }
  return {
    ...(given.unlogged ? { unlogged: true as const } : {}),
    ...(isWhole ? drawOwnOptions(draw) : {}),
    ...draw.maybe(6, "storage", () => ({ fillfactor: "70", autovacuum_enabled: "false" })),
  };
}

/** A type without a hash has neither lists of values. */
function waysFor({ type }: Kind): readonly string[] {
  return type.kind === "bit" || type.kind === "tsvector" ? ["RANGE"] : ["RANGE", "LIST", "HASH"];
}

function drawOwnOptions(draw: Draw): Pick<TableOptions, "rowSecurity" | "forceRowSecurity" | "replicaIdentity"> {
  return {
    ...draw.maybe(6, "rowSecurity", () => true as const),
    ...draw.maybe(10, "forceRowSecurity", () => true as const),
    ...draw.maybe(10, "replicaIdentity", () => draw.pick(["full", "nothing"] as const)),
  };
}

/** Without those that have the columns of another or of the primary key, of which the server makes one. */
function distinct(uniques: readonly Unique[], primaryKey: readonly string[]): Unique[] {
  const seen = new Set([primaryKey.join("\u0000")]);
  return uniques.filter(({ columns }) => seen.size !== seen.add(columns.join("\u0000")).size);
}
