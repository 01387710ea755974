import { type Command, flag, variadic } from "./command.ts";
import { lintText, summary } from "./lint-text.ts";

/** The verbs that judge revisions and carry nothing out. */
export const checkCommands: readonly Command[] = [
  {
    name: "lint",
    perDatabase: true,
    summary: "say what revisions would do to a live database, and what to write instead",
    description:
      "Reads the upgrade and the downgrade of each revision and carries out nothing. Without arguments it looks at what the database doesn't have yet, or at all revisions where the database can't be asked. Exits with 1 when there is an error, or what the config's `lint.failOn` says.",
    arguments: [
      {
        syntax: "[revisions...]",
        help: "ids, head, a range start:end, …; what is pending when left out",
        isRevision: true,
      },
    ],
    options: [{ flags: "--all", help: "all revisions, applied or not" }],
    examples: [
      { line: "limbeck lint", text: "what the next upgrade would bring" },
      { line: "limbeck lint head", text: "the newest revision" },
      { line: "limbeck lint --all --json", text: "every revision, for a script" },
    ],
    run: async (call) => {
      const { lint } = await import("../project/lint.ts");
      const result = await lint(call.global, { targets: variadic(call, 0), all: flag(call, "all") });
      const { notes, ...json } = result;
      const isClean = result.findings.length === 0;
      return {
        json,
        text: isClean ? "" : lintText(result, call.style, call.global.cwd),
        notes: isClean ? [...notes, summary(result)] : notes,
        exit: result.failed ? 1 : 0,
      };
    },
  },
];
