import { stableJson } from "../base/hash.ts";
import { sameName } from "../schema/names.ts";
import type { Column, EnumType, Table } from "../schema/schema.ts";
import { matchColumns } from "./columns.ts";
import { compareTexts, type Matching, type Sided } from "./pairs.ts";
import type { Rename } from "./renames.ts";

/** What looks like a rename and was taken for a drop and an addition. Never acted upon. */
export interface RenameCandidate {
  readonly rename: Rename;
  /** From 0 to 1; more is more alike. */
  readonly score: number;
  /** True when more than the type speaks for it: a place, a name. */
  readonly isLikely: boolean;
  /** What the two have in common, in words. */
  readonly why: string;
}

/** Column pairs below this are not worth a question: the same type alone says little. */
const leastColumnScore = 0.6;
/** What two columns of the same type, default and nullability get beside, for their place or their names. */
const likelyColumnScore = 0.8;
/** Share of equal columns from which two tables may be one. */
const leastTableScore = 0.7;
/** Questions about one dropped object. */
const mostPerObject = 3;

/** Pairs of a lost and a new value of an enum, of a dropped and an added table, and of a dropped and an added column of a table; the most alike first. */
export function renameCandidates(
  tables: Matching<Sided<Table>>,
  enums: { readonly have: readonly EnumType[]; readonly want: readonly EnumType[] },
): readonly RenameCandidate[] {
  const ofTables = tables.removed.flatMap((have) => best(tables.added.flatMap((want) => tableCandidate(have, want))));
  const ofColumns = tables.both.flatMap(({ have, want }) => {
    if (have.comparable === want.comparable) return [];
    const columns = matchColumns(have, want);
    return columns.removed.flatMap((from) =>
      best(columns.added.flatMap((to) => columnCandidate(have, want, from, to))),
    );
  });
  const ofValues = enums.have.flatMap((have) => {
    const want = enums.want.find((each) => sameName(each, have));
    return want === undefined ? [] : valueCandidates(have, want);
  });
  return [...ofTables, ...ofColumns, ...ofValues].sort(compareCandidates);
}

/** A value and the one that stands in its place between those that stay. */
function valueCandidates(have: EnumType, want: EnumType): readonly RenameCandidate[] {
  const places = (one: EnumType, other: EnumType) => {
    let rank = 0;
    return one.values.flatMap((value) => {
      if (!other.values.includes(value)) return [{ value, rank }];
      rank++;
      return [];
    });
  };
  const [gone, added] = [places(have, want), places(want, have)];
  const { name, schema } = want;
  return gone.flatMap(({ value: from, rank }) =>
    best(
      added
        .filter((each) => each.rank === rank)
        .map(({ value: to }) => ({
          rename: { kind: "value", enum: name, ...(schema === undefined ? {} : { schema }), from, to } as const,
          ...{ score: (1 + nameLikeness(from, to)) / 2, isLikely: false, why: "same place in the enum" },
        })),
    ),
  );
}

function best(candidates: readonly RenameCandidate[]): readonly RenameCandidate[] {
  return [...candidates].sort(compareCandidates).slice(0, mostPerObject);
}

function compareCandidates(a: RenameCandidate, b: RenameCandidate): number {
  return b.score - a.score || compareTexts(stableJson(a.rename), stableJson(b.rename));
}

function tableCandidate({ comparable: have }: Sided<Table>, { comparable: want }: Sided<Table>): RenameCandidate[] {
  if (have.schema !== want.schema || have.name === want.name) return [];
  const equal = have.columns.filter((column) =>
    want.columns.some((other) => other.name === column.name && sameType(column, other)),
  ).length;
  const all = Math.max(have.columns.length, want.columns.length);
  const score = all === 0 ? 0 : Math.round((100 * equal) / all) / 100;
  if (score < leastTableScore) return [];
  const { schema } = have;
  const rename: Rename = { kind: "table", ...(schema === undefined ? {} : { schema }), from: have.name, to: want.name };
  return [{ rename, score, isLikely: true, why: `${equal} of ${all} columns are the same` }];
}

function columnCandidate(
  have: Sided<Table>,
  want: Sided<Table>,
  { comparable: from }: Sided<Column>,
  { comparable: to }: Sided<Column>,
): RenameCandidate[] {
  if (!sameType(from, to) || stableJson(from.generated) !== stableJson(to.generated)) return [];
  const samePlace = place(have.given, from.name) === place(want.given, to.name);
  const likeness = nameLikeness(from.name, to.name);
  const facts: readonly (readonly [points: number, says: string | undefined])[] = [
    [40, "same type"],
    [from.nullable === to.nullable ? 20 : 0, from.nullable === to.nullable ? "same nullability" : undefined],
    [sameRest(from, to) ? 10 : 0, from.default !== undefined && sameRest(from, to) ? "same default" : undefined],
    [samePlace ? 10 : 0, samePlace ? "same place in the table" : undefined],
    [Math.round(20 * likeness), likeness >= 0.5 ? "similar name" : undefined],
  ];
  const score = facts.reduce((sum, [points]) => sum + points, 0) / 100;
  if (score < leastColumnScore) return [];
  const { name: table, schema } = want.given;
  const rename: Rename = {
    kind: "column",
    table,
    ...(schema === undefined ? {} : { schema }),
    from: from.name,
    to: to.name,
  };
  const why = facts.flatMap(([, says]) => says ?? []).join(", ");
  return [{ rename, score, isLikely: score >= likelyColumnScore, why }];
}

function sameType(a: Column, b: Column): boolean {
  return stableJson(a.type) === stableJson(b.type);
}

function sameRest(a: Column, b: Column): boolean {
  const rest = (column: Column) => stableJson({ ...column, name: "", nullable: true, comment: undefined });
  return rest(a) === rest(b);
}

function place(table: Table, column: string): number {
  return table.columns.findIndex(({ name }) => name === column);
}

/** Share of pairs of neighbouring letters that two names have in common, from 0 to 1. */
function nameLikeness(a: string, b: string): number {
  const pairs = (name: string) => new Set([...name.slice(1)].map((letter, i) => `${name[i]}${letter}`.toLowerCase()));
  const [left, right] = [pairs(a), pairs(b)];
  const common = [...left].filter((pair) => right.has(pair)).length;
  return left.size + right.size === 0 ? 0 : (2 * common) / (left.size + right.size);
}
