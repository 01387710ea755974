import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { claim } from "./shared-server.ts";

/** Servers of the MySQL family that the tests know how to get. */
export type MysqlFlavor = "mariadb-10.11" | "mariadb-11.8" | "mysql-9";

/** Where a server's files lie. */
export interface ServerFiles {
  /** Prefix of `/usr/sbin/…`; empty for the system's own. */
  readonly root: string;
}

const LIMIT_MS = 300_000;
const run = promisify(execFile);

/**
 * The server's files, brought from Debian's packages where they aren't there: MariaDB 10.11 is Debian 12's own and is installed, the others
 * are of Debian unstable and are only unpacked, into a directory that all runs share. What can't be had is an error of the test.
 */
export async function serverFiles(flavor: MysqlFlavor): Promise<ServerFiles> {
  if (flavor === "mariadb-10.11") {
    if (!existsSync("/usr/sbin/mariadbd")) await once("mariadb-10.11", () => install("mariadb-server"));
    return { root: "" };
  }
  const packages = PACKAGES[flavor];
  const root = join(tmpdir(), `limbeck-${flavor}-root-${userInfo().uid}`);
  if (!existsSync(root)) await once(flavor, () => unpack(packages, root));
  return { root };
}

const PACKAGES = {
  "mariadb-11.8": ["mariadb-server-core", "mariadb-client-core"],
  "mysql-9": ["mysql-server-core", "mysql-client-core"],
} as const;

/** Runs `make` in one process of the machine, while the others wait for it. */
export async function once(name: string, make: () => Promise<void>): Promise<void> {
  const lock = join(tmpdir(), `limbeck-${name}.making`);
  if (claim(lock)) {
    try {
      return await make();
    } finally {
      rmSync(lock, { recursive: true });
    }
  }
  const end = Date.now() + LIMIT_MS;
  while (Date.now() < end && existsSync(lock)) await sleep(100);
  if (existsSync(lock)) throw new Error(`${name} of the tests was not made; remove "${lock}" if no test runs.`);
}

export async function install(name: string): Promise<void> {
  if (process.getuid?.() !== 0)
    throw new Error(`The tests need Debian's package ${name}: sudo apt-get install ${name}`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, timeout: LIMIT_MS };
  const wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"];
  await run("apt-get", ["update", ...wait], options);
  await run("apt-get", ["install", "-y", "--no-install-recommends", ...wait, name], options);
}

async function unpack(packages: readonly string[], root: string): Promise<void> {
  if (!existsSync("/usr/bin/mmdebstrap")) await install("mmdebstrap");
  const part = `${root}.part`;
  rmSync(part, { recursive: true, force: true });
  // Debian's mirror may be a copy, whose list of packages is past its date.
  const stale = `--aptopt=Acquire::Check-Valid-Until "false"`;
  const given = ["--variant=extract", `--include=${packages.join(",")}`, "--mode=root", stale, "sid", part, mirror()];
  await run("mmdebstrap", given, { timeout: LIMIT_MS });
  renameSync(part, root);
}

/** The first mirror of Debian that this machine's apt is set to. */
function mirror(): string {
  const directory = "/etc/apt/sources.list.d";
  const files = [
    "/etc/apt/sources.list",
    ...(existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : []),
  ];
  for (const file of files.filter((name) => /\.(?:list|sources)$/.test(name) && existsSync(name))) {
    const found = /^(?:deb|URIs:)\s+(?:\[[^\]]*\]\s+)?(https?:\/\/\S*debian\/?)(?=\s|$)/m.exec(
      readFileSync(file, "utf8"),
    );
    if (found?.[1] !== undefined) return found[1];
  }
  throw new Error("apt is set to no mirror of Debian, from which the tests could take MySQL.");
}
