import type { ChildProcess, ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { messageOf } from "../base/error.ts";
import type { BridgeCommands } from "./commands.ts";
import { fail } from "./errors.ts";
import { pythonError, readFrame } from "./frame.ts";
import { type Notes, openNotes } from "./notes.ts";

/**
 * A Python process that carries out commands, one at a time. While it has none to carry out, it keeps nobody from ending, and after some
 * seconds it ends itself.
 */
export interface Bridge {
  /** True when the process is gone, or on its way. */
  readonly isClosed: boolean;
  /** Sends a command and waits for its reply. Errors: BRIDGE_*, with the lines of Python's own traceback in `details`. */
  call<Name extends keyof BridgeCommands>(
    command: Name,
    request: BridgeCommands[Name]["request"],
    talk?: BridgeTalk,
  ): Promise<BridgeCommands[Name]["reply"]>;
  /** Ends the process. Calls that wait are rejected. */
  close(): Promise<void>;
  /** Ends the process at once, whatever it does. */
  kill(): void;
}

/** How a command speaks while it works. */
export interface BridgeTalk {
  /** What the command reports on its way. */
  readonly onEvent?: (event: Readonly<Record<string, unknown>>) => void;
  /** Answers what the command asks; it waits until then. What is thrown here is raised there, and comes back. */
  readonly onAsk?: (question: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Silence after which the process is killed; absent waits for ever. What is asked here stops the clock. */
  readonly timeoutMs?: number;
}

/** What is started, and where. */
export interface BridgeOptions {
  /** The interpreter: a path, or a name to be looked up in PATH. */
  readonly python: string;
  /** Absolute directory in which Python works. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the project's code prints, in pieces; both of its streams. */
  readonly onOutput?: (text: string) => void;
  /** What hooks of env.py print while they are asked, in pieces; `onOutput` gets it, too. */
  readonly onPrinted?: (text: string) => void;
}

/** Starts the process, which ends with this one at the latest. Errors: BRIDGE_PYTHON_MISSING, BRIDGE_CRASHED. */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  const { spawn } = await import("node:child_process");
  const notes = openNotes();
  const told = notes === undefined ? [] : [notes.path];
  const child = spawn(options.python, ["-X", "faulthandler", "-u", bridgeFile(), ...told], {
    cwd: options.directory,
    env: { ...options.env, PYTHONIOENCODING: "utf-8" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) => {
      notes?.close();
      reject(
        fail("BRIDGE_PYTHON_MISSING", `"${options.python}" can't be started: ${messageOf(cause)}`, {
          cause,
          details: { python: options.python },
        }),
      );
    });
  });
  return new PythonProcess(child, options, notes);
}

/** A call that waits for its reply. */
interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly talk: BridgeTalk;
  /** Starts the clock anew, or stops it. */
  readonly clock: (runs: boolean) => void;
}

/** How long a process that has nothing more to do may take to end. */
const CLOSE_LIMIT_MS = 2000;
/** How long a process waits for another command. */
const IDLE_LIMIT_MS = 10_000;
/** How often is looked for notes while a command works that may write some. */
const NOTES_MS = 20;
/** How much of what Python printed is kept for the message of a crash. In characters. */
const KEPT_OUTPUT = 4000;

class PythonProcess implements Bridge {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #options: BridgeOptions;
  readonly #notes: Notes | undefined;
  readonly #calls = new Map<number, Call>();
  readonly #closed: Promise<void>;
  #last = 0;
  #idle: NodeJS.Timeout | undefined;
  #output = "";
  #ended: Error | undefined;
  #looking: NodeJS.Timeout | undefined;

  constructor(child: ChildProcessWithoutNullStreams, options: BridgeOptions, notes: Notes | undefined) {
    this.#child = child;
    this.#options = options;
    this.#notes = notes;
    child.stdout.setEncoding("utf8");
    let rest = "";
    child.stdout.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      this.#look();
      for (const line of lines) this.#receive(line);
    });
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      this.#look();
      this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
      options.onOutput?.(text);
    });
    // A process that is gone is noticed by its end; the pipe's own error says less.
    child.stdin.on("error", () => undefined);
    this.#hold(false);
    endAtExit(child, notes);
    this.#closed = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.#look();
        notes?.close();
        this.#end(this.#crash(code, signal));
        resolve();
      });
    });
  }

  get isClosed(): boolean {
    return this.#ended !== undefined;
  }

  call<Name extends keyof BridgeCommands>(
    command: Name,
    request: BridgeCommands[Name]["request"],
    talk: BridgeTalk = {},
  ): Promise<BridgeCommands[Name]["reply"]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#last += 1;
      const clock = clockOf(talk.timeoutMs, () => {
        const message = `Python did not answer "${command}" for ${talk.timeoutMs} ms`;
        this.#end(fail("BRIDGE_TIMEOUT", message, { details: { command, python: this.#options.python } }));
        this.#child.kill("SIGKILL");
      });
      // The reply is what the Python side of the same command makes.
      this.#calls.set(this.#last, { resolve: resolve as Call["resolve"], reject, talk, clock });
      clearTimeout(this.#idle);
      this.#hold(true);
      clock(true);
      if (talk.onEvent !== undefined) this.#looking ??= setInterval(() => this.#look(), NOTES_MS);
      this.#send({ id: this.#last, command, request });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    this.#end(fail("BRIDGE_CRASHED", "The Python process was ended by Limbeck itself"));
    this.#child.stdin.end();
    this.#hold(true);
    const late = setTimeout(() => this.#child.kill("SIGKILL"), CLOSE_LIMIT_MS);
    await this.#closed;
    clearTimeout(late);
  }

  kill(): void {
    this.#end(fail("BRIDGE_CRASHED", "The Python process was ended by Limbeck itself"));
    this.#child.kill("SIGKILL");
  }

  /** Nobody waits for anything. */
  #rest(): void {
    this.#stopLooking();
    this.#hold(false);
    this.#idle = setTimeout(() => void this.close(), IDLE_LIMIT_MS).unref();
  }

  /** Whether Node waits for the process before it ends by itself. */
  #hold(holds: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const end of [this.#child, stdin, stdout, stderr]) {
      if (end !== this.#child && !(end instanceof Socket)) continue;
      if (holds) end.ref();
      else end.unref();
    }
  }

  #send(frame: object): void {
    this.#child.stdin.write(`${JSON.stringify(frame)}\n`);
  }

  /** Takes what Python has noted before anything that comes from it. */
  #look(): void {
    for (const line of this.#notes?.read() ?? []) this.#receive(line);
  }

  #receive(line: string): void {
    const frame = readFrame(line);
    if (frame === undefined) {
      this.#end(fail("BRIDGE_PROTOCOL", `Python sent "${line.slice(0, 200)}", which is no frame`));
      return;
    }
    // A command that was refused an answer may still say something.
    const call = this.#calls.get(frame.id);
    if (call === undefined) return;
    call.clock(frame.kind === "event");
    if (frame.kind === "event" && frame.event["kind"] === "printed")
      this.#options.onPrinted?.(String(frame.event["text"]));
    else if (frame.kind === "event") call.talk.onEvent?.(frame.event);
    else if (frame.kind === "ask") void this.#answer(frame.id, call, frame.question);
    else {
      this.#calls.delete(frame.id);
      if (this.#calls.size === 0) this.#rest();
      if (frame.kind === "ok") call.resolve(frame.value);
      else call.reject(pythonError(frame.error));
    }
  }

  async #answer(id: number, call: Call, question: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      const { onAsk } = call.talk;
      if (onAsk === undefined) throw fail("BRIDGE_PROTOCOL", `Nothing here answers ${JSON.stringify(question)}`);
      this.#send({ id, answer: (await onAsk(question)) ?? null });
      call.clock(true);
    } catch (error) {
      // The command learns that it must stop, and the caller gets what was thrown when it has.
      this.#calls.set(id, { ...call, resolve: () => call.reject(error), reject: () => call.reject(error) });
      this.#send({ id, refused: messageOf(error) });
    }
  }

  #stopLooking(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #end(error: Error): void {
    this.#stopLooking();
    this.#ended ??= error;
    for (const call of this.#calls.values()) {
      call.clock(false);
      call.reject(this.#ended);
    }
    this.#calls.clear();
  }

  #crash(code: number | null, signal: NodeJS.Signals | null): Error {
    const { python } = this.#options;
    const how = signal === null ? `with exit code ${code}` : `by the signal ${signal}`;
    const said = this.#output.trim() === "" ? "" : `. It wrote last:\n${this.#output.trimEnd()}`;
    return fail("BRIDGE_CRASHED", `The Python process (${python}) ended ${how}${said}`, {
      details: { python, code, signal },
    });
  }
}

const alive = new Map<ChildProcess, Notes | undefined>();

/** No process outlives this one, nor its notes, which it may not have come to remove. */
function endAtExit(child: ChildProcess, notes: Notes | undefined): void {
  if (alive.size === 0) process.once("exit", endAll);
  alive.set(child, notes);
  child.once("close", () => {
    alive.delete(child);
    if (alive.size === 0) process.removeListener("exit", endAll);
  });
}

function endAll(): void {
  for (const [child, notes] of alive) {
    child.kill("SIGKILL");
    notes?.close();
  }
}

function clockOf(limitMs: number | undefined, onEnd: () => void): (runs: boolean) => void {
  let timer: NodeJS.Timeout | undefined;
  return (runs) => {
    clearTimeout(timer);
    timer = runs && limitMs !== undefined ? setTimeout(onEnd, limitMs) : undefined;
  };
}

/** The Python side: this module stands in `src/bridge`, in `dist` or in `dist/chunks`, and `python` beside `src` and `dist`. */
function bridgeFile(): string {
  const candidates = ["../../python/limbeck_bridge.py", "../python/limbeck_bridge.py"];
  const paths = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw fail("BRIDGE_PROTOCOL", `A file of Limbeck itself is missing: ${paths.join(" or ")}`);
}
