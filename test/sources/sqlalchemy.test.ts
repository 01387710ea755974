import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bridge, startBridge } from "../../src/bridge/bridge.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import type { SourceContext } from "../../src/sources/source.ts";
import { sqlalchemySource } from "../../src/sources/sqlalchemy.ts";
import { testPython } from "../servers/python.ts";

let directory = "";
let bridge: Bridge;
const COUNT = 120;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "limbeck-sqlalchemy-"));
  const tables = `for i in range(${COUNT}):
    sa.Table(f"t{i}", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("p", sa.ForeignKey(f"t{i}.id", name=f"fk{i}")))`;
  writeFileSync(join(directory, "none.py"), "import sqlalchemy as sa\nm = sa.MetaData()\n");
  writeFileSync(join(directory, "many.py"), `import sqlalchemy as sa\nm = sa.MetaData()\n${tables}\n`);
  bridge = await startBridge({ python: await testPython(), directory, env: { ...process.env } });
}, 300_000);

afterAll(async () => {
  await bridge.close();
  rmSync(directory, { recursive: true, force: true });
});

const source = sqlalchemySource({ place: "many:m" });
const context = (more: Partial<SourceContext>): SourceContext => ({
  dialect: postgres,
  directory,
  exclude: [],
  python: async () => bridge,
  loadModule: async () => ({}),
  ...more,
});

it("all tables come in their order, before the database is read and after", async () => {
  const names = Array.from({ length: COUNT }, (_, i) => `t${i}`);
  const namesOf = ({ tables }: Schema) => tables.map(({ name }) => name);
  const alone = await source.read(context({}));
  expect(namesOf(alone)).toEqual(names);
  const late = new Promise<Schema>((resolve) => setTimeout(() => resolve(alone), 1000));
  for (const have of [Promise.resolve(alone), late]) {
    const complete = await source.read(context({ have }));
    expect(namesOf(complete)).toEqual(names);
    expect(complete.tables.every((table, i) => table === alone.tables[i])).toBe(true);
  }
});

it("a database that can't be read is told of once Python has spoken", async () => {
  const gone = Promise.reject(new Error("the server has gone"));
  gone.catch(() => undefined);
  await expect(source.read(context({ have: gone }))).rejects.toThrow("the server has gone");
});

it("so is a type that can't be", async () => {
  const dialect = { ...postgres, readType: () => refuse() };
  for (const more of [{}, { have: Promise.resolve(emptySchema) }]) {
    await expect(source.read(context({ dialect, ...more }))).rejects.toThrow("no such type");
  }
});

it("models without a table are told of in words of Python", async () => {
  await expect(sqlalchemySource({ place: "none:m" }).read(context({}))).rejects.toMatchObject({
    code: "SOURCE_EMPTY",
    hint: expect.stringMatching(/^Import every module that defines models/),
  });
});

function refuse(): never {
  throw new Error("no such type");
}
