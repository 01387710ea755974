import type { Io } from "../../src/cli/io.ts";

/** A command line's world that keeps what was written. */
export interface RecordingIo extends Io {
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** What stands in for the process beside its directory. */
export interface World {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a person at a terminal would type, in order; after the last one the person goes away. */
  readonly answers?: readonly string[];
  /** Standard output and standard error are terminals of this width. */
  readonly columns?: number;
  /** Ends what runs until it is interrupted. */
  readonly signal?: AbortSignal;
  /** Called with each piece of standard output. */
  readonly onOut?: (text: string) => void;
}

/** Stands in for the process in `cwd`. Nobody answers and nothing is a terminal unless `world` says so. */
export function recordingIo(cwd: string, world: World = {}): RecordingIo {
  const [out, err]: [string[], string[]] = [[], []];
  const answers = [...(world.answers ?? [])];
  const question = async (text: string): Promise<string | undefined> => {
    err.push(text);
    return answers.shift();
  };
  return {
    out: (text) => {
      out.push(text);
      world.onOut?.(text);
    },
    err: (text) => void err.push(text),
    cwd,
    env: world.env ?? {},
    outIsTerminal: world.columns !== undefined,
    errIsTerminal: world.columns !== undefined,
    ...(world.columns === undefined ? {} : { columns: world.columns }),
    ...(world.answers === undefined ? {} : { question }),
    interrupted: () => world.signal ?? new AbortController().signal,
    stdout: () => out.join(""),
    stderr: () => err.join(""),
  };
}
