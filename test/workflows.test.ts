import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commandGroups } from "../src/cli/commands.ts";
import { parseLine } from "../src/cli/parser.ts";
import { styleFor } from "../src/cli/style.ts";
import { wordsOf } from "./cli/project.ts";
import { recordingIo } from "./cli/recording-io.ts";

const docs = new URL("../docs/", import.meta.url);
const style = styleFor(recordingIo("."), "out", false);

/** What is wrong with a command line that begins with `limbeck`; undefined when it is one. */
function complaintOf(line: string): string | undefined {
  const words = wordsOf(line.replace(/^npx /, ""));
  const found = parseLine(words.slice(1), commandGroups, { style });
  return found.kind === "usage" ? `${line}: ${found.message}` : undefined;
}

/** The command lines of Limbeck in a shell script. */
function linesIn(script: string): readonly string[] {
  const lines = script.replaceAll(/\\\n\s*/g, " ").split(/\n|&&|;/);
  return lines.map((line) => line.trim()).filter((line) => /^(?:npx )?limbeck\b/.test(line));
}

/** Every text in a document that a shell gets. */
function scriptsIn(value: unknown, key = ""): readonly string[] {
  if (typeof value === "string") return /^(?:run|script|before_script)$/.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => scriptsIn(each, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => scriptsIn(inner, name));
}

const workflows = readdirSync(new URL("ci/", docs)).filter((name) => name.endsWith(".yml"));

describe.each(workflows)("docs/ci/%s", (name) => {
  const text = readFileSync(new URL(`ci/${name}`, docs), "utf8");
  const lines = scriptsIn(parse(text)).flatMap(linesIn);

  it("is YAML that runs `limbeck ci`, by commands and options that there are", () => {
    expect(lines.some((line) => /^npx limbeck ci\b/.test(line))).toBe(true);
    expect(lines.flatMap((line) => complaintOf(line) ?? [])).toEqual([]);
  });

  it("uses what the command writes, and nothing else", () => {
    const written = lines.flatMap((line) => [...line.matchAll(/--output (?:\w+=)?(\S+)/g)].map(([, file]) => file));
    expect(written.length).toBeGreaterThan(0);
    const rest = lines.reduce((left, line) => left.replace(line, ""), text);
    for (const file of written) expect(rest).toContain(file);
    const named = [...rest.matchAll(/\blimbeck\.(?:sarif|md|xml|json)\b/g)].map(([file]) => file);
    expect(named.filter((file) => !written.includes(file))).toEqual([]);
  });

  it("has the history that tells what is new", () => {
    expect(text).toMatch(/fetch-depth: 0|GIT_DEPTH: "0"/);
  });
});

// commands.md has synopses, which are made of the table of commands itself.
const pages = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".md") && name !== "commands.md",
);

describe("the shell blocks of the docs", () => {
  it.each([...pages.map((name) => `docs/${name}`), "README.md"])("%s names commands that there are", (name) => {
    const text = readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
    const blocks = [...text.matchAll(/^```(?:sh|bash|console)?\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
    const lines = blocks.flatMap(linesIn).map((line) => line.replace(/\s+#.*$/, "").replaceAll("…", "x"));
    expect(lines.flatMap((line) => complaintOf(line) ?? [])).toEqual([]);
  });
});
