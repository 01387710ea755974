import { fstatSync, writeSync } from "node:fs";
import type { Io } from "./io.ts";

/** The process's own streams. A reader that goes away, such as `head`, ends the output and is no error. */
export function processIo(): Io {
  const [outIsTerminal, errIsTerminal] = [isTerminal(1), isTerminal(2)];
  const answers = errIsTerminal && isTerminal(0);
  const columns =
    (outIsTerminal ? process.stdout.columns : undefined) ?? (errIsTerminal ? process.stderr.columns : undefined);
  return {
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    cwd: process.cwd(),
    env: process.env,
    outIsTerminal,
    errIsTerminal,
    // A terminal that doesn't know its width says 0.
    ...(columns === undefined || columns === 0 ? {} : { columns }),
    ...(answers ? { question: ask } : {}),
    interrupted,
  };
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

const STREAMS = ["stdin", "stdout", "stderr"] as const;

/** Node's own stream tells, but is slow to make, its network code being part of it: it is made only of what can be a terminal. */
function isTerminal(stream: 0 | 1 | 2): boolean {
  let isDevice = true;
  try {
    isDevice = fstatSync(stream).isCharacterDevice();
  } catch {
    // A stream that is closed, or one of a system on which this can't be asked.
  }
  return isDevice && process[STREAMS[stream]].isTTY === true;
}

/** Writes all of the text at once, so that nothing is cut off when the process ends. */
function write(stream: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(stream, bytes, done);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EPIPE") return;
      // A pipe whose reader is slow: it takes the rest in a moment.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

async function ask(text: string): Promise<string | undefined> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    // Ctrl-C and Ctrl-D close it without an answer, and leave the cursor behind the question.
    lines.once("close", () => {
      write(2, "\n");
      resolve(undefined);
    });
    lines.question(text, (answer) => {
      lines.removeAllListeners("close");
      lines.close();
      resolve(answer);
    });
  });
}
