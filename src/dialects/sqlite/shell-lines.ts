/**
 * A script without the commands of the sqlite3 shell (`.read file`, `.mode csv`): lines that begin with a dot, which no SQL does.
 * Source: https://www.sqlite.org/cli.html#special_commands_to_sqlite3_dot_commands_.
 */
export function withoutShell(script: string): string {
  return script.replaceAll(/^\.[a-z][^\n]*$/gim, (line) => line.replaceAll(/[^\r]/g, " "));
}
