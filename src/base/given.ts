/** The fields that have a value: an absent property is an absent key. */
export type Given<T extends object> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The record without the keys whose value is undefined. */
export function given<T extends object>(fields: T): Given<T> {
  const found: Partial<Record<keyof T, unknown>> = {};
  for (const key in fields) {
    if (fields[key] !== undefined) found[key] = fields[key];
  }
  return found as Given<T>;
}
