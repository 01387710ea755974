import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../src/cli/cli.ts";
import { dialectFor } from "../src/dialects/dialects.ts";
import { catalogueOf } from "./catalogue.ts";
import { recordingIo } from "./cli/recording-io.ts";

const real = fileURLToPath(new URL("cases/real", import.meta.url));
const schemas = readdirSync(real).filter((name) => name.endsWith(".sql"));

const cases = schemas.flatMap((name) => ["ts", "sql"].map((format) => ({ name, format })));

describe.each(cases)("the public schema $name with revisions in $format", ({ name, format }) => {
  const directory = mkdtempSync(join(tmpdir(), "limbeck-real-"));
  const database = join(directory, "app.db");
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("goes all the way up, needs nothing more, and goes all the way down", async () => {
    mkdirSync(join(directory, "migrations"));
    copyFileSync(join(real, name), join(directory, "schema.sql"));
    const config = { url: "sqlite:///app.db", models: "schema.sql" };
    writeFileSync(join(directory, "limbeck.config.json"), JSON.stringify(config));

    await limbeck("revision", "--autogenerate", "-m", "all of it", "--format", format);
    await limbeck("upgrade", "head");
    expect(await catalogueOf(database)).toEqual(await catalogueFromScript(join(real, name)));
    await limbeck("revision", "--autogenerate", "-m", "nothing more");
    expect(readdirSync(join(directory, "migrations", "versions"))).toHaveLength(1);
    await limbeck("check");
    await limbeck("downgrade", "base");
    expect(await catalogueOf(database)).toEqual([]);
  });

  async function limbeck(...words: string[]): Promise<void> {
    const io = recordingIo(directory);
    const exit = await main(words, io);
    const faults = exit === 0 ? "" : io.stderr() + io.stdout();
    expect(`limbeck ${words.join(" ")}\n${faults}`).toBe(`limbeck ${words.join(" ")}\n`);
  }
});

async function catalogueFromScript(path: string): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), "limbeck-real-"));
  try {
    const file = join(directory, "straight.db");
    const dialect = await dialectFor("sqlite");
    const connection = await dialect.connect(dialect.target(`sqlite:///${file}`, directory), { create: true });
    for (const statement of dialect.split(readFileSync(path, "utf8"))) await connection.execute(statement.sql);
    await connection.close();
    return await catalogueOf(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
