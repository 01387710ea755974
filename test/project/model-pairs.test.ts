import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { check } from "../../src/project/check.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { revision } from "../../src/project/revision.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { bookTables } from "../../src/run/books.ts";
import { canonicalSchema } from "../../src/schema/canonical.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { testPython } from "../servers/python.ts";
import { alembicProject, genericEnv, INI, modelsOf } from "./alembic-project.ts";

/** Models as they were, and as they become. */
interface Pair {
  readonly claim: string;
  readonly before: string;
  readonly after: string;
}

const ID = 'sa.Column("id", sa.Integer, primary_key=True)';

const anywhere: readonly Pair[] = [
  {
    claim: "columns come and go, types and defaults change, a default has a quote in it",
    before: `sa.Table("order", metadata, ${ID}, sa.Column("name", sa.String(20), server_default="it's"), sa.Column("n", sa.SmallInteger()), sa.Column("gone", sa.Text(), nullable=False, server_default=""))`,
    after: `sa.Table("order", metadata, ${ID}, sa.Column("name", sa.String(50), nullable=False, server_default="new"), sa.Column("n", sa.BigInteger()), sa.Column("at", sa.DateTime(), server_default=sa.func.now()))`,
  },
  {
    claim: "constraints and indexes come, go and change under odd names",
    before: `sa.Table("Mixed", metadata, ${ID}, sa.Column("a", sa.Integer()), sa.Column("desc", sa.String(9)), sa.UniqueConstraint("a", name="uq_a"), sa.Index("ix_a", "a", unique=True))
sa.Table("with space", metadata, ${ID}, sa.Column("a", sa.Integer()), sa.Column("n", sa.Integer()), sa.ForeignKeyConstraint(["a"], ["Mixed.id"], name="fk_a", ondelete="CASCADE"), sa.CheckConstraint("n > 0", name="ck_a"))`,
    after: `sa.Table("Mixed", metadata, ${ID}, sa.Column("a", sa.Integer()), sa.Column("desc", sa.String(9)), sa.UniqueConstraint("a", "desc", name="uq_b"), sa.Index("ix_a", "desc", "a"))
sa.Table("with space", metadata, ${ID}, sa.Column("a", sa.Integer()), sa.Column("n", sa.Integer()), sa.ForeignKeyConstraint(["a"], ["Mixed.id"], name="fk_b", onupdate="CASCADE"), sa.CheckConstraint("n < 77", name="ck_a"))`,
  },
  {
    claim: "tables come and go, a dropped one referring to one that stays",
    before: `sa.Table("team", metadata, ${ID})
sa.Table("old", metadata, ${ID}, sa.Column("team_id", sa.ForeignKey("team.id", name="fk_old")), sa.Index("ix_old", "team_id"))`,
    after: `sa.Table("team", metadata, ${ID}, sa.Column("new_id", sa.Integer()), sa.ForeignKeyConstraint(["new_id"], ["new.id"], name="fk_team"))
sa.Table("new", metadata, ${ID}, sa.Column("price", sa.Numeric(10, 2), server_default=sa.text("1.5"), nullable=False), sa.Column("data", sa.JSON()))`,
  },
];

const onPostgres: readonly Pair[] = [
  ...anywhere,
  {
    claim: "enums grow in front, shrink and come; comments; a type that needs a cast",
    before: `sa.Table("t", metadata, ${ID}, sa.Column("a", sa.Enum("x", "y", name="grows"), server_default="x"), sa.Column("b", sa.Enum("x", "y", name="shrinks")), sa.Column("c", sa.String(9), comment="100% sure: yes"), comment="it's a table")`,
    after: `sa.Table("t", metadata, ${ID}, sa.Column("a", sa.Enum("w", "x", "y", name="grows"), server_default="x"), sa.Column("b", sa.Enum("x", name="shrinks")), sa.Column("c", sa.Text(), comment='it is "quoted"'), sa.Column("d", postgresql.ARRAY(sa.Enum("p", name="comes"))))`,
  },
  {
    claim: "a key that a table has twice, of which CREATE TABLE makes one",
    before: `sa.Table("tags", metadata, sa.Column("a", sa.Integer(), primary_key=True), sa.Column("b", sa.String(9), primary_key=True), sa.Column("c", sa.Integer(), unique=True), sa.UniqueConstraint("a", "b", name="uq_tags"), sa.UniqueConstraint("c", name="uq_c"))`,
    after: `sa.Table("tags", metadata, sa.Column("a", sa.Integer(), primary_key=True), sa.Column("b", sa.String(9), primary_key=True), sa.Column("c", sa.Integer(), unique=True), sa.UniqueConstraint("a", "b", name="uq_tags"), sa.UniqueConstraint("c", name="uq_c"), sa.Column("d", sa.Integer()))`,
  },
  {
    claim: "what indexes, keys and columns of PostgreSQL have",
    before: `sa.Table("u", metadata, ${ID}, sa.Column("a", sa.String(50)), sa.Column("b", sa.Integer()), sa.Column("r", postgresql.INT4RANGE()), sa.Index("ix", "a", postgresql_where=sa.text("id > 10")))`,
    after: `sa.Table("u", metadata, ${ID}, sa.Column("a", sa.String(50)), sa.Column("b", sa.Integer()), sa.Column("r", postgresql.INT4RANGE()), sa.Column("twice", sa.Integer(), sa.Computed("b * 2", persisted=True)),
  sa.Index("ix", sa.text("lower(a)"), postgresql_where=sa.text("id > 20")), sa.Index("ix_ops", "a", postgresql_ops={"a": "text_pattern_ops"}, postgresql_include=["b"]), sa.Index("ix_r", "r", postgresql_using="gist"),
  postgresql.ExcludeConstraint(("r", "&&"), name="ex_r"), sa.UniqueConstraint("b", name="uq_u", postgresql_nulls_not_distinct=True, deferrable=True, initially="DEFERRED"))
sa.Table("keyed", metadata, sa.Column("id", sa.BigInteger(), sa.Identity(always=True, start=5), primary_key=True), sa.Column("k", sa.Uuid()), postgresql_partition_by=None)
sa.Table("plain_key", metadata, sa.Column("n", sa.Numeric(9, 2), primary_key=True, autoincrement=False), prefixes=["UNLOGGED"])`,
  },
];

const onMysql: readonly Pair[] = [
  ...anywhere.map((pair) => ({ ...pair, before: forMysql(pair.before), after: forMysql(pair.after) })),
  {
    claim: "values, signs, digits, character sets and comments change, and a type that stays keeps them",
    before: `sa.Table("t", metadata, ${ID}, sa.Column("a", sa.Enum("x", "it's", name="k"), server_default="x"), sa.Column("n", mysql.INTEGER(unsigned=True), nullable=False, server_default="7"), sa.Column("v", mysql.VARCHAR(40, charset="latin1"), comment="100% sure: yes"), sa.Column("at", mysql.DATETIME(fsp=6), server_default=sa.text("CURRENT_TIMESTAMP(6)")), comment="it's a table")`,
    after: `sa.Table("t", metadata, ${ID}, sa.Column("a", sa.Enum("w", "x", "it's", "y", name="k"), server_default="x"), sa.Column("n", mysql.BIGINT(unsigned=True), nullable=False), sa.Column("v", mysql.VARCHAR(40, charset="latin1"), nullable=False, comment='it is "quoted"'), sa.Column("at", mysql.DATETIME(fsp=6), server_default=sa.text("CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)")), sa.Column("s", mysql.SET("p", "q")), comment="table, changed")`,
  },
  {
    claim: "what indexes and tables of MySQL have",
    before: `sa.Table("u", metadata, ${ID}, sa.Column("a", sa.Text()), sa.Column("b", sa.Integer()), sa.Index("ix", "a", mysql_length=10), mysql_engine="InnoDB", mysql_charset="utf8mb4")`,
    after: `sa.Table("u", metadata, ${ID}, sa.Column("a", sa.Text()), sa.Column("b", sa.Integer()), sa.Column("twice", sa.Integer(), sa.Computed("b * 2", persisted=True)), sa.Index("ix", "a", "b", mysql_length={"a": 20}), sa.Index("ft", "a", mysql_prefix="FULLTEXT"), mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_row_format="DYNAMIC")
sa.Table("made", metadata, sa.Column("id", mysql.BIGINT(unsigned=True), primary_key=True), sa.Column("part", sa.Integer(), primary_key=True, autoincrement=False), sa.Column("j", sa.JSON()), sa.Column("m", sa.Numeric(8, 2), server_default=sa.text("1.5")), mysql_engine="InnoDB", mysql_collate="utf8mb4_bin", mysql_partition_by="HASH(part)", mysql_partitions="2")`,
  },
];

/** MySQL has no default of a text of unlimited length that isn't in parentheses, in which SQLAlchemy puts none. */
function forMysql(models: string): string {
  return models.replaceAll(
    'sa.Text(), nullable=False, server_default=""',
    'sa.String(9), nullable=False, server_default=""',
  );
}

/** Under the name of MariaDB, SQLAlchemy's keywords are MariaDB's, and those of MySQL count for nothing. */
function forMariadb(pair: Pair): Pair {
  const [before, after] = [pair.before, pair.after].map((models) => models.replaceAll("mysql_", "mariadb_"));
  return { claim: pair.claim, before: before ?? "", after: after ?? "" };
}

const servers: readonly (readonly [
  string,
  () => string | Promise<string>,
  readonly Pair[],
  readonly ("py" | "ts")[],
])[] = [
  ["SQLite", () => "sqlite:///app.db", anywhere, ["py"]],
  ["PostgreSQL", () => freshDatabase(), onPostgres, ["py", "ts"]],
  ["MariaDB", () => freshMysqlDatabase("mariadb-10.11"), onMysql.map(forMariadb), ["py", "ts"]],
  ["MySQL", () => freshMysqlDatabase("mysql-9"), onMysql, ["ts", "py"]],
];

describe.each(servers)("on %s", (title, fresh, pairs, formats) => {
  describe.each(formats)("in %s", (format) => {
    test(pairs.map(({ claim }) => claim).join("; "), async () => {
      const [before, after] = [together(pairs, "before"), together(pairs, "after")];
      const url = async () => withDriver(await fresh(), title);
      const [options, old, wanted] = await Promise.all([
        project(await url(), after),
        project(await url(), before),
        project(await url(), after),
      ]);
      await createAll([
        [old, before],
        [wanted, after],
        [options, before],
      ]);
      await revision(options, { autogenerate: true, message: "change", format, noRenames: true });
      await upgrade(options, { target: "head" });
      expect(await schemaOf(options)).toEqual(await schemaOf(wanted));
      expect(await check(options, {})).toMatchObject({ kind: "same" });
      await downgrade(options, { target: "base" });
      expect(await schemaOf(options)).toEqual(await schemaOf(old));
    }, 120_000);
  });
});

/** One project has the models of all pairs, for each start of Python takes long: the tables of a pair have names that no other's have. */
function together(pairs: readonly Pair[], side: "before" | "after"): string {
  return pairs.map((pair) => pair[side]).join("\n");
}

/** With a driver of Python's; MariaDB is called by its own name. */
function withDriver(url: string, title: string): string {
  const mysql = title === "MariaDB" ? "mariadb+pymysql:" : "mysql+pymysql:";
  return url.replace("postgresql:", "postgresql+psycopg2:").replace("mysql:", mysql);
}

type Project = GlobalOptions & { readonly url: string };

async function project(url: string, models: string): Promise<Project> {
  const files = {
    "alembic.ini": INI.replace("sqlite:///app.db", url),
    "migrations/env.py": genericEnv("compare_server_default=True, render_as_batch=True,"),
    "models.py": modelsOf(models),
  };
  return { ...(await alembicProject(files)), url };
}

/** What SQLAlchemy itself makes of models in the databases of these projects: one Python for all, for it takes long to start. */
async function createAll(made: readonly (readonly [Project, string])[]): Promise<void> {
  const texts = made.map(([{ cwd, url }, models]) => {
    const place = JSON.stringify(url.replace("app.db", join(cwd, "app.db")));
    return `${modelsOf(models)}\nmetadata.create_all(sa.create_engine(${place}))`;
  });
  await promisify(execFile)(await testPython(), ["-c", texts.join("\n\n")]);
}

/** The schema of the project's database; columns are compared by their names, for a server may have no way to say a place. */
async function schemaOf({ cwd, url }: Project): Promise<Schema> {
  const dialect = await dialectFor(url);
  const connection = await dialect.connect(dialect.target(url.replace("app.db", join(cwd, "app.db")), cwd), {
    create: false,
  });
  try {
    const exclude = bookTables({
      versionTable: { name: "alembic_version" },
      journal: { name: "limbeck_journal" },
      versionPrimaryKey: true,
    });
    const schema = canonicalSchema(dialect.normalise(await dialect.inspect(connection, { exclude })));
    return {
      ...schema,
      namespaces: schema.namespaces.filter((name) => name !== "limbeck"),
      tables: schema.tables.map((table) => ({
        ...table,
        columns: [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1)),
      })),
    };
  } finally {
    await connection.close();
  }
}
