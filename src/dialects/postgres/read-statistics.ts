import { given } from "../../base/given.ts";
import { omit } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { dropOfStatistics } from "../../ops/statistics-behaviours.ts";
import { sameName } from "../../schema/names.ts";
import type { ObjectName, Schema, Statistics, StatisticsKind, StatisticsPart } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { ends, isAt, readName, readUntil } from "./read-cursor.ts";

/** What follows CREATE STATISTICS; those to which the server gives the name are passed over. */
export function readCreateStatistics(cursor: Cursor, before: Schema): readonly Op[] {
  const isGuarded = cursor.accept("IF", "NOT", "EXISTS");
  if (isAt(cursor, "ON") || isOperator(cursor.peek(), "(")) return passed(cursor);
  const name = readName(cursor);
  const kinds = isOperator(cursor.peek(), "(") ? readKinds(cursor) : undefined;
  cursor.expect("ON");
  const parts: StatisticsPart[] = [];
  do parts.push(readPart(cursor));
  while (cursor.acceptOperator(","));
  cursor.expect("FROM");
  const statistics: Statistics = { ...name, table: readName(cursor), parts, ...given({ kinds }) };
  return isGuarded && find(before, name) !== undefined ? [] : [{ kind: "createStatistics", statistics }];
}

/** What follows ALTER STATISTICS. */
export function readAlterStatistics(cursor: Cursor, before: Schema): readonly Op[] {
  cursor.accept("IF", "EXISTS");
  const known = find(before, readName(cursor));
  if (known === undefined) return passed(cursor);
  const { name, schema } = known;
  if (cursor.accept("SET", "STATISTICS")) {
    const text = cursor.rest();
    const target = /^\d+$/.test(text) ? Number(text) : undefined;
    return [{ kind: "setStatisticsTarget", name, ...given({ schema, target }) }];
  }
  if (cursor.accept("RENAME", "TO")) return renamed(known, { ...known, name: cursor.name() });
  if (!cursor.accept("SET", "SCHEMA")) return passed(cursor);
  const to = cursor.name();
  return renamed(known, { ...omit(known, "schema"), ...(to === "public" ? {} : { schema: to }) });
}

/** What follows DROP STATISTICS. */
export function readDropStatistics(cursor: Cursor, before: Schema): readonly Op[] {
  cursor.accept("IF", "EXISTS");
  const names = [readName(cursor)];
  while (cursor.acceptOperator(",")) names.push(readName(cursor));
  if (!cursor.accept("CASCADE")) cursor.accept("RESTRICT");
  return names.flatMap((name) => find(before, name) ?? []).map(dropOfStatistics);
}

function find({ statistics }: Schema, name: ObjectName): Statistics | undefined {
  return statistics.find((each) => sameName(each, name));
}

function renamed(from: Statistics, to: Statistics): readonly Op[] {
  return [dropOfStatistics(from), { kind: "createStatistics", statistics: to }];
}

function passed(cursor: Cursor): readonly Op[] {
  cursor.rest();
  return [];
}

function readKinds(cursor: Cursor): readonly StatisticsKind[] {
  const kinds: StatisticsKind[] = [];
  cursor.expectOperator("(");
  do kinds.push(cursor.name().toLowerCase() as StatisticsKind);
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return kinds;
}

const AFTER_PARTS: ReadonlySet<string> = new Set(["FROM"]);

function readPart(cursor: Cursor): StatisticsPart {
  const [first, next] = [cursor.peek(), cursor.peek(1)];
  const isName = first.kind === "word" || first.kind === "quoted";
  const isAlone = isOperator(next, ",") || isKeyword(next, "FROM");
  if (isName && isAlone) return { column: cursor.name() };
  return { expression: withoutOuterParentheses(readUntil(cursor, ends(AFTER_PARTS))) };
}
