import fc from "fast-check";

/** Random choices, made one after the other. */
export interface Draw {
  /** From min to max, both included. */
  int(min: number, max: number): number;
  /** True in about one case of `n`. */
  oneIn(n: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Between min and max different items of the list, in a random order. */
  some<T>(list: readonly T[], min: number, max: number): T[];
  /** The value of `make` in about one case of `n`, as a record to spread: the key, or nothing. */
  maybe<K extends string, T>(n: number, key: K, make: () => T): { readonly [P in K]?: T };
}

/** An arbitrary of what a function makes of random choices. */
export function drawn<T>(make: (draw: Draw) => T): fc.Arbitrary<T> {
  return fc.gen().map((g) => make(drawFrom((min, max) => g(fc.integer, { min, max }))));
}

function drawFrom(int: (min: number, max: number) => number): Draw {
  const pick = <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T;
  return {
    int,
    oneIn: (n) => int(1, n) === n,
    pick,
    some(list, min, max) {
      const rest = [...list];
      const count = Math.min(rest.length, int(min, max));
      return Array.from({ length: count }, () => rest.splice(int(0, rest.length - 1), 1)[0] as (typeof rest)[number]);
    },
    maybe(n, key, make) {
      return int(1, n) === n ? ({ [key]: make() } as { [P in typeof key]: ReturnType<typeof make> }) : {};
    },
  };
}
