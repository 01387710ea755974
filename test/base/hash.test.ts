import fc from "fast-check";
import { expect, test } from "vitest";
import { quickHash } from "../../src/base/hash.ts";

test("a quick hash is 32 hex digits, the same for the same text", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(quickHash(text)).toMatch(/^[0-9a-f]{32}$/);
      expect(quickHash(`${text}`)).toBe(quickHash(text));
    }),
    { numRuns: 200 },
  );
});

test("texts that differ have different quick hashes, however little they differ", () => {
  const texts = new Set(["", "\0", "\0\0", "a", "A", "\r\n", "\n", "ab", "ba"]);
  for (let i = 0; i < 20_000; i++) texts.add(`revision = "${i.toString(16).padStart(12, "0")}"`);
  for (let i = 0; i < 2_000; i++) texts.add("x".repeat(i));
  for (let bit = 0; bit < 16; bit++) for (let at = 0; at < 64; at++) texts.add(flipped("limbeck ".repeat(8), at, bit));
  expect(new Set([...texts].map(quickHash)).size).toBe(texts.size);
});

test("each bit of a quick hash depends on each character", () => {
  const text = "export const revision = 1;";
  const bits = (hash: string) =>
    [...hash].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0")).join("");
  const before = bits(quickHash(text));
  for (let at = 0; at < text.length; at++) {
    const changed = Array.from({ length: 7 }, (_, bit) => bits(quickHash(flipped(text, at, bit))));
    const counts = changed.map((after) => [...after].filter((digit, i) => digit !== before[i]).length);
    // Half of 128, as for a coin; seven standard deviations to either side.
    for (const count of counts) expect(Math.abs(count - 64)).toBeLessThan(40);
  }
});

function flipped(text: string, at: number, bit: number): string {
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
}
