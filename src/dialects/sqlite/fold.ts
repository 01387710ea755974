/**
 * A name in the form in which SQLite compares names: ASCII letters small, all others as they are.
 * Source: https://www.sqlite.org/lang_naming.html; `sqlite3StrICmp` knows ASCII only.
 */
export function fold(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** True when SQLite takes both for the same name. */
export function sameFolded(a: string, b: string): boolean {
  return a === b || fold(a) === fold(b);
}
