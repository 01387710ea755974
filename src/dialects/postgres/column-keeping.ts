import type { Column } from "../../schema/schema.ts";
import type { Draft } from "./draft.ts";
import { type Fact, facts } from "./facts.ts";

/** How the server keeps the values of a column, and what it knows of them. */
export type Keeping = { readonly [K in "compression" | "storage" | "statistics"]?: Column[K] | undefined };

/**
 * What turns one way of keeping values into the other; rows that are there stay as they are. A column loses the storage of its own
 * by `SET STORAGE DEFAULT`, which came with 16. Source: https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function setKeeping(alter: (what: string, fact: Fact) => Draft, from: Keeping, to: Keeping): readonly Draft[] {
  return [
    ...(from.compression === to.compression
      ? []
      : [alter(`SET COMPRESSION ${to.compression ?? "DEFAULT"}`, facts.setCompression)]),
    ...(from.storage === to.storage
      ? []
      : [alter(`SET STORAGE ${(to.storage ?? "DEFAULT").toUpperCase()}`, facts.setColumnStorage)]),
    ...(from.statistics === to.statistics ? [] : [alter(`SET STATISTICS ${to.statistics ?? -1}`, facts.setStatistics)]),
  ];
}
