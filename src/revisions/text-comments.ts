import type { Comment } from "./text-javascript.ts";
import { firstParagraph } from "./text-place.ts";

/** A comment that speaks to a tool and not to a reader. */
const DIRECTIVE =
  /^\s*(?:@ts-|eslint|biome-|prettier-|oxlint|tslint:|deno-|<reference|<amd|#|SPDX-|@(?:format|prettier)\b)/;

/**
 * The message that comments give: the first paragraph of the first one, a doc comment before a plain one. Directives to tools
 * (`@ts-check`, `eslint-disable`, …) are none. A comment that begins with the line "Revision ID: …" of this `id` has an empty message.
 */
export function messageOfComments(text: string, comments: readonly Comment[], id: unknown): string {
  const paragraphs = commentTexts(text, comments)
    .filter(({ doc, inside }) => doc || !DIRECTIVE.test(inside))
    .map(({ doc, inside }) => ({ doc, paragraph: firstParagraph(inside) }))
    .filter(({ paragraph }) => paragraph !== "");
  const chosen = (paragraphs.find(({ doc }) => doc) ?? paragraphs[0])?.paragraph ?? "";
  return typeof id === "string" && chosen.startsWith(`Revision ID: ${id}`) ? "" : chosen;
}

/** The comments without their marks, neighbouring `//` lines as one. */
function commentTexts(text: string, comments: readonly Comment[]): readonly { doc: boolean; inside: string }[] {
  const out: { doc: boolean; inside: string; lineEnd: number }[] = [];
  for (const { text: marked, start, end } of comments) {
    if (marked.startsWith("/*")) {
      const inside = marked
        .slice(2, -2)
        .replace(/^\*/, "")
        .replaceAll(/^[ \t]*\* ?/gm, "")
        .replaceAll(/\*(\\*)\\\//g, "*$1/");
      out.push({ doc: marked.startsWith("/**"), inside, lineEnd: -1 });
      continue;
    }
    const inside = marked.slice(2).replace(/\r$/, "");
    const last = out.at(-1);
    const joins = last !== undefined && last.lineEnd !== -1 && /^\r?\n?[ \t]*$/.test(text.slice(last.lineEnd, start));
    if (joins && !DIRECTIVE.test(inside) && !DIRECTIVE.test(last.inside)) {
      last.inside += `\n${inside}`;
      last.lineEnd = end;
    } else {
      out.push({ doc: false, inside, lineEnd: end });
    }
  }
  return out;
}
