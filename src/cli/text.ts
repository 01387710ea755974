/** A duration for people: ms below a second, else seconds. */
export function timeText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Revision ids as one text; base for none. */
export function placeText(ids: readonly string[]): string {
  return ids.length === 0 ? "base" : ids.join(", ");
}

/** Lines as one text with a closing newline; nothing for no lines. */
export function lines(list: readonly string[]): string {
  return list.length === 0 ? "" : `${list.join("\n")}\n`;
}

/** A text on one line, without the control characters that a name or an expression may bring along. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, " ")
    .replaceAll(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
