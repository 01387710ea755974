import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/lint/rule.ts";
import { rules } from "../../src/lint/rules.ts";
import { findingsOf, type LintCase, lintCases, titleOf } from "./cases.ts";

// The pages of the rules are made of the rules and their examples: `npm run docs` writes them.
const directory = fileURLToPath(new URL("../../docs/rules", import.meta.url));

describe("docs/rules", () => {
  it.each(rules)("$id.md is as generated (npm run docs)", async (rule) => {
    await expect(await page(rule)).toMatchFileSnapshot(`${directory}/${rule.id}.md`);
  });

  it("README.md lists all rules (npm run docs)", async () => {
    const rows = rules.map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`);
    const head = ["# Rules of `limbeck lint`", "", "| rule | weight | what it finds |", "|---|---|---|"];
    const text = `${[...head, ...rows].join("\n")}\n`;
    await expect(text).toMatchFileSnapshot(`${directory}/README.md`);
  });

  it("no page is of a rule that isn't there", () => {
    const pages = ["README.md", ...rules.map(({ id }) => `${id}.md`)];
    expect(readdirSync(directory).filter((file) => !pages.includes(file))).toEqual([]);
  });
});

async function page(rule: Rule): Promise<string> {
  const { id, severity, title, why, instead } = rule;
  const own = lintCases.filter((each) => each.rule === id);
  const bad = await Promise.all(own.filter(({ isBad }) => isBad).map(badExample));
  const good = own.filter(({ isBad }) => !isBad).map(goodExample);
  return `${[
    `# ${id}`,
    `${title}. Weight: **${severity}**, unless the [config](../lint.md#weights) says otherwise.`,
    `**Why.** ${why}`,
    `**Instead.** ${instead}`,
    ...(bad.length === 0 ? [] : ["## Found", ...bad]),
    ...(good.length === 0 ? [] : ["## Not found", ...good]),
  ].join("\n\n")}\n`;
}

async function badExample(lintCase: LintCase): Promise<string> {
  const found = (await findingsOf(lintCase)).filter(({ rule }) => rule === lintCase.rule);
  const says = found.map(({ message, instead }) =>
    [`> ${message.replaceAll("\n", "\n> ")}.`, ...(instead.code === undefined ? [] : ["", code(instead.code)])].join(
      "\n",
    ),
  );
  return [heading(lintCase), code(sourceOf(lintCase)), ...says].join("\n\n");
}

function goodExample(lintCase: LintCase): string {
  return [heading(lintCase), code(sourceOf(lintCase))].join("\n\n");
}

function heading({ path }: LintCase): string {
  const name = basename(path)
    .replace(/^(?:bad|good)-?|\..*$/g, "")
    .replaceAll("-", " ");
  return `${titleOf(path)}${name === "" ? "" : `, ${name}`}:`;
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

/** What the example says, without its imports. */
function sourceOf({ path }: LintCase): string {
  return readFileSync(path, "utf8")
    .replaceAll(/^import [^;]*;\n+/gm, "")
    .trim();
}
