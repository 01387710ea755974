import type { LintResult } from "../project/results.ts";
import { type Call, type Command, flag, numberOption, textOption, variadic } from "./command.ts";
import { lintText, summary } from "./lint-text.ts";
import { verifySummary, verifyText } from "./verify-text.ts";

/** The verbs that judge revisions and leave the database alone. */
export const checkCommands: readonly Command[] = [
  {
    name: "lint",
    perDatabase: true,
    summary: "say what revisions would do to a live database, and what to write instead",
    description:
      "Reads the upgrade and the downgrade of each revision and carries out nothing. Without arguments it looks at what the database doesn't have yet, or at all revisions where the database can't be asked. Exits with 1 when there is an error, or what the config's `lint.failOn` says.",
    arguments: [
      {
        syntax: "[targets...]",
        help: "revisions (ids, head, a range start:end, …), SQL files, directories or patterns; what is pending when left out",
        isRevision: true,
      },
    ],
    options: [
      { flags: "--all", help: "all revisions, applied or not" },
      { flags: "--live", help: "ask the database how large its tables are: what is found about small ones is a note" },
      {
        flags: "--dialect <name>",
        help: "the server that SQL files are for, as URLs begin; that of the project when left out",
      },
      {
        flags: "--format <format>",
        help: "how the findings are printed",
        choices: ["text", "json", "sarif", "github", "markdown"],
      },
    ],
    examples: [
      { line: "limbeck lint", text: "what the next upgrade would bring" },
      { line: "limbeck lint head", text: "the newest revision" },
      { line: "limbeck lint 'db/**/*.sql'", text: "SQL files of any tool, in the order of their names" },
      { line: "limbeck lint --all --format sarif > lint.sarif", text: "every revision, for code scanning" },
    ],
    run: async (call) => {
      const { lint } = await import("../project/lint.ts");
      const input = {
        targets: variadic(call, 0),
        all: flag(call, "all"),
        live: flag(call, "live"),
        ...textOption(call, "dialect", "dialect"),
      };
      const result = await lint(call.global, input);
      const { notes, ...json } = result;
      const isClean = result.findings.length === 0;
      const format = call.options["format"] ?? "text";
      return {
        json,
        text: await textIn(format, result, call),
        notes: isClean || format !== "text" ? [...notes, summary(result)] : notes,
        exit: result.failed ? 1 : 0,
      };
    },
  },
  {
    name: "verify",
    perDatabase: true,
    summary: "prove on a scratch database that revisions go up, down and up again without loss",
    description:
      "Makes rows up for every table, then upgrades, downgrades and upgrades each revision. The schema after the downgrade must be the one before, and rows and values must survive. Without arguments it takes what the database doesn't have yet. What came back whole is written down in limbeck.lock, by checksum, and isn't verified again until it changes. Exits with 1 when there is a finding.",
    arguments: [
      {
        syntax: "[revisions...]",
        help: "ids, head, a range start:end, …; what is pending when left out",
        isRevision: true,
      },
    ],
    options: [
      { flags: "--all", help: "all revisions, applied or not" },
      { flags: "--again", help: "also what limbeck.lock says is verified" },
      { flags: "--rows <count>", help: "rows for each table; 20 when left out" },
      { flags: "--seed <number>", help: "make other rows; 1 when left out" },
    ],
    examples: [
      { line: "limbeck verify", text: "what the next upgrade would bring" },
      { line: "limbeck verify head --rows 200 --seed 7", text: "the newest revision, with other rows and more" },
      { line: "limbeck verify --all --json", text: "every revision, for a script" },
    ],
    readsSchemas: true,
    run: async (call) => {
      const { verify } = await import("../project/verify.ts");
      const input = {
        targets: variadic(call, 0),
        all: flag(call, "all"),
        again: flag(call, "again"),
        signal: call.io.interrupted(),
        ...numberOption(call, "rows"),
        ...numberOption(call, "seed"),
      };
      const result = await verify(call.global, input, call.talk);
      const { notes, ...json } = result;
      return {
        json,
        text: verifyText(result, call.style),
        notes: [...notes, verifySummary(result)],
        exit: result.ok ? 0 : 1,
      };
    },
  },
];

async function textIn(format: unknown, result: LintResult, { style, global }: Call): Promise<string> {
  if (format === "json") {
    const { notes: _, ...json } = result;
    return `${JSON.stringify(json, null, 2)}\n`;
  }
  if (format === "text") return result.findings.length === 0 ? "" : lintText(result, style, global.cwd);
  const { lintGithub, lintMarkdown, lintSarif } = await import("./lint-formats.ts");
  if (format === "github") return lintGithub(result, global.cwd);
  if (format === "markdown") return lintMarkdown(result, global.cwd);
  return `${JSON.stringify(lintSarif(result, global.cwd), null, 2)}\n`;
}
