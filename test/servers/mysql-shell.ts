import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type MysqlFlavor, serverFiles } from "./mysql-packages.ts";

const LIBRARIES = "usr/lib/x86_64-linux-gnu";

/** Runs a script by the server's own shell, `mysql` or `mariadb`, and returns what it said; empty when all went well. */
export async function runMysqlScript(flavor: MysqlFlavor, url: string, script: string): Promise<string> {
  const { root } = await serverFiles(flavor);
  const { hostname, port, username, pathname } = new URL(url);
  const libraries = join(root, LIBRARIES);
  const loader = root === "" ? [] : [join(libraries, "ld-linux-x86-64.so.2"), "--library-path", libraries];
  const name = flavor === "mysql-9" ? "mysql" : "mariadb";
  // Newer shells of MariaDB warn that they can't verify a server that asks for no password.
  const quiet = flavor === "mariadb-11.8" ? ["--disable-ssl-verify-server-cert"] : [];
  const place = [
    "--no-defaults",
    ...quiet,
    `--host=${hostname}`,
    `--port=${port}`,
    `--user=${username}`,
    pathname.slice(1),
  ];
  const [program = "", ...given] = [...loader, join(root, "/usr/bin", name), ...place];
  const { status, stdout, stderr, error } = spawnSync(program, given, { input: script, encoding: "utf8" });
  if (error !== undefined) throw error;
  return status === 0 ? stdout + stderr : `${stdout}${stderr} (status ${status})`;
}
