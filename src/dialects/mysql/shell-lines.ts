/**
 * A script without the commands of the mysql shell (`\\. file`, `source file`, `use shop`), each on a line of its own. DELIMITER is read as it is
 * where the script is cut. A line in a text or a routine that looks like one of these is blank as well, which nobody misses who only reads.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/mysql-commands.html.
 */
export function withoutShell(script: string): string {
  return script.replaceAll(
    /^[ \t]*(?:\\[.!#a-zA-Z][^\n;]*;?|(?:source|use|system|tee|notee|pager|nopager|status|warnings|nowarning)\b[^\n]*)$/gim,
    (line) => line.replaceAll(/[^\r]/g, " "),
  );
}
