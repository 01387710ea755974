import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Progress } from "../../src/project/results.ts";
import { verify } from "../../src/project/verify.ts";
import { inDirectory, projectDirectory } from "../project/project-directory.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { verifyCases } from "./cases.ts";

const postgres = once(freshDatabase);
const mariadb = once(() => freshMysqlDatabase("mariadb-10.11"));
verifyCases("postgres", postgres);
verifyCases("mariadb", mariadb);

/** Databases of a rare encoding, which scratch databases take over: so those of other tests are told apart. */
const rare = {
  PostgreSQL: {
    urlOf: async () => {
      const url = await postgres();
      const name = `limbeck_test_rare_${process.pid}`;
      await administer(url, `DROP DATABASE IF EXISTS ${name}`);
      await administer(url, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN7' LC_COLLATE 'C' LC_CTYPE 'C'`);
      return {
        url: url.replace(/\/limbeck_test_\w+/, `/${name}`),
        drop: () => administer(url, `DROP DATABASE ${name}`),
      };
    },
    scratch: async () =>
      administer(
        await postgres(),
        "SELECT datname FROM pg_database WHERE datname LIKE 'limbeck_scratch_%' AND pg_encoding_to_char(encoding) = 'LATIN7'",
      ),
  },
  MariaDB: {
    urlOf: async () => {
      const url = await freshMysqlDatabase("mariadb-10.11");
      await administerMysql(
        url,
        `ALTER DATABASE ${url.split("/").at(-1)} CHARACTER SET latin7 COLLATE latin7_estonian_cs`,
      );
      return { url, drop: async () => undefined };
    },
    scratch: async () =>
      administerMysql(
        await mariadb(),
        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'limbeck_scratch_%' AND DEFAULT_COLLATION_NAME = 'latin7_estonian_cs'",
      ),
  },
} as const;

it.each(Object.entries(rare))(
  "told to end in the middle, it leaves no scratch database on %s",
  async (_, { urlOf, scratch }) => {
    const { url, drop } = await urlOf();
    const directory = projectDirectory({ "limbeck.config.json": JSON.stringify({ url, migrations: "." }) });
    const files = join(import.meta.dirname, "../cases/verify/a drop says that its values are gone");
    cpSync(files, directory, { recursive: true });
    const controller = new AbortController();
    const onProgress = (progress: Progress): void => {
      if (progress.kind === "verifying" && progress.revision === "a2") controller.abort();
    };
    const input = { targets: [], all: true, signal: controller.signal };
    await expect(verify(inDirectory(directory), input, { onProgress })).rejects.toMatchObject({
      code: "VERIFY_INTERRUPTED",
    });
    expect(await scratch()).toEqual([]);
    await drop();
  },
);

/** The same database for all cases: none of them writes to it. */
function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
