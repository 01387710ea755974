import type {
  PlannedStatement,
  PlanResult,
  PlanStep,
  RepairUndo,
  RunResult,
  ScriptResult,
} from "../project/results.ts";
import { changeLines, jsonOf, statementLines } from "./change-text.ts";
import {
  type Argument,
  argument,
  type Call,
  type Command,
  flag,
  listOption,
  type Option,
  type Outcome,
  textOption,
  variadic,
} from "./command.ts";
import { withEvents } from "./event-stream.ts";
import { statusText } from "./status-text.ts";
import type { Style } from "./style.ts";
import { lines, placeText, timeText } from "./text.ts";
import { watchStatus } from "./watch-status.ts";

const sql: Option = { flags: "--sql", help: "print the SQL script and open no database" };

const events: Option = {
  flags: "--events <file>",
  help: "append what happens to a file, a JSON object a line; - is standard output",
};

const noBackup: Option = {
  flags: "--without-backup <reason>",
  help: "keep nothing of what is dropped; the journal remembers why",
};

const force: Option = {
  flags: "--force <reason>",
  help: "go past what a protected database wants; the journal remembers why",
};

function target(help: string): Argument {
  return { syntax: "<revision>", help, isRevision: true };
}

/** The verbs that look at a database or change it. */
export const runCommands: readonly Command[] = [
  {
    name: "upgrade",
    perDatabase: true,
    summary: "apply revisions up to a target",
    description:
      "Each revision is applied in one transaction with its row of the version table. A second runner waits, and then finds nothing to do. With --sql the target may be a range from:to, and the script is printed.",
    arguments: [target("head, heads, an id or the beginning of one, +N, label@head, …; with --sql also from:to")],
    options: [sql, events, noBackup, force],
    examples: [
      { line: "limbeck upgrade head", text: "apply all that is pending" },
      { line: "limbeck upgrade +1", text: "apply the next revision" },
      { line: "limbeck upgrade head --events run.jsonl", text: "and keep a record of all that happened" },
      { line: "limbeck upgrade base:head --sql > upgrade.sql", text: "a script for the server's own shell" },
    ],
    run: async (call) => {
      const { upgrade } = await import("../project/upgrade.ts");
      const input = {
        target: argument(call, 0),
        sql: flag(call, "sql"),
        ...textOption(call, "force", "force"),
        ...textOption(call, "withoutBackup", "withoutBackup"),
      };
      return withEvents(call, async (talk) => moved(await upgrade(call.global, input, talk)));
    },
  },
  {
    name: "downgrade",
    perDatabase: true,
    summary: "take revisions back, down to a target",
    description:
      "Each revision is taken back in one transaction with its row of the version table. With --sql the target is a range from:to.",
    arguments: [target("base, -N, an id or the beginning of one, label@-1, …; with --sql a range from:to")],
    options: [sql, events, noBackup],
    examples: [
      { line: "limbeck downgrade -1", text: "take back the last revision" },
      { line: "limbeck downgrade base", text: "take back all of them" },
      { line: "limbeck downgrade head:ae10 --sql", text: "the way back as a script" },
    ],
    run: async (call) => {
      const { downgrade } = await import("../project/downgrade.ts");
      const input = {
        target: argument(call, 0),
        sql: flag(call, "sql"),
        ...textOption(call, "withoutBackup", "withoutBackup"),
      };
      return withEvents(call, async (talk) => moved(await downgrade(call.global, input, talk)));
    },
  },
  {
    name: "stamp",
    perDatabase: true,
    summary: "set the version table to revisions without running them",
    arguments: [
      { syntax: "<revisions...>", help: "what the database is to be at: ids, head, heads, base, …", isRevision: true },
    ],
    options: [{ flags: "--purge", help: "empty the version table first, unknown ids and all" }, sql],
    examples: [
      { line: "limbeck stamp head", text: "the database has everything already" },
      { line: "limbeck stamp --purge base", text: "forget all" },
    ],
    run: async (call) => {
      const { stamp } = await import("../project/stamp.ts");
      const input = { revisions: variadic(call, 0), purge: flag(call, "purge"), sql: flag(call, "sql") };
      const result = await stamp(call.global, input, call.talk);
      if (result.kind === "script") return script(result);
      return {
        json: jsonOf(result),
        text: "",
        notes: [`Stamped ${result.database}: ${placeText(result.from)} -> ${placeText(result.heads)}`],
      };
    },
  },
  {
    name: "check",
    perDatabase: true,
    summary: "tell whether the models and the database say the same",
    description: "Exits with 1 when `revision --autogenerate` would have something to write, and lists it.",
    arguments: [],
    options: [
      {
        flags: "--rename <old=new>",
        help: "table.old=new, old=new or enum.old=new: a rename, not a drop and an addition",
        repeatable: true,
      },
      {
        flags: "--include <pattern>",
        help: "look at these tables and views alone: users*, audit.*",
        repeatable: true,
      },
      { flags: "--exclude <pattern>", help: "leave these objects alone; goes before --include", repeatable: true },
      { flags: "--from-url <url>", help: "compare with the schema of this database in place of the models" },
    ],
    examples: [{ line: "limbeck check", text: "a gate for CI: 0 the same, 1 not" }],
    readsSchemas: true,
    run: async (call) => {
      const { check } = await import("../project/check.ts");
      const result = await check(call.global, {
        ...listOption(call, "rename", "renames"),
        ...listOption(call, "include", "include"),
        ...listOption(call, "exclude", "exclude"),
        ...textOption(call, "fromUrl", "fromUrl"),
      });
      if (result.kind === "same") return { json: result, text: "No new upgrade operations detected.\n" };
      const renames = result.maybeRenames.map(
        ({ what, from, to }) => `Perhaps the ${what} ${from} was renamed to ${to}: then say --rename ${from}=${to}.`,
      );
      return {
        json: result,
        text: lines(["New upgrade operations detected:", ...changeLines(result.changes)]),
        notes: [...result.warnings.map((warning) => `warning: ${warning}`), ...renames],
        exit: 1,
      };
    },
  },
  {
    name: "plan",
    perDatabase: true,
    summary: "show what an upgrade or a downgrade would run",
    arguments: [
      { syntax: "<direction>", help: "upgrade or downgrade", choices: ["upgrade", "downgrade"] },
      target("as of upgrade and downgrade"),
    ],
    options: [{ flags: "-v, --verbose", help: "also each statement, with the locks that it takes and what it loses" }],
    examples: [
      { line: "limbeck plan upgrade head", text: "the revisions, in order" },
      { line: "limbeck plan downgrade -1 -v", text: "the statements of the way back" },
    ],
    run: async (call) => {
      const { plan } = await import("../project/plan.ts");
      const direction = argument(call, 0) === "downgrade" ? "downgrade" : "upgrade";
      const result = await plan(call.global, {
        direction,
        target: argument(call, 1),
        statements: flag(call, "verbose"),
      });
      return { json: result, text: planText(result, call) };
    },
  },
  {
    name: "ensure-version",
    perDatabase: true,
    aliases: ["ensure_version"],
    summary: "create the version table where there is none",
    arguments: [],
    options: [sql],
    examples: [{ line: "limbeck ensure-version", text: "before a role that may not create tables takes over" }],
    run: async (call) => {
      const { ensureVersion } = await import("../project/ensure-version.ts");
      const result = await ensureVersion(call.global, { sql: flag(call, "sql") });
      if (result.kind === "script") return script(result);
      const done = result.created ? "Created" : "Found";
      return { json: jsonOf(result), text: "", notes: [`${done} the table ${result.table} in ${result.database}`] };
    },
  },
  {
    name: "status",
    perDatabase: true,
    summary: "show where the database is, and what is pending or out of order",
    description: "Exits with 1 when a revision is pending, edited, unknown or unfinished.",
    arguments: [],
    options: [
      { flags: "-w, --watch", help: "look every second, until interrupted: what runs, how far, who is in its way" },
    ],
    examples: [
      { line: "limbeck status", text: "the first thing to look at when something is wrong" },
      { line: "limbeck status --watch", text: "what an upgrade does, from another terminal" },
    ],
    run: async (call) => {
      if (flag(call, "watch")) return watchStatus(call);
      const { status } = await import("../project/status.ts");
      const result = await status(call.global);
      return { json: result, text: statusText(result, call.style), exit: result.isClean ? 0 : 1 };
    },
  },
  {
    name: "repair",
    perDatabase: true,
    summary: "settle a run that never ended, or accept an edited file",
    description:
      "With --undo Limbeck takes back what a half-applied revision has committed, by the reverse of its operations, where that loses nothing. The other options say to Limbeck what you have seen to yourself, and change no table but its own.",
    arguments: [],
    options: [
      { flags: "--accept <revision>", help: "take the file as it is now for what was applied", repeatable: true },
      { flags: "--undo <revision>", help: "take back what is committed of the revision that was half applied" },
      { flags: "--dry-run", help: "with --undo: only show its statements" },
      events,
      { flags: "--done <revision>", help: "the revision that was half applied has been finished by hand" },
      { flags: "--undone <revision>", help: "the revision that was half applied has been taken back by hand" },
    ],
    examples: [
      { line: "limbeck repair --accept 1975ea83b712", text: "a comment in an applied file was corrected" },
      { line: "limbeck repair --undo 1975ea83b712 --dry-run", text: "what would take its first half back" },
      { line: "limbeck repair --undone 1975ea83b712", text: "after you took its first half back" },
    ],
    run: async (call) => {
      const { repair } = await import("../project/repair.ts");
      const input = {
        ...listOption(call, "accept", "accept"),
        ...textOption(call, "done", "done"),
        ...textOption(call, "undone", "undone"),
        ...textOption(call, "undo", "undo"),
        ...(flag(call, "dryRun") ? { dryRun: true } : {}),
      };
      return withEvents(call, async (talk) => {
        const result = await repair(call.global, input, talk);
        if (result.undo !== undefined) return { json: result, text: undoText(result.undo, call) };
        const found = [...result.settled, ...result.open];
        const notes = found.length === 0 ? ["There was nothing to settle."] : [];
        return { json: result, text: lines(found), notes };
      });
    },
  },
  {
    name: "forget",
    perDatabase: true,
    summary: "take Limbeck's own table out of the database",
    description:
      "Drops the journal: who ran what, when, and from which file. The version table stays, so Alembic goes on where the database is; so does Limbeck, which makes a new journal when it next runs a revision.",
    arguments: [],
    options: [],
    examples: [{ line: "limbeck forget", text: "you have gone back to Alembic" }],
    run: async (call) => {
      const { forget } = await import("../project/forget.ts");
      const result = await forget(call.global, call.talk);
      const { dropped, database } = result;
      const note =
        dropped === undefined ? `There was no journal in ${database}` : `Dropped ${dropped} from ${database}`;
      return { json: result, text: "", notes: [note] };
    },
  },
];

function script(result: ScriptResult): Outcome {
  return { json: jsonOf(result), text: result.sql, notes: result.warnings.map((warning) => `warning: ${warning}`) };
}

function moved(result: RunResult): Outcome {
  if (result.kind === "script") return script(result);
  const place = placeText(result.heads);
  const count = result.steps.length === 1 ? "1 revision" : `${result.steps.length} revisions`;
  const note =
    result.steps.length === 0
      ? `Nothing to do: the database is at ${place}.`
      : `Done: ${count} in ${timeText(result.ms)}; the database is at ${place}.`;
  return { json: jsonOf(result), text: "", notes: [note] };
}

function undoText({ revision, statements, mayBeDone }: RepairUndo, call: Call): string {
  const none = statements.length === 0 ? [`Nothing of revision ${revision} is left to be undone.`] : [];
  const maybe =
    mayBeDone === undefined
      ? []
      : [
          call.style.warn("The run was cut off at this statement; where it was carried out, it is taken back first:"),
          `    ${mayBeDone};`,
        ];
  return lines([...none, ...statements.flatMap((statement) => statementLines(statement, call.style)), ...maybe]);
}

function planText(result: PlanResult, call: Call): string {
  if (result.steps.length === 0) return `Nothing to do: the database is at ${placeText(result.current)}.\n`;
  const steps = result.steps.flatMap((step) => stepLines(step, call));
  return lines([...steps, call.style.dim(`${placeText(result.current)} -> ${placeText(result.heads)}`)]);
}

function stepLines(step: PlanStep, call: Call): readonly string[] {
  const { style } = call;
  const message = step.message === "" ? "" : `, ${step.message}`;
  const statements = step.statements ?? [];
  const [done, left] = [
    statements.filter(({ isDone }) => isDone === true),
    statements.filter(({ isDone }) => isDone !== true),
  ];
  const shown = (list: readonly PlannedStatement[]) => list.flatMap((statement) => statementLines(statement, style));
  return [
    `${step.direction} ${style.bold(step.revision)}${message}${halfText(step, style)}`,
    ...changeLines(step.changes ?? []),
    ...(done.length === 0 ? [] : [style.warn("  committed already:"), ...shown(done), style.warn("  left to do:")]),
    ...shown(left),
  ];
}

/** How far a half-applied revision is. */
function halfText({ halfApplied }: PlanStep, style: Style): string {
  if (halfApplied === undefined) return "";
  const { done, total, isUndoing } = halfApplied;
  const far = `${done}${total === undefined ? "" : ` of ${total}`} statements`;
  return style.warn(
    isUndoing === true
      ? " (what an earlier run has begun to undo is undone first)"
      : ` (half-applied: goes on behind ${far}, which are committed)`,
  );
}
