/**
 * True for equal data, as `stableJson` would write it: keys in any order, an absent value no value. It makes no texts, lists or functions, and
 * most of what is compared is found equal.
 */
export function sameData(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other))
    return Array.isArray(one) && Array.isArray(other) && sameList(one, other);
  return sameRecord(one as Fields, other as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (!sameData(one[i], other[i])) return false;
  return true;
}

function sameRecord(one: Fields, other: Fields): boolean {
  for (const key in one) if (!sameData(one[key], other[key])) return false;
  for (const key in other) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
}
