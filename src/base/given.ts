/** The fields that have a value: an absent property is an absent key. */
export type Given<T extends object> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The record without the keys whose value is undefined. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}
