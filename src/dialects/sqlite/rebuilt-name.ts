const PREFIX = "limbeck_new_";

/** The name that a table has while it is made anew. */
export function rebuiltName(table: string): string {
  return `${PREFIX}${table}`;
}

/** The server's words with the tables' own names in place of those that they have while they are made anew. */
export function withoutRebuiltNames(message: string): string {
  return message.replaceAll(PREFIX, "");
}
