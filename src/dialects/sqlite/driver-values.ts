import type { Row } from "../contract.ts";
import { fail } from "../errors.ts";

/** A value that every driver binds without changing it. */
export type Bindable = null | number | bigint | string | Uint8Array;

/**
 * Values as the drivers take them. Integers go as bigints, because some drivers bind every number as a floating-point one,
 * and 1.0 isn't 1 in a column without affinity. Errors: STATEMENT_FAILED for a value that SQLite has no type for.
 */
export function bindable(parameters: readonly unknown[]): Bindable[] {
  return parameters.map((value, i) => {
    if (value === null || typeof value === "string" || typeof value === "bigint") return value;
    if (typeof value === "boolean") return value ? 1n : 0n;
    if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
    if (value instanceof Uint8Array) return value;
    throw fail("STATEMENT_FAILED", `Parameter ${i + 1} is a ${describe(value)}, which SQLite can't store.`, {
      hint: "Pass a string, a number, a bigint, a boolean, a Uint8Array or null.",
    });
  });
}

/** Rows as plain objects; bigints become numbers where a number is exact. */
export function plainRows(rows: readonly unknown[]): readonly Row[] {
  return rows.map((row) => {
    const plain: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(row as object)) plain[key] = plainValue(value);
    return plain;
  });
}

function plainValue(value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function describe(value: unknown): string {
  return value instanceof Date ? "Date" : typeof value;
}
