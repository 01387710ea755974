import { basename } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/project/check.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { revision } from "../../src/project/revision.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { verify } from "../../src/project/verify.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { testPython } from "../servers/python.ts";
import { writeFiles } from "./project-directory.ts";
import { envPy, pythonProject, pythonRevision, versionFile } from "./python-project.ts";

beforeAll(async () => void (await testPython()), 300_000);

const METADATA = "target_metadata=__import__('models').metadata";

describe.each(wantedFlavors)("names of databases in Python, on %s", (flavor) => {
  async function project(models: (name: string) => string, options = METADATA) {
    const server = await freshMysqlDatabase(flavor);
    const name = basename(server);
    const driver = flavor === "mysql-9" ? "mysql+pymysql:" : "mariadb+pymysql:";
    const files = {
      "migrations/env.py": envPy({ options: options.replaceAll("NAME", name) }),
      "models.py": models(name),
    };
    const given = { ...(await pythonProject({}, files)), url: server.replace("mysql:", driver) };
    return { options: given, server, name };
  }

  test("models and revisions that name their own are those that name none, and verify leaves it alone", async () => {
    const models = (name: string) => `import sqlalchemy as sa
metadata = sa.MetaData(schema="${name}")
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer), sa.Column("up", sa.ForeignKey("${name}.t.id")))
`;
    const { options, server, name } = await project(models, `${METADATA}, version_table_schema="NAME"`);
    await revision(options, { autogenerate: true, message: "first", revId: "aa11" });
    await upgrade(options, { target: "head" });
    expect(await check(options, {})).toEqual({ kind: "same" });
    await administerMysql(server, "INSERT INTO t (n) VALUES (7)");
    const bb22 = pythonRevision("bb22", {
      down: "aa11",
      up: `op.drop_column("t", "n", schema="${name}")\nop.execute("UPDATE ${name}.t SET up = NULL WHERE up < 0")`,
      back: `op.execute("DELETE FROM ${name}.t WHERE id < 0")\nop.add_column("t", sa.Column("n", sa.Integer), schema="${name}")`,
    });
    writeFiles(options.cwd, { [versionFile("bb22")]: bb22 });
    const { revisions } = await verify(options, { targets: [] });
    expect(revisions).toMatchObject([{ revision: "bb22", findings: [] }]);
    expect(await administerMysql(server, "SELECT n FROM t")).toEqual([{ n: 7 }]);
    await upgrade(options, { target: "head" });
    await downgrade(options, { target: "aa11" });
    expect(await administerMysql(server, "SELECT n FROM t")).toEqual([{ n: 7 }]);
  }, 300_000);

  test("what models have in another is left alone, and said; verify lets no revision change it", async () => {
    const other = await freshMysqlDatabase(flavor);
    await administerMysql(other, "CREATE TABLE log (id int PRIMARY KEY); INSERT INTO log VALUES (1)");
    const models = () => `import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("log", metadata, sa.Column("id", sa.Integer, primary_key=True), schema="${basename(other)}")
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("log", sa.ForeignKey("${basename(other)}.log.id")))
`;
    const { options } = await project(models);
    const warned = [expect.stringMatching(`^"${basename(other)}.log" is in another database`)];
    expect(await revision(options, { autogenerate: true, message: "first", revId: "aa11" })).toMatchObject({
      warnings: warned,
    });
    await upgrade(options, { target: "head" });
    expect(await check(options, {})).toEqual({ kind: "same" });
    const bb22 = pythonRevision("bb22", { down: "aa11", up: `op.execute("DELETE FROM ${basename(other)}.log")` });
    writeFiles(options.cwd, { [versionFile("bb22")]: bb22 });
    const { revisions } = await verify(options, { targets: [] });
    expect(revisions[0]?.findings).toMatchObject([
      { kind: "failed", message: expect.stringContaining("no place in a scratch database") },
    ]);
    expect(await administerMysql(other, "SELECT id FROM log")).toEqual([{ id: 1 }]);
    await downgrade(options, { target: "base" });
  }, 300_000);
});
