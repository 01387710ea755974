/** The first line of a statement as it reads in a message; a sign says that there is more. */
export function firstLine(sql: string): string {
  const [line = "", ...rest] = sql.trim().split("\n");
  const short = line.length > 160 ? `${line.slice(0, 160)} …` : line;
  return rest.length > 0 && line === short ? `${short} …` : short;
}
