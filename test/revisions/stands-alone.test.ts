import { expect, test } from "vitest";
import { standsAlone } from "../../src/revisions/stands-alone.ts";

test.each([
  ["tables", 'import { sql, table } from "limbeck";\nexport const t = table("t", []);', "models.ts"],
  [
    "names of other things in strings",
    'export const t = table("process", [column("Date", url("fs"))]); // console',
    "models.ts",
  ],
  ["a template", "export const t = sql`now()`;", "models.mts"],
  ["a template with code", `export const t = sql\`\${Math.max(1, 2)}\`;`, "models.ts"],
  ["other files", 'export * from "./other.ts";', "models.js"],
  ["types", "export const names: readonly string[] = [] satisfies Array<string>;", "models.ts"],
  ["data", "process", "data.json"],
])("a module stands alone with %s", (_, text, path) => {
  expect(standsAlone(path, text)).toBe(true);
});

test.each([
  ["the environment", "export const n = process.env.N;"],
  ["the environment in a template", `export const n = \`a\${process.env.N}\`;`],
  ["the environment in a template within another", `export const n = \`a\${\`\${process.env.N}\`}\`;`],
  ["the environment, written otherwise", "export const n = pro\\u0063ess.env.N;"],
  ["the environment of what is global", "export const { process: p } = globalThis;"],
  ["the clock", "export const n = new Date().getFullYear();"],
  ["chance", "export const n = Math.random();"],
  ["chance by another name", "export const { random } = Math;"],
  ["a file", 'import { readFileSync } from "node:fs";'],
  ["a file, without the prefix", 'import fs from "fs";'],
  ["a file, for its effects", 'import "node:fs";'],
  ["a file of CommonJS", 'const fs = require("fs");'],
  ["an import that is made when it runs", 'const m = await import("./x.ts");'],
  ["its own place", "export const here = import.meta.url;"],
  ["code in a text", 'export const n = eval("1");'],
  ["code in a text, by another name", 'export const n = (() => 1)["constructor"]("return process")();'],
  ["the language of the machine", "export const n = (1.5).toLocaleString();"],
  ["what it prints", "console.log(1);"],
  ["what can't be read", "export const n = <div>it's</div>;"],
])("a module does not stand alone with %s", (_, text) => {
  expect(standsAlone("models.ts", text)).toBe(false);
});

test("a file of another kind may be anything", () => {
  expect(standsAlone("models.tsx", "")).toBe(false);
});
