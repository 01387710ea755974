import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bridge, startBridge } from "../../src/bridge/bridge.ts";
import type { ModelsPart } from "../../src/bridge/model-commands.ts";
import { readModels } from "../../src/bridge/read-models.ts";
import { testPython } from "../servers/python.ts";
import { modelsSchema } from "./models-schema.ts";

let directory = "";
let bridge: Bridge;
let made = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "limbeck-models-"));
  bridge = await startBridge({ python: await testPython(), directory, env: { ...process.env } });
});

afterAll(async () => {
  await bridge.close();
  rmSync(directory, { recursive: true, force: true });
});

/** What a server that isn't there would be told of these models. */
async function schemaOf(lines: string, dialect: string, server?: string, home?: { home: string; foldsHome?: true }) {
  made += 1;
  const text = `import sqlalchemy as sa\nfrom sqlalchemy.dialects import mysql, postgresql\nmetadata = sa.MetaData()\n${lines}\n`;
  writeFileSync(join(directory, `models${made}.py`), text);
  const place = `models${made}:metadata`;
  const request = { place, dialects: ["nothing", dialect], backslashes: false, path: [directory] };
  return modelsSchema(bridge, { ...request, ...home, ...(server === undefined ? {} : { server }) });
}

const T = (parts: string): string => `t = sa.Table("t", metadata, ${parts})`;
const LONG = "a_name_of_more_bytes_than_the_server_keeps_of_what_a_model_has_in_it";
const KEPT = LONG.slice(0, 63);
const raw = (sql: string) => ({ kind: "raw", sql });

const ROWS: readonly {
  claim: string;
  dialect: string;
  server?: string;
  models: string;
  table?: object;
  schema?: object;
}[] = [
  {
    claim: "an enum has a type of its own, in an array too",
    dialect: "postgresql",
    models: T(
      'sa.Column("a", sa.Enum("x", "it\'s", name="My Kind", schema="s")), sa.Column("b", postgresql.ARRAY(sa.Enum("u", name="k")))',
    ),
    table: {
      columns: [
        { name: "a", type: { kind: "named", name: "My Kind", schema: "s" }, nullable: true },
        { name: "b", type: { kind: "array", of: { kind: "named", name: "k" } }, nullable: true },
      ],
    },
    schema: {
      enums: [
        { name: "My Kind", schema: "s", values: ["x", "it's"] },
        { name: "k", values: ["u"] },
      ],
    },
  },
  {
    claim: "an enum that isn't a type of the server is a text with a check",
    dialect: "postgresql",
    models: T('sa.Column("a", sa.Enum("x", "yy", name="k", native_enum=False, create_constraint=True))'),
    table: {
      columns: [{ name: "a", type: raw("VARCHAR(2)"), nullable: true }],
      checks: [{ name: "k", expression: "a IN ('x', 'yy')" }],
    },
    schema: { enums: [] },
  },
  {
    claim: "types, defaults and checks that look alike stay what each of them is",
    dialect: "postgresql",
    models: T(
      'sa.Column("a", sa.String(5)), sa.Column("b", sa.String(5, "C")), sa.Column("c", sa.String(5).with_variant(sa.Text(), "postgresql")), sa.Column("d", sa.Numeric(5)), sa.Column("e", sa.Numeric(5, 0), server_default=sa.text("5")), sa.Column("f", sa.Text, server_default="5"), sa.Column("g", sa.Text, server_default=sa.text(":x").bindparams(x="5")), sa.Column("h", sa.Text, server_default=sa.text(":x").bindparams(x="6")), sa.CheckConstraint("5"), sa.CheckConstraint(sa.text(":x").bindparams(x=5)), sa.CheckConstraint(sa.text(":x").bindparams(x=6))',
    ),
    table: {
      columns: [
        { name: "a", type: raw("VARCHAR(5)"), nullable: true },
        { name: "b", type: raw("VARCHAR(5)"), collation: "C", nullable: true },
        { name: "c", type: raw("TEXT"), nullable: true },
        { name: "d", type: raw("NUMERIC(5)"), nullable: true },
        { name: "e", type: raw("NUMERIC(5, 0)"), nullable: true, default: 5 },
        { name: "f", type: raw("TEXT"), nullable: true, default: "5" },
        { name: "g", type: raw("TEXT"), nullable: true, default: { sql: "'5'" } },
        { name: "h", type: raw("TEXT"), nullable: true, default: { sql: "'6'" } },
      ],
      checks: [{ expression: "5" }, { expression: "5" }, { expression: "6" }],
    },
  },
  {
    claim: "options are seen that are given when the table is there already",
    dialect: "postgresql",
    models: `${T('sa.Column("a", sa.Integer), sa.Index("i", "a")')}
t.dialect_options["postgresql"]["tablespace"] = "fast"
next(iter(t.indexes)).dialect_kwargs["postgresql_using"] = "hash"`,
    table: {
      options: { tablespace: "fast" },
      indexes: [{ name: "i", parts: [{ column: "a" }], method: "hash" }],
    },
  },
  {
    claim: "a type for which the project has a compiler of its own may be another in each column",
    dialect: "postgresql",
    models: `from sqlalchemy.ext.compiler import compiles
@compiles(postgresql.MACADDR8)
def write(type_, compiler, type_expression=None, **_):
    return f"of_{type_expression.name}"
${T('sa.Column("a", postgresql.MACADDR8), sa.Column("b", postgresql.MACADDR8)')}`,
    table: {
      columns: [
        { name: "a", type: raw("of_a"), nullable: true },
        { name: "b", type: raw("of_b"), nullable: true },
      ],
    },
  },
  {
    claim: "an enum of MySQL is written into the column",
    dialect: "mysql",
    models: T('sa.Column("a", sa.Enum("x", "yy", name="k"))'),
    table: { columns: [{ name: "a", type: raw("ENUM('x','yy')"), nullable: true }] },
    schema: { enums: [] },
  },
  {
    claim: "a key of integers numbers itself, by the means of the server",
    dialect: "postgresql",
    models: T('sa.Column("a", sa.BigInteger, primary_key=True)'),
    table: { columns: [{ name: "a", type: raw("BIGINT"), nullable: false, autoincrement: true }] },
  },
  {
    claim: "identity and sequences, with their numbers",
    dialect: "postgresql",
    models: `${T('sa.Column("a", sa.Integer, sa.Identity(always=True, start=5, increment=2, maxvalue=9000000000000000000, cycle=True), primary_key=True)')}
sa.Sequence("c", schema="s", start=3, data_type=sa.SmallInteger, metadata=metadata)`,
    table: {
      columns: [
        {
          name: "a",
          type: raw("INTEGER"),
          nullable: false,
          identity: { always: true, options: { start: "5", increment: "2", max: "9000000000000000000", cycle: true } },
        },
      ],
    },
    schema: { sequences: [{ name: "c", schema: "s", type: "smallint", start: "3" }] },
  },
  {
    claim: "every option of an index",
    dialect: "postgresql",
    models: `${T('sa.Column("a", sa.Text), sa.Column("b", sa.Integer)')}
sa.Index("i", t.c.a, sa.func.lower(t.c.a).label("l"), t.c.b.desc().nulls_last(), unique=True, postgresql_using="btree", postgresql_include=["b"],
  postgresql_where=t.c.b > 3, postgresql_with={"fillfactor": 50}, postgresql_tablespace="ts", postgresql_nulls_not_distinct=True,
  postgresql_ops={"a": "text_pattern_ops", "l": "varchar_pattern_ops"}, postgresql_concurrently=True)`,
    table: {
      indexes: [
        {
          name: "i",
          unique: true,
          parts: [
            { column: "a", opclass: "text_pattern_ops" },
            { expression: "lower(a)", opclass: "varchar_pattern_ops" },
            { column: "b", descending: true, nulls: "last" },
          ],
          where: "b > 3",
          method: "btree",
          include: ["b"],
          nullsNotDistinct: true,
          storage: { fillfactor: "50" },
          tablespace: "ts",
        },
      ],
    },
  },
  {
    claim: "an index of those rows for which a constant is true, as `where` of two things of Python makes it",
    dialect: "postgresql",
    models: `${T('sa.Column("a", sa.Text)')}
sa.Index("i", t.c.a, postgresql_where=t.c.a is True)`,
    table: { indexes: [{ name: "i", parts: [{ column: "a" }], where: "false" }] },
  },
  {
    claim: "PostgreSQL knows a table and a column by the first 63 bytes of their names",
    dialect: "postgresql",
    models: `${T(`sa.Column("${LONG}", sa.Integer, primary_key=True, key="k"), sa.Column("${"é".repeat(32)}", sa.Text), sa.CheckConstraint("${LONG} > 0")`)}
sa.Index("i", t.c.k)
sa.Table("${LONG}", metadata, sa.Column("a", sa.ForeignKey("t.k")))
sa.Table("p", metadata, sa.Column("a", sa.ForeignKey("${LONG}.a")))`,
    schema: {
      tables: [
        {
          name: "t",
          columns: [{ name: KEPT }, { name: "é".repeat(31) }],
          primaryKey: { columns: [KEPT] },
          indexes: [{ parts: [{ column: KEPT }] }],
        },
        { name: KEPT, foreignKeys: [{ references: { table: "t", columns: [KEPT] } }] },
        { name: "p", foreignKeys: [{ references: { table: KEPT, columns: ["a"] } }] },
      ],
    },
  },
  {
    claim: "an index that a model has twice is one",
    dialect: "postgresql",
    models: T('sa.Column("a", sa.Text, index=True), sa.Index("ix_t_a", "a")'),
    table: { indexes: [{ name: "ix_t_a", parts: [{ column: "a" }] }] },
  },
  {
    claim: "every option of a constraint",
    dialect: "postgresql",
    models: `${T(`sa.Column("a", sa.Integer), sa.Column("r", postgresql.INT4RANGE),
  sa.UniqueConstraint("a", name="u", deferrable=True, postgresql_include=["r"], postgresql_nulls_not_distinct=True),
  sa.CheckConstraint("a > 0", name="c", postgresql_not_valid=True),
  sa.ForeignKeyConstraint(["a"], ["s.p.x"], name="f", postgresql_not_valid=True, match="FULL"),
  postgresql.ExcludeConstraint(("r", "&&"), (sa.column("a"), "="), where=sa.text("a > 1"), using="gist", name="e", deferrable=True, initially="DEFERRED")`)}
sa.Table("p", metadata, sa.Column("x", sa.Integer, primary_key=True), schema="s")`,
    table: {
      uniques: [
        { name: "u", columns: ["a"], deferrable: "initially immediate", include: ["r"], nullsNotDistinct: true },
      ],
      checks: [{ name: "c", expression: "a > 0", notValid: true }],
      foreignKeys: [
        {
          name: "f",
          columns: ["a"],
          references: { table: "p", schema: "s", columns: ["x"] },
          match: "full",
          notValid: true,
        },
      ],
      exclusions: [
        {
          name: "e",
          method: "gist",
          elements: [
            { expression: "r", operator: "&&" },
            { expression: "a", operator: "=" },
          ],
          where: "a > 1",
          deferrable: "initially deferred",
        },
      ],
    },
    schema: { namespaces: ["s"] },
  },
  {
    claim: "every option of a table, and comments",
    dialect: "postgresql",
    models: T(
      'sa.Column("a", sa.Integer, comment="of a column"), prefixes=["UNLOGGED"], comment="it\'s", postgresql_tablespace="ts", postgresql_partition_by="RANGE (a)", mysql_engine="InnoDB"',
    ),
    table: {
      columns: [{ name: "a", type: raw("INTEGER"), nullable: true, comment: "of a column" }],
      comment: "it's",
      options: { unlogged: true, tablespace: "ts", partitionBy: "RANGE (a)" },
    },
  },
  {
    claim: "options of MySQL",
    dialect: "mysql",
    models: `${T('sa.Column("a", sa.String(9, collation="utf8mb4_bin"), nullable=False), sa.Column("n", sa.Integer, primary_key=True), mysql_engine="InnoDB", mysql_default_charset="utf8mb4", mysql_row_format="DYNAMIC"')}
sa.Index("i", t.c.a, mysql_length={"a": 5}, mysql_prefix="FULLTEXT")`,
    table: {
      columns: [
        { name: "a", type: raw("VARCHAR(9)"), nullable: false, collation: "utf8mb4_bin" },
        { name: "n", type: raw("INTEGER"), nullable: false, autoincrement: true },
      ],
      indexes: [{ name: "i", parts: [{ column: "a", length: 5 }], method: "fulltext" }],
      options: { engine: "InnoDB", charset: "utf8mb4", rowFormat: "DYNAMIC" },
    },
  },
  {
    claim: "indexes of MySQL: their kind is one thing, and how they are kept another",
    dialect: "mysql",
    models: `${T('sa.Column("a", sa.String(9), key="the_a"), sa.Column("b", sa.Text())')}
sa.Index("i", t.c.the_a, mysql_length={"a": 5}, mysql_using="HASH")
sa.Index("j", t.c.b, mysql_prefix="FULLTEXT", mysql_with_parser="ngram")
sa.Index("k", t.c.b, unique=True, mysql_using="BTREE", mysql_length={"b": 3})`,
    table: {
      indexes: [
        { name: "i", parts: [{ column: "a", length: 5 }], storage: { using: "hash" } },
        { name: "j", parts: [{ column: "b" }], method: "fulltext", storage: { "with parser": "ngram" } },
        { name: "k", unique: true, parts: [{ column: "b", length: 3 }] },
      ],
    },
  },
  {
    claim: "every other option of a table of MySQL, and partitions in several keywords",
    dialect: "mysql",
    models: T(
      'sa.Column("a", sa.Integer), mysql_KEY_BLOCK_SIZE="8", mysql_max_rows="9", mysql_partition_by="HASH (a)", mysql_partitions="4"',
    ),
    table: {
      options: { partitionBy: "HASH (a) PARTITIONS 4", storage: { key_block_size: "8", max_rows: "9" } },
    },
  },
  {
    claim: "what MySQL sets on each update, and defaults in the parentheses that SQLAlchemy puts around them",
    dialect: "mysql",
    server: "9.7.0",
    models: T(`sa.Column("a", sa.TIMESTAMP(), server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")),
      sa.Column("b", mysql.DATETIME(fsp=3), server_default=sa.text("NULL ON UPDATE CURRENT_TIMESTAMP(3)")),
      sa.Column("c", sa.Numeric(5, 2), server_default=sa.text("1.5")), sa.Column("d", sa.DateTime(), server_default=sa.func.now()),
      sa.Column("e", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"))`),
    table: {
      columns: [
        { name: "a", type: raw("TIMESTAMP"), default: { sql: "CURRENT_TIMESTAMP" }, onUpdate: "CURRENT_TIMESTAMP" },
        { name: "b", type: raw("DATETIME(3)"), onUpdate: "CURRENT_TIMESTAMP(3)" },
        { name: "c", type: raw("NUMERIC(5, 2)"), default: { sql: "(1.5)" } },
        { name: "d", type: raw("DATETIME"), default: { sql: "(now())" } },
        { name: "e", type: raw("DATETIME"), default: { sql: "CURRENT_TIMESTAMP" } },
      ].map((column) => ({ ...column, nullable: true })),
    },
  },
  {
    claim: "variants and keywords of MariaDB are taken where the URL names it",
    dialect: "mariadb",
    server: "10.11.19-MariaDB",
    models: `${T('sa.Column("a", sa.Integer().with_variant(mysql.TINYINT(), "mysql").with_variant(mysql.MEDIUMINT(), "mariadb")), mariadb_engine="Aria", mysql_engine="InnoDB"')}
sa.Sequence("s", start=5, metadata=metadata)`,
    table: { columns: [{ name: "a", type: raw("MEDIUMINT"), nullable: true }], options: { engine: "Aria" } },
    schema: { sequences: [{ name: "s", start: "5" }] },
  },
  {
    claim: "an identity is a number of the server's own, for MySQL has no other",
    dialect: "mysql",
    models: T('sa.Column("a", sa.Integer, sa.Identity(start=5), primary_key=True)'),
    table: { columns: [{ name: "a", type: raw("INTEGER"), nullable: false, autoincrement: true }] },
  },
  {
    claim: "domains, with all that only keywords say, in arrays and decorators too",
    dialect: "postgresql",
    models: `class Mail(sa.types.TypeDecorator):
  impl, cache_ok = postgresql.DOMAIN("mail", sa.Text, collation="C", default="it's", check="VALUE LIKE '%@%'", not_null=True), True
${T(`sa.Column("a", Mail()), sa.Column("b", postgresql.ARRAY(postgresql.DOMAIN("n", postgresql.ENUM("x", name="k"), schema="s"))),
  sa.Column("c", sa.Integer().with_variant(postgresql.DOMAIN("pos", sa.Integer, default=sa.text("5"), constraint_name="more", check=sa.text("VALUE > 0")), "postgresql"))`)}`,
    table: {
      columns: [
        { name: "a", type: { kind: "named", name: "mail" }, nullable: true },
        { name: "b", type: { kind: "array", of: { kind: "named", name: "n", schema: "s" } }, nullable: true },
        { name: "c", type: { kind: "named", name: "pos" }, nullable: true },
      ],
    },
    schema: {
      enums: [{ name: "k", values: ["x"] }],
      domains: [
        {
          name: "mail",
          type: raw("TEXT"),
          collation: "C",
          default: "it's",
          nullable: false,
          checks: [{ expression: "VALUE LIKE '%@%'" }],
        },
        { name: "n", schema: "s", type: { kind: "named", name: "k" }, nullable: true, checks: [] },
        {
          name: "pos",
          type: raw("INTEGER"),
          default: { sql: "5" },
          nullable: true,
          checks: [{ name: "more", expression: "VALUE > 0" }],
        },
      ],
    },
  },
  {
    claim: "types that belong to the metadata and to no column",
    dialect: "postgresql",
    models: `${T('sa.Column("a", sa.Integer)')}
postgresql.ENUM("x", name="k", metadata=metadata)
sa.Enum("y", name="l", metadata=metadata)
postgresql.DOMAIN("d", sa.Text, metadata=metadata)`,
    schema: {
      enums: [
        { name: "k", values: ["x"] },
        { name: "l", values: ["y"] },
      ],
      domains: [{ name: "d", type: raw("TEXT"), nullable: true, checks: [] }],
    },
  },
  {
    claim: "an optional sequence is for servers that can't number rows by themselves",
    dialect: "postgresql",
    models: `${T('sa.Column("a", sa.Integer, sa.Sequence("s", optional=True), primary_key=True)')}
sa.Sequence("r", metadata=metadata, optional=True)`,
    table: { columns: [{ name: "a", type: raw("INTEGER"), nullable: false, autoincrement: true }] },
    schema: { sequences: [] },
  },
  {
    claim: "a key that its columns make begins with the one that numbers itself, as SQLAlchemy writes it",
    dialect: "mysql",
    models: T(
      'sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True, autoincrement=True)',
    ),
    table: { primaryKey: { columns: ["b", "a"] } },
  },
  {
    claim: "a key that is written out has its columns in that order",
    dialect: "postgresql",
    models: T(
      'sa.Column("a", sa.Integer), sa.Column("b", sa.Integer, autoincrement=True), sa.PrimaryKeyConstraint("a", "b")',
    ),
    table: { primaryKey: { columns: ["a", "b"] } },
  },
  {
    claim: "backslashes and percent signs stay as they are",
    dialect: "postgresql",
    models: T(
      'sa.Column("a", sa.Text, server_default="\\\\ %"), sa.Column("b", sa.Text, server_default=sa.func.lower("\\\\ %")), sa.CheckConstraint(sa.column("a") != "\\\\%", name="c")',
    ),
    table: {
      columns: [
        { name: "a", type: raw("TEXT"), nullable: true, default: "\\ %" },
        { name: "b", type: raw("TEXT"), nullable: true, default: { sql: "lower('\\ %')" } },
      ],
      checks: [{ name: "c", expression: "a != '\\%'" }],
    },
  },
  {
    claim: "a name that the naming convention makes too long is shortened as the server's dialect does it",
    dialect: "postgresql",
    models: `metadata.naming_convention = {"ix": "ix_%(table_name)s_%(column_0_name)s_and_some_more_words_to_be_sure_of_its_great_length_after_all"}
${T('sa.Column("a", sa.Integer, index=True)')}`,
    table: {
      indexes: [{ name: expect.stringMatching(/^ix_t_a_and.{45}_[0-9a-f]{4}$/), parts: [{ column: "a" }] }],
    },
  },
];

describe("models as a schema", () => {
  test.each(ROWS)("$claim", async ({ models, dialect, server, table, schema }) => {
    const found = await schemaOf(models, dialect, server);
    expect(found).toMatchObject(schema ?? {});
    const columns: Readonly<Record<string, unknown>> = { ...found.tables.find(({ name }) => name === "t") };
    for (const [key, value] of Object.entries(table ?? {})) expect(columns[key]).toEqual(value);
  });
});

test.each(["postgresql", "mysql", "sqlite"])(
  "%s: who numbers the rows is told of each key by itself",
  async (dialect) => {
    const key = (name: string, type: string, more = "") =>
      `sa.Table("${name}", metadata, sa.Column("id", ${type}, primary_key=True${more}))\n`;
    const { tables } = await schemaOf(
      [
        key("a", "sa.Integer"),
        key("b", "sa.Integer", ', default=sa.Sequence("s")'),
        key("c", "sa.Integer"),
        key("d", "sa.Integer", ', server_default="1"'),
        key("e", "sa.Integer", ", autoincrement=False"),
        key("f", "sa.BigInteger"),
        key("g", "sa.String(9)"),
        'sa.Table("h", metadata, sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True))\n',
      ].join(""),
      dialect,
    );
    const numbered = tables.filter(({ columns }) => columns.some(({ autoincrement }) => autoincrement === true));
    const bySelf = { postgresql: ["a", "c", "f"], mysql: ["a", "b", "c", "f"], sqlite: [] }[dialect];
    expect(numbered.map(({ name }) => name)).toEqual(bySelf);
  },
);

test("many tables are told in parts, each with what is said of its own", async () => {
  const names = Array.from({ length: 120 }, (_, i) => `t${i}`);
  const text = names.map(
    (name) =>
      `sa.Table("${name}", m, sa.Column("id", sa.Integer, primary_key=True), sa.Column("d", sa.Integer, server_default=sa.FetchedValue()))`,
  );
  writeFileSync(join(directory, "many.py"), `import sqlalchemy as sa\nm = sa.MetaData()\n${text.join("\n")}\n`);
  const parts: ModelsPart[] = [];
  const request = { place: "many:m", dialects: ["postgresql"], backslashes: false, path: [directory] };
  const { schema } = await readModels(bridge, request, (part) => parts.push(part));
  expect(schema).not.toHaveProperty("tables");
  expect(parts.map(({ tables }) => tables.length)).toEqual([50, 50, 20]);
  expect(parts.flatMap(({ tables }) => tables.map(({ name }) => name))).toEqual(names);
  for (const { tables, serverDefaults, unorderedKeys } of parts) {
    const own = tables.map(({ name }) => name);
    expect([serverDefaults, unorderedKeys].map((said) => said.map(({ table }) => table))).toEqual([own, own]);
  }
});

test("a type and the numbers of rows that columns share are written once", async () => {
  const table = (name: string) =>
    `sa.Table("${name}", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Boolean), sa.Column("c", sa.Boolean))\n`;
  await schemaOf(
    `from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGTypeCompiler
calls = []
def counted(kind, name):
    written = getattr(kind, name)
    setattr(kind, name, lambda *given, **more: calls.append(name) or written(*given, **more))
counted(PGTypeCompiler, "visit_BOOLEAN")
counted(PGDDLCompiler, "get_column_specification")
${table("t")}${table("u")}`,
    "postgresql",
  );
  const { tables } = await schemaOf(
    `from models${made} import calls\nsa.Table("t", metadata, sa.Column("a", sa.Integer), comment=" ".join(sorted(calls)))`,
    "postgresql",
  );
  expect(tables[0]?.comment).toBe("get_column_specification visit_BOOLEAN");
});

test.each([
  ['postgresql_inherits="p"', "postgresql_inherits='p'"],
  ['sa.Column("B", sa.Integer, quote=False)', 'column "t.B" has quote=False, so that PostgreSQL knows it as "b"'],
  ['sa.CheckConstraint("a > 0", name="c", deferrable=True)', '"c" of the table "t" is a CHECK with DEFERRABLE'],
  [
    'sa.Column("b", sa.Integer, index=True), sa.Index("ix_t_b", "a")',
    'The table "t" has two indexes "ix_t_b" that differ',
  ],
  ['sa.UniqueConstraint("a", name="u" * 64)', `The table "t" can't be written for postgresql: Identifier 'uuu`],
  ['sa.Column("b", sa.Enum("x", name="k")), sa.Column("c", sa.Enum("y", name="k"))', 'enum "k" is defined twice'],
])("what has no place in a schema is refused by its name: %s", async (part, words) => {
  await expect(schemaOf(T(`sa.Column("a", sa.Integer), ${part}`), "postgresql")).rejects.toMatchObject({
    code: "BRIDGE_MODEL_UNSUPPORTED",
    message: expect.stringContaining(words),
  });
});

test.each([
  [{ home: "shop" }, ["other.t", "Shop.t"]],
  [{ home: "shop", foldsHome: true as const }, ["other.t", "t"]],
])(
  "what names the namespace of the session has none, in any case where the server tells none: %j",
  async (home, names) => {
    const key = 'sa.Column("id", sa.Integer, primary_key=True)';
    const lines = `sa.Table("t", metadata, ${key}, schema="other")\nsa.Table("t", metadata, ${key}, schema="Shop")`;
    const { tables } = await schemaOf(lines, "mysql", undefined, home);
    expect(tables.map(({ schema, name }) => (schema === undefined ? name : `${schema}.${name}`))).toEqual(names);
  },
);
