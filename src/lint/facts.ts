import type { Lock } from "../dialects/contract.ts";
import type { LintedStatement, LintedStep } from "./rule.ts";

/** A lock that keeps readers or writers of a table waiting. */
type BlockingLock = Lock & { readonly blocks: "writes" | "reads and writes" };

/**
 * The locks by which a statement keeps readers or writers of live tables waiting. A lock of the whole database is none of these: where
 * a server has no other, every statement takes it.
 */
export function blockingLocks({ facts }: LintedStatement, step: Pick<LintedStep, "isLive">): readonly BlockingLock[] {
  if (facts.locks === "unknown") return [];
  return facts.locks.filter(isBlocking).filter(({ relation }) => relation !== "*" && step.isLive(relation));
}

function isBlocking(lock: Lock): lock is BlockingLock {
  return lock.blocks !== "schema changes";
}

/** Who waits, in words: `writers of "users"`, `readers and writers of "users" and "orders"`. */
export function whoWaits(locks: readonly BlockingLock[]): string {
  const names = [...new Set(locks.map(({ relation }) => `"${relation}"`))].join(" and ");
  const isTotal = locks.some(({ blocks }) => blocks === "reads and writes");
  return `${isTotal ? "readers and writers" : "writers"} of ${names}`;
}
