import { execFile, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { messageOf } from "../base/error.ts";
import { fail } from "./errors.ts";

/** A program as it is on this machine. */
export interface FoundProgram {
  /** A path, or a name in PATH. */
  readonly command: string;
  /** The first line that it says of its version. */
  readonly said: string;
}

/** The programs among these that there are, in their order. Errors: DUMP_PROGRAM_UNFIT for one that is there and can't be run. */
export async function findPrograms(commands: readonly string[]): Promise<readonly FoundProgram[]> {
  const found = await Promise.all(commands.map(versionOf));
  return found.filter((program) => program !== undefined);
}

const VERSION_LIMIT_MS = 10_000;

async function versionOf(command: string): Promise<FoundProgram | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ["--version"], { timeout: VERSION_LIMIT_MS });
    return { command, said: stdout.split("\n")[0]?.trim() ?? "" };
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    const message = `"${command}", which is to write backups, can't be run: ${messageOf(cause).split("\n").slice(0, 3).join(" ").trim()}`;
    throw fail("DUMP_PROGRAM_UNFIT", message, { cause, details: { program: command } });
  }
}

/** The refusal where none of the programs is there. */
export function programMissing(commands: readonly string[], server: string): Error {
  const names = commands.map((command) => `"${command}"`).join(", ");
  const message = `Backups are to be written by a program of ${server}, and it isn't on this machine: ${names}`;
  return fail("DUMP_PROGRAM_MISSING", message, { details: { programs: commands } });
}

/** A run of a program that writes to a stream. */
export interface DumpRun {
  readonly command: string;
  /** No word is a secret: every account of the machine can read them. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly into: Writable;
}

/** Runs it to its end. Errors: DUMP_FAILED, with the last of what the program said. */
export async function runDump({ command, words, env, into }: DumpRun): Promise<void> {
  const child = spawn(command, words, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-SAID_LIMIT);
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.on("error", (error) => resolve(messageOf(error)));
    child.on("close", (code, signal) =>
      resolve(code === 0 ? undefined : `it ended with ${signal ?? `status ${code}`}`),
    );
  });
  try {
    await pipeline(child.stdout, into);
  } catch (cause) {
    child.kill();
    throw fail("DUMP_FAILED", `What ${command} writes can't be kept: ${messageOf(cause)}`, { cause });
  }
  const why = await ended;
  if (why === undefined) return;
  const whole = said.trim() === "" ? why : `${why}: ${said.trim()}`;
  const message = `The backup was not written, and nothing was dropped. ${command}: ${whole}`;
  throw fail("DUMP_FAILED", message, { details: { program: command } });
}

const SAID_LIMIT = 2_000;
