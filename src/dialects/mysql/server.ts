import { given } from "../../base/given.ts";
import type { Server } from "../contract.ts";

/** Which product and version a server is. */
export interface MysqlServerVersion {
  readonly product: "mysql" | "mariadb";
  /** Major, minor, patch. */
  readonly numbers: readonly [number, number, number];
}

/** The oldest servers whose catalogues are read: what has checks that hold, and roles of columns that are told. */
const OLDEST = { mysql: [8, 0, 13], mariadb: [10, 5, 0] } as const;
const TITLES = { mysql: "MySQL", mariadb: "MariaDB" } as const;

/**
 * The server as its version says: `9.7.4` for MySQL, `10.11.19-MariaDB` for MariaDB, without what the packager added. A text in place
 * of it says what is too old.
 */
export function readServer(said: string): Server | string {
  const isMariadb = /mariadb/i.test(said);
  const number = /(?:^5\.5\.5-)?(\d+\.\d+\.\d+)/.exec(said)?.[1] ?? "0.0.0";
  const server: Server = { version: isMariadb ? `${number}-MariaDB` : number };
  const product = isMariadb ? "mariadb" : "mysql";
  const oldest = OLDEST[product];
  if (atLeast(server, { [product]: oldest.join(".") })) return server;
  return `${TITLES[product]} ${number}; Limbeck needs ${oldest.join(".")} or newer`;
}

/** The oldest server of this product, with a database like that of `near`. */
export function oldestOf(product: MysqlServerVersion["product"], near?: Server): Server {
  const version = OLDEST[product].join(".");
  return { version: product === "mariadb" ? `${version}-MariaDB` : version, ...given({ collation: near?.collation }) };
}

/** The product and numbers of a server. */
function serverVersion({ version }: Server): MysqlServerVersion {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  return { product: version.endsWith("MariaDB") ? "mariadb" : "mysql", numbers: [major, minor, patch] };
}

/** True for MariaDB. */
export function isMariadb(server: Server): boolean {
  return serverVersion(server).product === "mariadb";
}

/** True from these versions on; a product that isn't named never has it. */
export function atLeast(server: Server, since: { readonly mysql?: string; readonly mariadb?: string }): boolean {
  const { product, numbers } = serverVersion(server);
  const wanted = since[product]?.split(".").map(Number);
  if (wanted === undefined) return false;
  for (const [i, number] of numbers.entries()) {
    const other = wanted[i] ?? 0;
    if (number !== other) return number > other;
  }
  return true;
}

/**
 * True where the server reads what a conditional comment holds, which begins with this mark: `/*!80000`, `/*M!100100`. MariaDB leaves out
 * what is for MySQL 5.7 to 9. Source: https://dev.mysql.com/doc/refman/9.7/en/comments.html, https://mariadb.com/kb/en/comment-syntax/;
 * measured on MySQL 9.7, MariaDB 10.11 and 11.8.
 */
export function readsComment(mark: string, server: Server): boolean {
  const [, own = "", digits] = /^\/\*(M?)!(\d*)$/.exec(mark) ?? [];
  const mariadb = isMariadb(server);
  if (own !== "" && !mariadb) return false;
  if (digits === undefined || digits === "") return true;
  const [major, minor, patch] = serverVersion(server).numbers;
  const version = Number(digits);
  if (mariadb && own === "" && version >= 50_700 && version <= 99_999) return false;
  return version <= major * 10_000 + minor * 100 + patch;
}
