/**
 * A block of PL/pgSQL statements, each with its semicolon, behind the declarations of its variables.
 * Source: https://www.postgresql.org/docs/current/sql-do.html.
 */
export function doBlock(body: string, declarations = " "): string {
  return `DO ${dollarQuoted(`${declarations}BEGIN ${body} END `)}`;
}

/** The text in quotes that it doesn't have itself. */
export function dollarQuoted(text: string): string {
  const tag = tagFor(text);
  return tag + text + tag;
}

/** Quotes that don't stand in the text. */
function tagFor(text: string): string {
  for (let n = 0; ; n++) {
    const tag = n === 0 ? "$limbeck$" : `$limbeck${n}$`;
    if (!text.includes(tag)) return tag;
  }
}
