import { aboutItem, type HookSet, yesOrNo } from "./ask-hook.ts";
import type { Item, ItemKind, Parents } from "./autogenerate-hooks.ts";

/** An item of the database, of the models, or of both. */
export interface Pair<T> {
  readonly have?: T;
  readonly want?: T;
}

/** Whether an item is compared. */
export type LooksAt = (kind: ItemKind, item: Pair<Item>, parents: Parents) => boolean;

/** What is asked for by its name here; all others have been, before they were read. */
const namedLate: ReadonlySet<ItemKind> = new Set<ItemKind>([
  ...([
    "trigger",
    "rule",
    "policy",
    "statistics",
    "column",
    "primaryKey",
    "unique",
    "check",
    "foreignKey",
    "exclusion",
    "index",
  ] as const),
]);

/** Asks `includeName`, where nobody has yet, and `includeObject`. Errors: CONFIG_HOOK_THREW, CONFIG_HOOK_ANSWER. */
export function lookout(hooks: HookSet): LooksAt {
  const { includeName, includeObject } = hooks.functions;
  return (kind, { have, want }, parents) => {
    const name = nameIn(have) ?? nameIn(want);
    const about = aboutItem(kind, name, parents);
    if (includeName !== undefined && namedLate.has(kind)) {
      if (!yesOrNo(hooks, "includeName", about, () => includeName(name, kind, parents))) return false;
    }
    if (includeObject === undefined) return true;
    const object = want ?? have;
    if (object === undefined) return true;
    const beside = want && have;
    return yesOrNo(hooks, "includeObject", about, () =>
      includeObject(object, kind, want === undefined, beside, parents),
    );
  };
}

function nameIn(item: object | undefined): string | undefined {
  return item !== undefined && "name" in item && typeof item.name === "string" ? item.name : undefined;
}

/** Items with the same key are one; those of the models come first, in their order. */
export function paired<T>(have: readonly T[], want: readonly T[], key: (item: T) => string): readonly Pair<T>[] {
  const old = new Map(have.map((item) => [key(item), item]));
  const pairs = want.map((item): Pair<T> => {
    const twin = old.get(key(item));
    old.delete(key(item));
    return twin === undefined ? { want: item } : { have: twin, want: item };
  });
  return [...pairs, ...[...old.values()].map((item) => ({ have: item }))];
}

/** What the models are to ask for: what is compared, as they say it, and what isn't, as the database has it. */
export function chosen<T>(
  pairs: readonly Pair<T>[],
  isCompared: (pair: Pair<T>) => boolean,
): { readonly list: readonly T[]; readonly left: readonly Pair<T>[] } {
  const left = new Set(pairs.filter((pair) => !isCompared(pair)));
  const list = pairs.flatMap((pair) => {
    const item = left.has(pair) ? pair.have : pair.want;
    return item === undefined ? [] : [item];
  });
  return { list, left: [...left] };
}
