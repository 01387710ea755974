/** The 1-based line of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** The lines of a text, whatever ends them. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/);
}

/** The first paragraph of a comment or docstring on one line: runs of white space are one space. */
export function firstParagraph(text: string): string {
  const lines = linesOf(text.trim());
  const end = lines.findIndex((line) => line.trim() === "");
  return (end === -1 ? lines : lines.slice(0, end)).join(" ").replaceAll(/\s+/g, " ").trim();
}
