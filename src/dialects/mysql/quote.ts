/** A name in backticks. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/**
 * A text constant. The backslash is doubled, which is right under every `sql_mode` but NO_BACKSLASH_ESCAPES; Limbeck's sessions are
 * without it. Source: https://dev.mysql.com/doc/refman/9.7/en/string-literals.html.
 */
export function quoteText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll("\0", "\\0")}'`;
}
