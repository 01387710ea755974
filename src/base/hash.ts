import { createHash } from "node:crypto";

/** SHA-256 of a text as 64 hex digits; line endings count as \n, so that a checkout on another system hashes the same. */
export function hashText(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

/**
 * A hash of a text as 32 hex digits, to name the files of a cache and to notice changes; not where somebody may want to deceive, nor for
 * what is kept for long. It needs nothing loaded: SHA-256 makes Node load its cryptography and its streams, which takes longer than most commands.
 */
export function quickHash(text: string): string {
  let [a, b, c, d] = [text.length, 0x51ed270b, 0x2545f491, 0x6c62272e];
  // Each step can be undone, so that no two states of the four ever become one; the rounds at the end spread the last characters.
  // Two characters a step; behind the end charCodeAt gives NaN, which counts as 0.
  for (let i = 0; i < text.length + 16; i += 2) {
    a = Math.imul(a ^ (i < text.length ? text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16) : d), 0x9e3779b1);
    b = Math.imul(b ^ a ^ (a >>> 15), 0x85ebca6b);
    c = Math.imul(c ^ b ^ (b >>> 13), 0xc2b2ae35);
    d = Math.imul(d ^ c ^ (c >>> 16), 0x27d4eb2f);
  }
  return [a, b, c, d].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}

/** JSON with the keys of every object sorted and absent values left out: equal data, equal text. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sortKeys(inner) : inner));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sortKeys(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, record[key]]),
  );
}
