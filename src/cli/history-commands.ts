import type { RevisionInfo } from "../project/results.ts";
import { argument, type Call, type Command, flag, type Option, type Outcome, textOption } from "./command.ts";
import { branchBlock, branchLines, currentLine, headLine, revisionBlock, revisionLine } from "./revision-text.ts";
import { lines } from "./text.ts";

const verbose: Option = { flags: "-v, --verbose", help: "show all that is known of each revision" };

const none = "There are no revisions.";

/** The verbs that tell about the history and change nothing. */
export const historyCommands: readonly Command[] = [
  {
    name: "history",
    perDatabase: true,
    summary: "list the revisions, newest first",
    arguments: [],
    options: [
      {
        flags: "-r, --rev-range <range>",
        help: "only from start to end: [start]:[end], each a revision, relative or a symbol",
      },
      { flags: "-i, --indicate-current", help: "mark what the database is at" },
      verbose,
    ],
    examples: [
      { line: "limbeck history", text: "the whole history" },
      { line: "limbeck history -r-3:current", text: "the last three that were applied" },
      { line: "limbeck history -r ae10:head -v", text: "from a revision to the head, in full" },
    ],
    run: async (call) => {
      const { history } = await import("../project/history.ts");
      const input = { ...textOption(call, "revRange", "range"), indicateCurrent: flag(call, "indicateCurrent") };
      return listed(call, await history(call.global, input), revisionLine, none);
    },
  },
  {
    name: "heads",
    summary: "list the revisions that no other follows",
    arguments: [],
    options: [{ flags: "--resolve-dependencies", help: "leave out heads that another revision depends on" }, verbose],
    examples: [
      { line: "limbeck heads", text: "one line a head; more than one asks for `limbeck merge heads`" },
      { line: "limbeck heads --json", text: "for a script" },
    ],
    run: async (call) => {
      const { heads } = await import("../project/heads.ts");
      const found = await heads(call.global, { resolveDependencies: flag(call, "resolveDependencies") });
      return listed(call, found, headLine, none);
    },
  },
  {
    name: "bases",
    summary: "list the revisions that follow no other",
    arguments: [],
    options: [verbose],
    examples: [{ line: "limbeck bases", text: "where each history begins" }],
    run: async (call) => {
      const { bases } = await import("../project/bases.ts");
      return listed(call, await bases(call.global), headLine, none);
    },
  },
  {
    name: "branches",
    summary: "list the revisions that more than one other follows",
    arguments: [],
    options: [verbose],
    examples: [{ line: "limbeck branches", text: "each branch point, with what follows it" }],
    run: async (call) => {
      const { branches } = await import("../project/branches.ts");
      const found = await branches(call.global);
      const isFull = flag(call, "verbose");
      const text = found.map((info) => {
        return isFull ? branchBlock(info, call.style, call.global.cwd) : branchLines(info, call.style).join("\n");
      });
      return {
        json: found,
        text: lines(text),
        notes: found.length === 0 ? ["No revision is followed by more than one."] : [],
      };
    },
  },
  {
    name: "show",
    summary: "show one revision in full",
    arguments: [
      {
        syntax: "<revision>",
        help: "an id or the beginning of one, head, heads, current, label@head, …",
        isRevision: true,
      },
    ],
    options: [],
    examples: [
      { line: "limbeck show head", text: "the newest revision" },
      { line: "limbeck show billing@head", text: "the newest one of a branch" },
    ],
    run: async (call) => {
      const { show } = await import("../project/show.ts");
      const found = await show(call.global, { revision: argument(call, 0) });
      return { json: found, text: blocks(call, found) };
    },
  },
  {
    name: "current",
    perDatabase: true,
    summary: "show the revision that the database is at",
    arguments: [],
    options: [
      {
        flags: "-c, --check-heads",
        help: "exit with 1 unless the database is at all heads; before `current`, -c is --config",
      },
      verbose,
    ],
    examples: [
      { line: "limbeck current", text: "one line a revision; none for a database that nothing was applied to" },
      { line: "limbeck current --check-heads", text: "a gate for a deployment" },
    ],
    run: async (call) => {
      const { current } = await import("../project/current.ts");
      const result = await current(call.global);
      const { isAtHeads, missingHeads, revisions, database } = result;
      const behind = flag(call, "checkHeads") && !isAtHeads;
      const title = flag(call, "verbose") ? `Current revision(s) for ${database}:\n` : "";
      const { json, text } = listed(call, revisions, currentLine);
      const notes = [
        ...(revisions.length === 0 ? ["The database is at base: no revision is applied."] : []),
        ...(behind ? [`The database is not at all heads: ${missingHeads.join(", ")} not applied.`] : []),
      ];
      return { json, text: title + text, notes, exit: behind ? 1 : 0 };
    },
  },
];

function listed<Info extends RevisionInfo>(
  call: Call,
  found: readonly Info[],
  line: (info: Info, style: Call["style"]) => string,
  none?: string,
): Outcome {
  const text = flag(call, "verbose") ? blocks(call, found) : lines(found.map((info) => line(info, call.style)));
  return { json: found, text, notes: none !== undefined && found.length === 0 ? [none] : [] };
}

function blocks(call: Call, found: readonly RevisionInfo[]): string {
  return lines(found.map((info) => revisionBlock(info, call.style, call.global.cwd)));
}
