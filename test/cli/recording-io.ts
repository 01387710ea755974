import type { Io } from "../../src/cli/io.ts";

/** A command line's world that keeps what was written. Not a terminal unless `answers` are given. */
export interface RecordingIo extends Io {
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** Stands in for the process in `cwd`; `answers` are what a person at a terminal would type, in order. */
export function recordingIo(
  cwd: string,
  more: { readonly env?: Readonly<Record<string, string>>; readonly answers?: readonly string[] } = {},
): RecordingIo {
  const [out, err]: [string[], string[]] = [[], []];
  const answers = [...(more.answers ?? [])];
  return {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    cwd,
    env: more.env ?? {},
    outIsTerminal: false,
    errIsTerminal: false,
    ...(more.answers === undefined ? {} : { question: async () => answers.shift() ?? "" }),
    stdout: () => out.join(""),
    stderr: () => err.join(""),
  };
}
