/** Random choices that are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** True in one case of `n`. */
  oneIn(n: number): boolean;
}

/** Choices from a seed and a text that says what for, so that one table's rows don't depend on another's. */
export function randomFor(seed: number, purpose: string): Random {
  let state = [...purpose].reduce(
    (hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193),
    seed | 0,
  );
  // The generator mulberry32 (public domain): few and small steps, and good enough for rows.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return { below, pick: (list) => list[below(list.length)] ?? list[0], oneIn: (n) => below(n) === 0 };
}
