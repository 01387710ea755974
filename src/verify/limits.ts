import type { ValueSpace } from "../schema/value-space.ts";

/** What conditions say of the values of one column, beyond its type. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  /** Lengths in characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** The only values, as SQL. */
  readonly only?: readonly string[];
  readonly json?: true;
}

/** Both. */
export function joinLimits(a: Limits, b: Limits): Limits {
  const only = a.only === undefined ? b.only : b.only === undefined ? a.only : both(a.only, b.only);
  return {
    ...a,
    ...b,
    ...bound("min", a.min, b.min, Math.max),
    ...bound("max", a.max, b.max, Math.min),
    ...bound("minLength", a.minLength, b.minLength, Math.max),
    ...bound("maxLength", a.maxLength, b.maxLength, Math.min),
    ...(only === undefined ? {} : { only }),
  };
}

function both(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.filter((value) => b.includes(value));
}

function bound<K extends string>(
  key: K,
  a: number | undefined,
  b: number | undefined,
  choose: (a: number, b: number) => number,
): Partial<Record<K, number>> {
  const value = a === undefined ? b : b === undefined ? a : choose(a, b);
  const found: Partial<Record<K, number>> = {};
  if (value !== undefined) found[key] = value;
  return found;
}

/** The values of a space that keep within the limits, as far as these mean something to it. */
export function limitedSpace(space: ValueSpace, limits: Limits): ValueSpace {
  const { only, min, max, minLength, maxLength } = limits;
  if (only !== undefined && only.length > 0) return { kind: "samples", values: only };
  if (limits.json === true) return { kind: "json" };
  if (space.kind === "texts") {
    const most = maxLength === undefined ? {} : { maxLength: Math.min(maxLength, space.maxLength ?? maxLength) };
    return { ...space, ...most, ...(minLength === undefined ? {} : { minLength }) };
  }
  if (min === undefined && max === undefined) return space;
  if (space.kind === "integers") {
    const low = min === undefined ? BigInt(space.min) : larger(BigInt(space.min), BigInt(Math.ceil(min)));
    const high = max === undefined ? BigInt(space.max) : -larger(-BigInt(space.max), -BigInt(Math.floor(max)));
    return low > high ? space : { kind: "integers", min: String(low), max: String(high) };
  }
  if (space.kind === "decimals" || space.kind === "fractions")
    return { kind: "samples", values: between(min, max, space) };
  return space;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** Numbers between two ends, the ends first, with no more digits after the point than the space has. */
function between(
  min: number | undefined,
  max: number | undefined,
  space: Extract<ValueSpace, { readonly kind: "decimals" | "fractions" }>,
): readonly string[] {
  const scale = space.kind === "decimals" ? space.scale : 2;
  const most = space.kind === "decimals" ? 10 ** Math.min(9, space.digits - space.scale) - 1 : 1e9;
  const low = min ?? Math.min(-most, max ?? 0);
  const high = max ?? Math.max(most, min ?? 0);
  const parts = Array.from({ length: 40 }, (_, i) => low + ((high - low) * (i + 1)) / 42);
  const texts = [low, high, ...parts].map((value) => value.toFixed(Math.min(scale, 20)));
  return [...new Set(texts)].filter((text) => Number(text) >= low && Number(text) <= high);
}
