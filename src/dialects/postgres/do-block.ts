/**
 * A block of PL/pgSQL statements, each with its semicolon, behind the declarations of its variables.
 * Source: https://www.postgresql.org/docs/current/sql-do.html.
 */
export function doBlock(body: string, declarations = " "): string {
  const tag = tagFor(declarations + body);
  return `DO ${tag}${declarations}BEGIN ${body} END ${tag}`;
}

/** Quotes that don't stand in the text. */
function tagFor(text: string): string {
  for (let n = 0; ; n++) {
    const tag = n === 0 ? "$limbeck$" : `$limbeck${n}$`;
    if (!text.includes(tag)) return tag;
  }
}
