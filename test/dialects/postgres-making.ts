import type { Column, DefaultValue, EnumType, ObjectName, Routine, Sequence, Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import type { Draw } from "../schema/draw.ts";
import { type Names, quoted } from "../schema/random-names.ts";
import type { OwnTypes } from "./postgres-own-schemas.ts";

/** What random schemas of PostgreSQL may contain. */
export interface PostgresFeatures {
  readonly major: number;
  /** Names, and columns, of schemas that are to become each other are alike: many are changed, few dropped. */
  readonly names: "plain" | "wild";
  /** Absent is enums, tables, views, routines and triggers alone, and no names or keys that go from one table to another. */
  readonly span?: "whole";
}

/** What the parts of a schema are made with. */
export interface Making {
  readonly draw: Draw;
  readonly major: number;
  readonly names: Names;
  readonly style: PostgresFeatures["names"];
  readonly isWhole: boolean;
  /** Name of the table that is made. */
  readonly table?: string;
  readonly enums: readonly EnumType[];
  readonly own: OwnTypes;
  readonly tables: readonly Table[];
  /** Names of extensions that bring types. */
  readonly extensions: readonly string[];
  /** Functions of a number or a text, for expressions. */
  readonly helpers: readonly Routine[];
  /** Sequences that defaults ask. */
  readonly numbers: readonly Sequence[];
}

/** The column by which tables are partitioned that are alike by their names, the first of its table. */
export const PART_KEY = "part of";

/** A column, and what is known of its type. */
export interface Drawn {
  readonly column: Column;
  readonly kind: Kind;
}

/** A type of columns, with what fits it. */
export interface Kind {
  readonly type: ColumnType;
  readonly constants?: readonly DefaultValue[];
  readonly expressions?: readonly string[];
  /** An operator class of a method, for an index on such a column. */
  readonly methods?: readonly string[];
  readonly isText?: true;
  /** Without an order: no key, no plain index. */
  readonly isUnordered?: true;
}

/** Two tables of a namespace can't both have a key of one name. In the whole span another schema may have it for another table. */
export function constraintName({ draw, names, table, isWhole }: Making, hint: string): { readonly name?: string } {
  return draw.maybe(2, "name", () => names.fresh(isWhole ? hint : `${hint}_${table}`));
}

/** A column beside the key, now and then. */
export function include(draw: Draw, columns: readonly string[]): { readonly include?: readonly string[] } {
  return draw.maybe(6, "include", () => draw.some(columns, 1, 1));
}

/** Deferrable in about one case of `n`. */
export function deferrable(draw: Draw, n: number) {
  return draw.maybe(n, "deferrable", () => draw.pick(["initially immediate", "initially deferred"] as const));
}

/** The name as SQL has it. */
export function quotedObject(name: ObjectName): string {
  return name.schema === undefined ? quoted(name.name) : `${quoted(name.schema)}.${quoted(name.name)}`;
}
