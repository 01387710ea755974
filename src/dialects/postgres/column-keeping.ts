import { descendantsOf, inheritedColumn } from "../../schema/inheritance.ts";
import type { Column } from "../../schema/schema.ts";
import type { Alteration } from "./alteration.ts";
import { type Draft, draft } from "./draft.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { locked } from "./scene.ts";

/** How the server keeps the values of a column, and what it knows of them. */
export type Keeping = { readonly [K in "storage" | "statistics"]?: Column[K] | undefined };

/**
 * What turns one way of keeping values into the other; rows that are there stay as they are. A column loses the storage of its own
 * by `SET STORAGE DEFAULT`, which came with 16. Source: https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function setKeeping(alter: (what: string, fact: Fact) => Draft, from: Keeping, to: Keeping): readonly Draft[] {
  return [
    ...(from.storage === to.storage
      ? []
      : [alter(`SET STORAGE ${(to.storage ?? "DEFAULT").toUpperCase()}`, facts.setColumnStorage)]),
    ...(from.statistics === to.statistics ? [] : [alter(`SET STATISTICS ${to.statistics ?? -1}`, facts.setStatistics)]),
  ];
}

/**
 * Another compression of the values to come, which a column loses with its type. Each table that has the column from there is told it too:
 * unlike all else, it goes no further than the table that is named (14 to 18).
 */
export function setCompression({ table, from, to, scene }: Alteration, hasNewType: boolean): readonly Draft[] {
  const old = hasNewType ? undefined : from.compression;
  if (old === to.compression) return [];
  const below = descendantsOf(table, scene.after).filter((each) => inheritedColumn(each, to.name, scene.after));
  const what = `ALTER COLUMN ${quoteName(to.name)} SET COMPRESSION ${to.compression ?? "DEFAULT"}`;
  return [table, ...below].map((each) =>
    draft(`ALTER TABLE ${quoteObject(each)} ${what}`, factsOf(facts.setCompression, locked(scene, each))),
  );
}
