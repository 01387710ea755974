import type { ValueSpace } from "../schema/value-space.ts";

/** Whole numbers of so many bits, in two's complement or unsigned. */
export function integersOf(bits: number, unsigned?: true): ValueSpace {
  const half = 2n ** BigInt(bits - 1);
  const [min, max] = unsigned === true ? [0n, 2n * half - 1n] : [-half, half - 1n];
  return { kind: "integers", min: String(min), max: String(max) };
}

/** Decimals of a declared precision; of a common one where none is declared, or an uncommon one that has few values. */
export function decimalsOf(
  type: { readonly precision?: number; readonly scale?: number; readonly unsigned?: true },
  usual: { readonly digits: number; readonly scale: number },
): ValueSpace {
  const { precision, scale = 0, unsigned } = type;
  const sign = unsigned === true ? { unsigned } : {};
  if (precision === undefined) return { kind: "decimals", ...usual, ...sign };
  if (scale < 0 || scale > precision) return { kind: "samples", values: ["0"] };
  return { kind: "decimals", digits: precision, scale, ...sign };
}

/** SQL constants in quotes. */
export function quotedSamples(...values: readonly string[]): ValueSpace {
  return { kind: "samples", values: values.map((value) => `'${value}'`) };
}
