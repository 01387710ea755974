import { existsSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { install, once, serverFiles } from "./mysql-packages.ts";

/** The program that writes dumps of a server of the tests, by the server's title; brought where it isn't there. Absent is the usual one. */
export async function dumpProgram(title: string): Promise<string | undefined> {
  if (title === "PostgreSQL") {
    if (!existsSync("/usr/bin/pg_dump")) await once("postgresql-client", () => install("postgresql-client"));
    return undefined;
  }
  if (title === "MariaDB") await serverFiles("mariadb-10.11");
  return title === "MySQL" ? unpacked() : undefined;
}

/** MySQL's, which is only unpacked, is run by its own loader with its own libraries. */
async function unpacked(): Promise<string> {
  const { root } = await serverFiles("mysql-9");
  const path = join(tmpdir(), `limbeck-mysqldump-${userInfo().uid}-${process.pid}`);
  const libraries = join(root, "usr/lib/x86_64-linux-gnu");
  const line = `exec '${libraries}/ld-linux-x86-64.so.2' --library-path '${libraries}' '${root}/usr/bin/mysqldump' "$@"`;
  writeFileSync(path, `#!/bin/sh\n${line}\n`, { mode: 0o700 });
  return path;
}
