import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";

const START_LIMIT_MS = 120_000;

/** A server that all test files of one run of vitest share. */
export interface SharedServer<T> {
  /** Part of the directory's name: `postgres-15`. */
  readonly label: string;
  /** File in the directory that holds the server's process id on its first line, once it runs. */
  readonly pidFile: string;
  /** Starts it with its files in the directory; what it returns is JSON-safe. `watch` sees to its end from then on. */
  readonly start: (directory: string, watch: () => void) => Promise<T>;
}

const running = new Map<string, Promise<unknown>>();

/**
 * The running server. The file that needs it first starts it; a small shell process stops it and removes its files when vitest's own
 * process is gone, however that came. What doesn't start is an error of each test that asks.
 */
export function sharedServer<T>(server: SharedServer<T>): Promise<T> {
  const known = (running.get(server.label) as Promise<T> | undefined) ?? startOrJoin(server);
  running.set(server.label, known);
  return known;
}

async function startOrJoin<T>({ label, pidFile, start }: SharedServer<T>): Promise<T> {
  // vitest runs a file in a child process or in a thread of its own; either way the run is known by the main process.
  const owner = isMainThread ? process.ppid : process.pid;
  const directory = join(tmpdir(), `limbeck-${label}-${owner}`);
  if (!claim(directory)) return joinServer(directory, label);
  const watch = () => watchOver(directory, pidFile, owner);
  try {
    const server = await start(directory, watch);
    publish(directory, "server.json", JSON.stringify(server));
    return server;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const log = existsSync(join(directory, "log")) ? readFileSync(join(directory, "log"), "utf8").slice(-4000) : "";
    publish(directory, "failed", `The server ${label} of the tests did not start: ${words}\n${log}`);
    watch();
    throw new Error(readFileSync(join(directory, "failed"), "utf8"), { cause: error });
  }
}

/** True for the one process that made the directory. */
export function claim(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function joinServer<T>(directory: string, label: string): Promise<T> {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    if (existsSync(join(directory, "failed"))) throw new Error(readFileSync(join(directory, "failed"), "utf8"));
    if (existsSync(join(directory, "server.json")))
      return JSON.parse(readFileSync(join(directory, "server.json"), "utf8"));
    await sleep(50);
  }
  throw new Error(
    `The server ${label} of the tests did not start in ${START_LIMIT_MS} ms; see "${directory}", remove it if no test runs.`,
  );
}

/** A file that is there with its whole content or not at all. */
function publish(directory: string, name: string, text: string): void {
  writeFileSync(join(directory, `${name}.part`), text);
  renameSync(join(directory, `${name}.part`), join(directory, name));
}

/** An account for servers that refuse to run as root; undefined when this process isn't root. */
export function unprivilegedAccount(
  names: readonly string[],
): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of names) {
    try {
      const idOf = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: idOf("-u"), gid: idOf("-g") };
    } catch {
      // There is no such account on this system: the next one.
    }
  }
  throw new Error(`The server can't run as root, and there is no account ${names.join(" or ")}.`);
}

/** A port of the loopback address that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

const WATCH = `
while kill -0 "$1" 2>/dev/null; do sleep 1; done
if [ -f "$3" ]; then kill -QUIT "$(head -n 1 "$3")"; sleep 1; kill -KILL "$(head -n 1 "$3")" 2>/dev/null; fi
rm -rf "$2"
`;

function watchOver(directory: string, pidFile: string, owner: number): void {
  const given = ["watch", String(owner), directory, join(directory, pidFile)];
  spawn("sh", ["-c", WATCH, ...given], { detached: true, stdio: "ignore" }).unref();
}
