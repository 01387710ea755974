import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../connection.ts";
import type { DumpWay } from "../dump.ts";
import { type FoundProgram, findPrograms, programMissing, runDump } from "../dump-program.ts";
import { fail } from "../errors.ts";
import { isMariadb } from "./server.ts";
import { type SessionSettings, sessionSettings } from "./session-settings.ts";

/**
 * mysqldump for MySQL, mariadb-dump for MariaDB, which had the other name before 10.5. The password is in a file that only this account
 * may read, for as long as the program runs. Source: https://dev.mysql.com/doc/refman/9.7/en/mysqldump.html and
 * https://mariadb.com/docs/server/clients-and-utilities/backup-restore-and-import-clients/mariadb-dump (10.5 to 11.8).
 */
export const dump: DumpWay = {
  async program(connection, given) {
    const usual = isMariadb(connection.server) ? ["mariadb-dump", "mysqldump"] : ["mysqldump"];
    const commands = given === undefined ? usual : [given];
    const title = isMariadb(connection.server) ? "MariaDB" : "MySQL";
    const found = await findPrograms(commands);
    if (found.length === 0) throw programMissing(commands, title);
    const program = found.find(({ said }) => isMaker(said, connection)) ?? unfit(found, title);
    return {
      write: async ({ name }, into) => {
        const settings = sessionSettings(connection.target);
        const directory = await mkdtemp(join(tmpdir(), "limbeck-"));
        const options = join(directory, "client.cnf");
        try {
          await writeFile(options, optionFile(settings, isMariadb(connection.server)), { mode: 0o600 });
          const words = [`--defaults-file=${options}`, ...wordsFor(connection), "--", settings.database, name];
          await runDump({ command: program.command, words, env: quietEnv(), into });
        } finally {
          await rm(directory, { recursive: true, force: true });
        }
      },
    };
  },
  escapes: true,
  // As the first lines of such a file say, which are for the server's shell.
  before: [
    "SET @limbeck_modes = @@sql_mode, @limbeck_zone = @@time_zone",
    "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00'",
  ],
  after: ["SET sql_mode = @limbeck_modes, time_zone = @limbeck_zone"],
};

function isMaker(said: string, { server }: Connection): boolean {
  return /dump/i.test(said) && /mariadb/i.test(said) === isMariadb(server);
}

function unfit([first]: readonly FoundProgram[], title: string): never {
  const message = `"${first?.command}", which is to write backups, says "${first?.said}", and the server is ${title}`;
  throw fail("DUMP_PROGRAM_UNFIT", message, { details: { program: first, server: title } });
}

function wordsFor({ server }: Connection): readonly string[] {
  return [
    ...[
      "--single-transaction",
      "--skip-lock-tables",
      "--quick",
      "--complete-insert",
      "--extended-insert",
      "--hex-blob",
    ],
    ...["--skip-triggers", "--skip-add-drop-table", "--skip-add-locks", "--skip-disable-keys", "--no-tablespaces"],
    ...["--tz-utc", "--default-character-set=utf8mb4", `--net-buffer-length=${INSERT_BYTES}`],
    // MySQL's own: it would look for what a server of replication says of itself, and needs rights for that.
    ...(isMariadb(server) ? [] : ["--set-gtid-purged=OFF", "--skip-column-statistics"]),
  ];
}

/** About how long an INSERT gets. */
const INSERT_BYTES = 256 * 1024;

/** A password in a variable would go before the file's. */
function quietEnv(): NodeJS.ProcessEnv {
  const { MYSQL_PWD: _, ...env } = process.env;
  return env;
}

/** What the clients read. Source: https://dev.mysql.com/doc/refman/9.7/en/option-files.html. */
function optionFile({ host, port, socket, user, password, sslMode, given }: SessionSettings, mariadb: boolean): string {
  const place = socket === undefined ? { host, port: String(port), protocol: "tcp" } : { socket, protocol: "socket" };
  const values: Readonly<Record<string, string | undefined>> = {
    ...{ ...place, user, password },
    ...{ "ssl-ca": given["ssl-ca"], "ssl-cert": given["ssl-cert"], "ssl-key": given["ssl-key"] },
    ...(mariadb ? {} : { "ssl-mode": sslMode }),
  };
  const lines = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quoted(value)}`],
  );
  return ["[client]", ...lines, ...(mariadb ? mariadbTls(sslMode) : []), ""].join("\n");
}

/** MariaDB's clients have switches in place of a mode. */
function mariadbTls(mode: SessionSettings["sslMode"]): readonly string[] {
  if (mode === "DISABLED") return ["skip-ssl"];
  const verify = mode === "VERIFY_IDENTITY" ? "ssl-verify-server-cert" : "skip-ssl-verify-server-cert";
  return mode === "PREFERRED" ? [verify] : ["ssl", verify];
}

function quoted(value: string): string {
  const mark = value.includes('"') ? "'" : '"';
  return `${mark}${value.replaceAll("\\", "\\\\")}${mark}`;
}
