import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { resolveRevisions } from "../revisions/target.ts";
import { fail } from "./errors.ts";
import { namesCurrent, projectWithRows } from "./targets.ts";
import type { GlobalOptions, UseCases } from "./use-cases.ts";

/** Editors that are tried, in order, where neither VISUAL nor EDITOR names one. */
const USUAL: readonly string[] =
  process.platform === "win32" ? ["code.exe", "notepad.exe"] : ["sensible-editor", "editor", "nano", "vim", "vi"];

/**
 * Opens the files of the revisions that a target names in the user's editor, on this process's terminal, and waits until it ends.
 * Errors: EDIT_NOTHING, EDIT_NO_EDITOR, and what a target's lookup throws.
 */
export const edit: UseCases["edit"] = async (options, { revision }) => {
  const { project, rows } = await projectWithRows(options, namesCurrent(revision));
  const paths = resolveRevisions(await project.graph(), revision, rows).map((found) => found.path);
  if (paths.length === 0) throw fail("EDIT_NOTHING", `"${revision}" names no revision file`);
  const command = editorOf(options);
  const [program = "", ...words] = command;
  await run(program, [...words, ...paths]);
  return { editor: command.join(" "), paths };
};

function editorOf({ env }: GlobalOptions): readonly string[] {
  const named = env["VISUAL"] || env["EDITOR"];
  if (named !== undefined && named.trim() !== "") {
    return (named.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  }
  const directories = (env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  const found = USUAL.find((name) => directories.some((directory) => existsSync(join(directory, name))));
  if (found === undefined)
    throw fail(
      "EDIT_NO_EDITOR",
      `No editor was found: neither VISUAL nor EDITOR is set, and there is no ${USUAL.join(", ")}`,
    );
  return [found];
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((settle, refuse) => {
    const failed = (what: string, cause?: unknown): void =>
      refuse(fail("EDIT_NO_EDITOR", `The editor "${program}" ${what}`, { cause, details: { editor: program } }));
    const child = spawn(program, args, { stdio: "inherit" });
    child.once("error", (cause) => failed(`can't be started: ${cause.message}`, cause));
    child.once("close", (code, signal) => {
      if (code === 0) settle();
      else failed(code === null ? `was ended by ${signal}` : `ended with exit code ${code}`);
    });
  });
}
