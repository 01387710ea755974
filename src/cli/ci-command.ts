import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { messageOf } from "../base/error.ts";
import { type CiCheckName, type CiResult, ciChecks } from "../project/ci-result.ts";
import { type Call, type Command, flag, textOption } from "./command.ts";
import { fail } from "./errors.ts";
import { type Style, styleFor } from "./style.ts";

const FORMATS = ["text", "github", "sarif", "junit", "markdown", "json"] as const;
type Format = (typeof FORMATS)[number];

/** The format that the ending of a file means. */
const ENDINGS: Readonly<Record<string, Format>> = {
  ".txt": "text",
  ".sarif": "sarif",
  ".xml": "junit",
  ".md": "markdown",
  ".json": "json",
};

/** The verb for pipelines: all checks at once. */
export const ciCommand: Command = {
  name: "ci",
  summary: "make all checks of a pipeline, and say whether the change may be merged",
  description:
    "heads: the files make a history, with one head for each branch. files: revisions and limbeck.lock are committed, and revisions that the base has are as they were. lint, verify: as the verbs of these names. reviews: somebody has approved the revisions, where a database is protected or approvals are kept. drift: the models say what the revisions make, found out on a scratch database. lint, verify and reviews look at the revisions that the base branch hasn't, where --base or the pipeline names one; else at those that nobody has approved, in a project with approvals; else at all. Changes nothing. Exits with 1 when a check has failed, with 3 when one could not be carried out.",
  arguments: [],
  options: [
    {
      flags: "--base <ref>",
      help: "judge what this branch hasn't; $GITHUB_BASE_REF or GitLab's variable when left out",
    },
    { flags: "--all", help: "judge every revision" },
    {
      flags: "--staged",
      help: "judge what is about to be committed, by heads, files, lint and reviews: for a hook of git",
    },
    { flags: "--only <check>", help: "make this check", repeatable: true, choices: ciChecks },
    { flags: "--skip <check>", help: "leave this check out, and say so", repeatable: true, choices: ciChecks },
    { flags: "--format <format>", help: "how the result is printed; text when left out", choices: FORMATS },
    {
      flags: "--output <file>",
      help: "write it to a file, too: [format=]file; by its ending .sarif .xml .md .json .txt when left out",
      repeatable: true,
    },
  ],
  examples: [
    { line: "limbeck ci", text: "all that a pipeline would say" },
    { line: "limbeck ci --base origin/main", text: "of the revisions that main hasn't" },
    {
      line: "limbeck ci --format github --output limbeck.sarif --output markdown=summary",
      text: "annotations, code scanning and a summary, of one run",
    },
    { line: "limbeck ci --staged", text: "what the hook of `limbeck init --hooks` runs" },
  ],
  readsSchemas: true,
  run: async (call) => {
    const format = formatOf(call);
    const outputs = listOf(call, "output").map((text) => outputOf(text, format));
    const { ci } = await import("../project/ci.ts");
    const [only, skip] = [checksOf(call, "only"), checksOf(call, "skip")];
    const input = {
      ...textOption(call, "base", "base"),
      all: flag(call, "all"),
      staged: flag(call, "staged"),
      signal: call.io.interrupted(),
      ...(only === undefined ? {} : { only }),
      ...(skip === undefined ? {} : { skip }),
    };
    refuseRivals(input);
    const result = await ci(call.global, input, call.talk);
    for (const output of outputs) await write(output, result, call);
    // What went to a file needn't be printed as well.
    const shown = outputs.some((output) => output.format === format) ? "text" : format;
    return {
      json: result,
      text: await textIn(shown, result, { style: call.style, cwd: call.global.cwd }),
      exit: result.isBroken ? 3 : result.ok ? 0 : 1,
    };
  },
};

interface Output {
  readonly format: Format;
  readonly path: string;
}

function formatOf(call: Call): Format {
  return FORMATS.find((name) => name === call.options["format"]) ?? "text";
}

/** `sarif=FILE`; or FILE, whose ending says it; or else what `--format` says. */
function outputOf(text: string, otherwise: Format): Output {
  const prefix = FORMATS.find((name) => text.startsWith(`${name}=`));
  const path = prefix === undefined ? text : text.slice(prefix.length + 1);
  if (path === "") throw fail("CLI_USAGE", `--output ${text} names no file`);
  return { path, format: prefix ?? ENDINGS[extname(path)] ?? otherwise };
}

function listOf(call: Call, name: string): readonly string[] {
  const value = call.options[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function checksOf(call: Call, name: string): readonly CiCheckName[] | undefined {
  const said = listOf(call, name);
  return said.length === 0 ? undefined : ciChecks.filter((check) => said.includes(check));
}

function refuseRivals({
  base,
  all,
  staged,
}: {
  readonly base?: string;
  readonly all: boolean;
  readonly staged: boolean;
}) {
  const said = [...(base === undefined ? [] : ["--base"]), ...(all ? ["--all"] : []), ...(staged ? ["--staged"] : [])];
  if (said.length > 1) throw fail("CLI_USAGE", `${said.join(" and ")} each say what is judged: choose one`);
}

async function write({ path, format }: Output, result: CiResult, { global, io }: Call): Promise<void> {
  const file = resolve(global.cwd, path);
  const text = await textIn(format, result, { style: styleFor(io, "out", false), cwd: global.cwd });
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (cause) {
    throw fail("CLI_USAGE", `--output can't write to "${file}": ${messageOf(cause)}`);
  }
}

async function textIn(
  format: Format,
  result: CiResult,
  { style, cwd }: { readonly style: Style; readonly cwd: string },
): Promise<string> {
  if (format === "json") return `${JSON.stringify(result, null, 2)}\n`;
  if (format === "text") return (await import("./ci-text.ts")).ciText(result, style, cwd);
  if (format === "junit") return (await import("./ci-junit.ts")).ciJunit(result);
  if (format === "markdown") return (await import("./ci-markdown.ts")).ciMarkdown(result);
  const { ciGithub, ciSarif } = await import("./ci-formats.ts");
  return format === "github" ? ciGithub(result, style, cwd) : `${JSON.stringify(ciSarif(result), null, 2)}\n`;
}
