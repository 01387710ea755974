import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../src/cli/cli.ts";
import { mysql } from "../src/dialects/mysql/mysql.ts";
import { recordingIo } from "./cli/recording-io.ts";
import { projectDirectory } from "./project/project-directory.ts";
import { openUrl } from "./run/mysql-project.ts";
import { freshMysqlDatabase } from "./servers/mysql.ts";
import { wantedFlavors } from "./servers/mysql-flavors.ts";

const real = fileURLToPath(new URL("cases/real/mysql", import.meta.url));
const schemas = readdirSync(real).filter((name) => name.endsWith(".sql"));

/** The two that everybody knows on all servers, the larger ones on the first. */
const everywhere = ["employees.sql", "sakila.sql"];
const cases = wantedFlavors.flatMap((flavor, i) =>
  schemas.filter((name) => i === 0 || everywhere.includes(name)).map((name) => ({ flavor, name })),
);

describe.each(cases)("the public schema $name on $flavor", ({ flavor, name }) => {
  it("goes all the way up, needs nothing more, and goes all the way down", { timeout: 240_000 }, async () => {
    const [straight, url] = [await freshMysqlDatabase(flavor), await freshMysqlDatabase(flavor)];
    await runScript(straight, join(real, name));
    const directory = projectDirectory({});
    mkdirSync(join(directory, "migrations"), { recursive: true });
    copyFileSync(join(real, name), join(directory, "schema.sql"));
    writeFileSync(join(directory, "limbeck.config.json"), JSON.stringify({ url, models: "schema.sql" }));
    const limbeck = async (...words: string[]) => {
      const io = recordingIo(directory);
      const exit = await main(words, io);
      expect({ words, exit, faults: exit === 0 ? "" : io.stderr() + io.stdout() }).toEqual({
        words,
        exit: 0,
        faults: "",
      });
    };

    await limbeck("revision", "--autogenerate", "-m", "all of it");
    await limbeck("upgrade", "head");
    expect(await catalogueOf(url)).toEqual(await catalogueOf(straight));
    await limbeck("revision", "--autogenerate", "-m", "nothing more");
    expect(readdirSync(join(directory, "migrations", "versions"))).toHaveLength(1);
    await limbeck("check");
    await limbeck("downgrade", "base");
    expect(await catalogueOf(url)).toEqual([]);
  });
});

async function runScript(url: string, path: string): Promise<void> {
  const connection = await openUrl(url);
  for (const { sql } of mysql.split(readFileSync(path, "utf8"))) await connection.execute(sql);
  await connection.close();
}

/** What the server itself writes of each object; the keys of a table in no order. */
async function catalogueOf(url: string): Promise<readonly string[]> {
  const connection = await openUrl(url);
  const texts: string[] = [];
  const objects = await connection.query(OBJECTS);
  for (const { kind, name } of objects) {
    const [row = {}] = await connection.query(`SHOW CREATE ${String(kind)} \`${String(name)}\``);
    const text = Object.entries(row).find(([key]) => /^(?:Create .*|SQL Original Statement)$/.test(key))?.[1];
    const plain = String(text)
      .replaceAll(`\`${new URL(url).pathname.slice(1)}\`.`, "")
      .replaceAll(SAME, "");
    if (kind === "TABLE") texts.push(plain.split(/,?\n/).sort().join("\n"));
    // MariaDB keeps how the head of a trigger was written.
    else texts.push(kind === "TRIGGER" ? plain.replaceAll("`", "").replaceAll(/\s+/g, " ") : plain);
  }
  await connection.close();
  return texts;
}

/** What makes no difference, and MariaDB keeps as it was said: widths of numbers, and actions that are the usual ones. */
const SAME = /(?<=\b(?:tiny|small|medium|big)?int)\(\d+\)| ON (?:DELETE|UPDATE) (?:NO ACTION|RESTRICT)/g;

const OBJECTS = `
SELECT IF(TABLE_TYPE = 'VIEW', 'VIEW', 'TABLE') AS kind, TABLE_NAME AS name FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT IN ('alembic_version', 'limbeck_journal')
UNION ALL SELECT 'TRIGGER', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
UNION ALL SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
ORDER BY kind, name`;
