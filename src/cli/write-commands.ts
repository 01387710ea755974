import { relative } from "node:path";
import type { RevisionResult } from "../project/results.ts";
import { changeLines, jsonOf } from "./change-text.ts";
import { argument, type Call, type Command, flag, listOption, type Outcome, textOption, variadic } from "./command.ts";
import { lines } from "./text.ts";

/** The verbs that write files. */
export const writeCommands: readonly Command[] = [
  {
    name: "init",
    summary: "set up a project: a config and a directory for the revisions",
    arguments: [{ syntax: "[directory]", help: "directory of the revisions; migrations when left out" }],
    options: [
      { flags: "-t, --template <name>", help: "one of `limbeck list-templates`" },
      {
        flags: "--hooks",
        help: "have git judge the revisions of each commit, by `limbeck ci --staged`; also in a project that is there",
      },
    ],
    examples: [
      { line: "limbeck init", text: "limbeck.config.ts and migrations/" },
      { line: "limbeck init db/migrations --template sql", text: "revisions in SQL, in a place of your own" },
      { line: "limbeck init --hooks", text: "a hook before commits, in a project that is there" },
    ],
    run: async (call) => {
      const { init } = await import("../project/init.ts");
      const directory = call.arguments[0];
      const input = {
        ...(typeof directory === "string" ? { directory } : {}),
        ...textOption(call, "template", "template"),
        hooks: flag(call, "hooks"),
      };
      const result = await init(call.global, input);
      const text = [
        ...result.created.map((path) => `created ${shown(call, path)}`),
        ...result.kept.map((path) => `kept    ${shown(call, path)}, which was there already`),
      ];
      const next = `Next: set the url and the models in ${shown(call, result.configPath)}, then run \`limbeck revision --autogenerate -m "…"\`.`;
      const isHookAlone = result.template === "";
      return { json: result, text: lines(text), notes: isHookAlone ? [] : [next] };
    },
  },
  {
    name: "list-templates",
    aliases: ["list_templates"],
    summary: "list what `limbeck init --template` takes",
    arguments: [],
    options: [],
    examples: [{ line: "limbeck list-templates", text: "name and description of each" }],
    run: async () => {
      const { listTemplates } = await import("../project/list-templates.ts");
      const found = listTemplates();
      return { json: found, text: lines(found.map(({ name, description }) => `${name.padEnd(8)} ${description}`)) };
    },
  },
  {
    name: "revision",
    summary: "write a new revision",
    description:
      "With --autogenerate the models are compared with the database, which must be at the heads, and the difference is written: the upgrade, and the downgrade that takes it back.",
    arguments: [],
    options: [
      { flags: "-m, --message <text>", help: "what it is for: the head of the file, and a part of its name" },
      { flags: "--autogenerate", help: "write the difference between the models and the database" },
      {
        flags: "--head <revision>",
        help: "what it follows: head when left out, base for a new root",
        repeatable: true,
      },
      { flags: "--splice", help: "let it follow a revision that is no head" },
      { flags: "--branch-label <label>", help: "begin a named branch", repeatable: true },
      { flags: "--version-path <directory>", help: "where to put the file, when there are several locations" },
      { flags: "--rev-id <id>", help: "the id, in place of a made one" },
      { flags: "--depends-on <revision>", help: "what else it needs", repeatable: true },
      {
        flags: "--format <format>",
        help: "the language of the file; the config's when left out",
        choices: ["ts", "sql", "py"],
      },
      {
        flags: "--rename <old=new>",
        help: "table.old=new, old=new or enum.old=new: a rename, not a drop and an addition",
        repeatable: true,
      },
      { flags: "--no-renames", help: "nothing was renamed: drop and add" },
      {
        flags: "--include <pattern>",
        help: "look at these tables and views alone: users*, audit.*",
        repeatable: true,
      },
      { flags: "--exclude <pattern>", help: "leave these objects alone; goes before --include", repeatable: true },
      { flags: "--from-url <url>", help: "take the schema of this database in place of the models" },
      { flags: "--blocking", help: "plain statements, which may keep readers and writers waiting" },
      { flags: "--empty-ok", help: "write a file also when there is nothing to do" },
    ],
    examples: [
      { line: 'limbeck revision --autogenerate -m "add users"', text: "from the models" },
      { line: 'limbeck revision -m "fill in the slugs"', text: "an empty one, to be written by hand" },
      {
        line: 'limbeck revision --autogenerate -m "rename" --rename users.mail=email',
        text: "a column that was renamed",
      },
    ],
    readsSchemas: true,
    run: async (call) => {
      const { revision } = await import("../project/revision.ts");
      const format = call.options["format"];
      const result = await revision(
        call.global,
        {
          ...textOption(call, "message", "message"),
          autogenerate: flag(call, "autogenerate"),
          ...listOption(call, "head", "heads"),
          splice: flag(call, "splice"),
          ...listOption(call, "branchLabel", "branchLabels"),
          ...textOption(call, "versionPath", "versionPath"),
          ...textOption(call, "revId", "revId"),
          ...listOption(call, "dependsOn", "dependsOn"),
          ...(format === "ts" || format === "sql" || format === "py" ? { format } : {}),
          ...listOption(call, "rename", "renames"),
          noRenames: call.options["renames"] === false,
          ...listOption(call, "include", "include"),
          ...listOption(call, "exclude", "exclude"),
          ...textOption(call, "fromUrl", "fromUrl"),
          emptyOk: flag(call, "emptyOk"),
          ...(flag(call, "blocking") ? { blocking: true } : {}),
        },
        call.talk,
      );
      return written(result, call);
    },
  },
  {
    name: "merge",
    summary: "write a revision that joins several heads",
    arguments: [{ syntax: "<revisions...>", help: "what to join; heads for all of them", isRevision: true }],
    options: [
      { flags: "-m, --message <text>", help: "what it is for" },
      { flags: "--branch-label <label>", help: "begin a named branch", repeatable: true },
      { flags: "--rev-id <id>", help: "the id, in place of a made one" },
      { flags: "--splice", help: "let it join revisions that are no heads" },
    ],
    examples: [{ line: 'limbeck merge heads -m "join"', text: "after two branches met" }],
    run: async (call) => {
      const { merge } = await import("../project/merge.ts");
      const result = await merge(call.global, {
        revisions: variadic(call, 0),
        ...textOption(call, "message", "message"),
        ...listOption(call, "branchLabel", "branchLabels"),
        ...textOption(call, "revId", "revId"),
        splice: flag(call, "splice"),
      });
      return written(result, call);
    },
  },
  {
    name: "edit",
    summary: "open a revision in your editor",
    arguments: [{ syntax: "<revision>", help: "an id or the beginning of one, head, current, …", isRevision: true }],
    options: [],
    examples: [{ line: "limbeck edit head", text: "in $VISUAL or $EDITOR" }],
    run: async (call) => {
      const { edit } = await import("../project/edit.ts");
      const result = await edit(call.global, { revision: argument(call, 0) });
      return { json: result, text: lines(result.paths.map((path) => shown(call, path))) };
    },
  },
];

function written(result: RevisionResult, call: Call): Outcome {
  if (result.kind === "unchanged") {
    return {
      json: jsonOf(result),
      text: "",
      notes: ["No changes: the models and the database say the same; no file was written."],
    };
  }
  const hooks = result.hooks.flatMap(({ name, output }) => [
    `hook ${name}: done`,
    ...output.split("\n").filter((line) => line !== ""),
  ]);
  return {
    json: jsonOf(result),
    text: lines([shown(call, result.revision.path), ...changeLines(result.changes)]),
    notes: [...result.warnings.map((warning) => `warning: ${warning}`), ...hooks],
  };
}

/** A path as it is shortest from where the user is. */
function shown(call: Call, path: string): string {
  const near = relative(call.global.cwd, path);
  return near === "" || near.startsWith("..") ? path : near;
}
