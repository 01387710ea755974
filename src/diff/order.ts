/** Objects in an order in which each comes after those that it needs, as far as that can be. */
export interface Ordered<T> {
  readonly items: readonly T[];
  /** Each need that is not met, since it closes a circle: `item` comes before the object with the key `needs`. */
  readonly unmet: readonly { readonly item: T; readonly needs: string }[];
}

/**
 * Puts dependencies first. Otherwise the order stays as it is, so sort `items` before where their order means nothing.
 * Keys that name no item, and the item itself, are ignored.
 */
export function dependenciesFirst<T>(
  items: readonly T[],
  key: (item: T) => string,
  needs: (item: T) => readonly string[],
): Ordered<T> {
  const byKey = new Map(items.map((item) => [key(item), item]));
  const state = new Map<string, "open" | "done">();
  const ordered: T[] = [];
  const unmet: { item: T; needs: string }[] = [];

  for (const start of items) visit(start);
  return { items: ordered, unmet };

  function visit(item: T): void {
    const own = key(item);
    if (state.has(own)) return;
    state.set(own, "open");
    for (const needed of needs(item)) {
      const target = byKey.get(needed);
      if (target === undefined || needed === own) continue;
      if (state.get(needed) === "open") unmet.push({ item, needs: needed });
      else visit(target);
    }
    state.set(own, "done");
    ordered.push(item);
  }
}
