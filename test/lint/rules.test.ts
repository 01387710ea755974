import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/lint/finding.ts";
import { rules } from "../../src/lint/rules.ts";
import { findingsOf, lintCases } from "./cases.ts";

describe("the rules of lint", () => {
  it.each(lintCases.filter(({ isBad }) => isBad))("$name is found", async (lintCase) => {
    const found = (await findingsOf(lintCase)).filter(({ rule }) => rule === lintCase.rule);
    expect(found).not.toEqual([]);
    await expect(found.map(textOf).join("\n")).toMatchFileSnapshot(lintCase.path.replace(/\.ts$/, ".txt"));
  });

  it.each(lintCases.filter(({ isBad }) => !isBad))("$name is not", async (lintCase) => {
    const found = await findingsOf(lintCase);
    expect(found.filter(({ rule }) => rule === lintCase.rule).map(textOf)).toEqual([]);
  });

  it.each(rules.filter(({ id }) => !OF_FILES.includes(id)))("$id has a bad example and a good one", ({ id }) => {
    const kinds = lintCases.filter(({ rule }) => rule === id).map(({ isBad }) => isBad);
    expect([kinds.includes(true), kinds.includes(false)]).toEqual([true, true]);
  });

  it.each(rules)("$id is in the file of its name", ({ id }) => {
    expect(existsSync(fileURLToPath(new URL(`../../src/lint/rules/${id}.ts`, import.meta.url)))).toBe(true);
  });

  it("no example is of a rule that isn't there", () => {
    const ids = rules.map(({ id }) => id);
    expect(lintCases.map(({ rule }) => rule).filter((rule) => !ids.includes(rule))).toEqual([]);
  });
});

/** Rules about the file as a whole, which an example of one direction doesn't show. */
const OF_FILES: readonly string[] = ["idle-suppression"];

function textOf({ severity, message, place, instead }: Finding): string {
  const code = instead.code === undefined ? [] : instead.code.split("\n").map((line) => `    ${line}`);
  return [`${place.line}: ${severity}: ${message}`, `  ${instead.text}`, ...code, ""].join("\n");
}
