import { execFile, spawn } from "node:child_process";
import { chownSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { type MysqlFlavor, serverFiles } from "./mysql-packages.ts";
import { freePort, sharedServer, unprivilegedAccount } from "./shared-server.ts";

/** A running server of the MySQL family. */
export interface MysqlServer {
  readonly flavor: MysqlFlavor;
  /** As the server says it: `10.11.19-MariaDB…`. */
  readonly version: string;
  /** A URL without a database, as `root`. */
  readonly url: string;
  readonly socket: string;
  /** Process id of the server, for tests that kill it. */
  readonly pid: number;
}

const run = promisify(execFile);
const START_LIMIT_MS = 60_000;
const LIBRARIES = "usr/lib/x86_64-linux-gnu";

/** The server of a flavor, shared by all test files of one run of vitest. */
export function embeddedMysql(flavor: MysqlFlavor): Promise<MysqlServer> {
  return sharedServer({ label: flavor, pidFile: "pid", start: (directory, watch) => start(directory, flavor, watch) });
}

/** Servers that were started again, as they are now. */
const again = new Map<MysqlFlavor, MysqlServer>();

/** A server of its own that the tests of a file kill and start again; it loses nothing that was committed. */
export async function mortalMysql(flavor: MysqlFlavor): Promise<MysqlServer> {
  const first = await sharedServer({
    label: `${flavor}-mortal`,
    pidFile: "pid",
    start: (directory, watch) => start(directory, flavor, watch),
  });
  return again.get(flavor) ?? first;
}

/** Starts a server again that was killed, with its files and on its port. */
export async function startAgain({ flavor, url, socket }: MysqlServer): Promise<MysqlServer> {
  const { root } = await serverFiles(flavor);
  const directory = dirname(socket);
  const place = { directory, root, ...unprivilegedAccount(["nobody"]) };
  const server = await launch(place, flavor, Number(new URL(url).port));
  again.set(flavor, server);
  return server;
}

async function start(directory: string, flavor: MysqlFlavor, watch: () => void): Promise<MysqlServer> {
  const { root } = await serverFiles(flavor);
  const account = unprivilegedAccount(["nobody"]);
  for (const name of ["", "data", "tmp"]) {
    const path = join(directory, name);
    if (name !== "") mkdirSync(path);
    if (account !== undefined) chownSync(path, account.uid, account.gid);
  }
  const place = { directory, root, ...account };
  await (flavor === "mysql-9" ? initialiseMysql(place) : initialiseMariadb(place));
  watch();
  return launch(place, flavor, await freePort());
}

async function launch(place: Place, flavor: MysqlFlavor, port: number): Promise<MysqlServer> {
  const { directory } = place;
  // What is committed is the system's, and outlives the server, but not the machine.
  const common = [`--port=${port}`, "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=2"];
  const [program, ...given] = commandOf(place, flavor, [...common, ...SETTINGS[flavor]]);
  const log = openSync(join(directory, "log"), "a");
  const child = spawn(program ?? "", given, { ...options(place), detached: true, stdio: ["ignore", log, log] });
  child.unref();
  const url = `mysql://root@127.0.0.1:${port}`;
  const version = await waitFor(url, directory);
  const pid = Number(readFileSync(join(directory, "pid"), "utf8").trim());
  return { flavor, version, url, socket: join(directory, "sock"), pid };
}

/** As servers in production are set, where the packages' defaults differ: strict mode is the default of all three. */
const SETTINGS: { readonly [F in MysqlFlavor]: readonly string[] } = {
  "mariadb-10.11": ["--skip-log-bin", "--performance-schema=ON", "--plugin-load-add=metadata_lock_info"],
  "mariadb-11.8": ["--skip-log-bin", "--performance-schema=ON"],
  "mysql-9": ["--skip-log-bin", "--mysqlx=OFF"],
};

interface Place {
  readonly directory: string;
  readonly root: string;
  readonly uid?: number;
  readonly gid?: number;
}

function options({ directory, uid, gid }: Place) {
  const env = { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC", HOME: directory };
  return { cwd: directory, env, ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** The server's command line; a server that is only unpacked is run by its own loader, with its own libraries. */
function commandOf({ directory, root }: Place, flavor: MysqlFlavor, more: readonly string[]): readonly string[] {
  const program = join(root, "/usr/sbin", flavor === "mysql-9" ? "mysqld" : "mariadbd");
  const libraries = join(root, LIBRARIES);
  const loader = root === "" ? [] : [join(libraries, "ld-linux-x86-64.so.2"), "--library-path", libraries];
  const share = flavor === "mysql-9" ? "mysql" : "mariadb";
  const shared =
    root === ""
      ? []
      : [
          `--basedir=${root}/usr`,
          `--lc-messages-dir=${root}/usr/share/${share}`,
          `--character-sets-dir=${root}/usr/share/${share}/charsets`,
          `--plugin-dir=${root}/usr/lib/mysql/plugin`,
        ];
  const paths = [`--datadir=${directory}/data`, `--tmpdir=${directory}/tmp`, `--socket=${directory}/sock`];
  // Without it the server refuses to start where the package's directory isn't there.
  const files = flavor === "mysql-9" ? ["--secure-file-priv="] : [];
  return [...loader, program, "--no-defaults", ...shared, ...paths, `--pid-file=${directory}/pid`, ...files, ...more];
}

async function initialiseMysql(place: Place): Promise<void> {
  const [program, ...given] = commandOf(place, "mysql-9", ["--initialize-insecure"]);
  await run(program ?? "", given, options(place));
}

/** Makes MariaDB's own tables as `mariadb-install-db` does, which an unpacked server has no working copy of. */
async function initialiseMariadb(place: Place): Promise<void> {
  // MariaDB took its own name for them in 11.
  const name = place.root === "" ? "mysql" : "mariadb";
  const names = SYSTEM_SCRIPTS.map((script) => join(place.root, "/usr/share", name, `${name}_${script}.sql`));
  const start = "create database mysql;\nuse mysql;\nSET @auth_root_socket=NULL;\nSET @skip_auth_anonymous=1;\n";
  const script = join(place.directory, "system.sql");
  writeFileSync(script, start + names.map((name) => readFileSync(name, "utf8")).join("\n"));
  const [program = "", ...given] = commandOf(place, "mariadb-10.11", ["--bootstrap"]);
  const quoted = [program, ...given].map((word) => `'${word}'`).join(" ");
  await run("sh", ["-c", `${quoted} < '${script}' > '${place.directory}/log' 2>&1`], options(place));
}

const SYSTEM_SCRIPTS = ["system_tables", "performance_tables", "system_tables_data", "sys_schema"];

interface VersionRow extends RowDataPacket {
  readonly version: string;
}

/** The server's version, as soon as it answers. */
async function waitFor(url: string, directory: string): Promise<string> {
  const end = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      const connection = await createConnection(url);
      const [rows] = await connection.query<VersionRow[]>("SELECT VERSION() AS version");
      await connection.end();
      return String(rows[0]?.version);
    } catch (error) {
      if (Date.now() > end) throw new Error(`no answer in ${START_LIMIT_MS} ms (${directory})`, { cause: error });
      await sleep(100);
    }
  }
}
