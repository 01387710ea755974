import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bridge, startBridge } from "../../src/bridge/bridge.ts";
import { type SqlalchemyVersion, testPython } from "../servers/python.ts";
import { modelsSchema } from "./models-schema.ts";

/** What becomes of a keyword: a part of what is read, a refusal by its name, or nothing, for it isn't about what the server has. */
type Fate = { readonly carried: object } | "refused" | "nothing";

interface Row {
  readonly dialect: string;
  /** SQLAlchemy's class. */
  readonly on: string;
  readonly keyword: string;
  /** A value of it, in Python. */
  readonly value: string;
  readonly fate: Fate;
  /** The first version of SQLAlchemy that has it. */
  readonly since?: "2.1";
}

const index = (parts: object): Fate => ({ carried: { tables: [{ indexes: [parts] }] } });
const options = (parts: object): Fate => ({ carried: { tables: [{ options: parts }] } });
const key = (parts: object): Fate => ({ carried: { tables: [{ primaryKey: parts }] } });
const unique = (parts: object): Fate => ({ carried: { tables: [{ uniques: [parts] }] } });
const column = (parts: object): Fate => ({ carried: { tables: [{ columns: [{ name: "a", ...parts }] }] } });

const POSTGRES: readonly Omit<Row, "dialect">[] = [
  { on: "Index", keyword: "using", value: '"hash"', fate: index({ method: "hash" }) },
  { on: "Index", keyword: "include", value: '["b"]', fate: index({ include: ["b"] }) },
  { on: "Index", keyword: "where", value: 'sa.text("a > 1")', fate: index({ where: "a > 1" }) },
  {
    on: "Index",
    keyword: "ops",
    value: '{"a": "int4_ops"}',
    fate: index({ parts: [{ column: "a", opclass: "int4_ops" }] }),
  },
  { on: "Index", keyword: "concurrently", value: "True", fate: "nothing" },
  { on: "Index", keyword: "with", value: '{"fillfactor": 50}', fate: index({ storage: { fillfactor: "50" } }) },
  { on: "Index", keyword: "tablespace", value: '"ts"', fate: index({ tablespace: "ts" }) },
  { on: "Index", keyword: "nulls_not_distinct", value: "True", fate: index({ nullsNotDistinct: true }) },
  { on: "Table", keyword: "ignore_search_path", value: "True", fate: "nothing" },
  { on: "Table", keyword: "tablespace", value: '"ts"', fate: options({ tablespace: "ts" }) },
  { on: "Table", keyword: "partition_by", value: '"HASH (a)"', fate: options({ partitionBy: "HASH (a)" }) },
  { on: "Table", keyword: "with_oids", value: "True", fate: "refused" },
  { on: "Table", keyword: "on_commit", value: '"DROP"', fate: "refused" },
  { on: "Table", keyword: "inherits", value: '"p"', fate: "refused" },
  { on: "Table", keyword: "using", value: '"heap"', fate: options({ accessMethod: "heap" }) },
  {
    on: "Table",
    keyword: "with",
    value: '{"fillfactor": 50}',
    fate: options({ storage: { fillfactor: "50" } }),
    since: "2.1",
  },
  {
    on: "CheckConstraint",
    keyword: "not_valid",
    value: "True",
    fate: { carried: { tables: [{ checks: [{ notValid: true }] }] } },
  },
  {
    on: "ForeignKeyConstraint",
    keyword: "not_valid",
    value: "True",
    fate: { carried: { tables: [{ foreignKeys: [{ notValid: true }] }] } },
  },
  { on: "PrimaryKeyConstraint", keyword: "include", value: '["b"]', fate: key({ include: ["b"] }) },
  { on: "UniqueConstraint", keyword: "include", value: '["b"]', fate: unique({ include: ["b"] }) },
  { on: "UniqueConstraint", keyword: "nulls_not_distinct", value: "True", fate: unique({ nullsNotDistinct: true }) },
  {
    on: "CreateView",
    keyword: "with",
    value: '{"security_barrier": True, "security_invoker": "on", "check_option": "LOCAL"}',
    fate: { carried: { views: [{ barrier: true, security: "invoker", checkOption: "local" }] } },
    since: "2.1",
  },
];

const MYSQL: readonly Omit<Row, "dialect">[] = [
  { on: "Table", keyword: "engine", value: '"Aria"', fate: options({ engine: "Aria" }) },
  { on: "Table", keyword: "anything", value: '"9"', fate: options({ storage: { anything: "9" } }) },
  { on: "PrimaryKeyConstraint", keyword: "using", value: '"btree"', fate: "nothing" },
  { on: "Index", keyword: "using", value: '"HASH"', fate: index({ storage: { using: "hash" } }) },
  { on: "Index", keyword: "length", value: '{"a": 5}', fate: index({ parts: [{ column: "a", length: 5 }] }) },
  { on: "Index", keyword: "prefix", value: '"FULLTEXT"', fate: index({ method: "fulltext" }) },
  { on: "Index", keyword: "with_parser", value: '"ngram"', fate: index({ storage: { "with parser": "ngram" } }) },
];

const SQLITE: readonly Omit<Row, "dialect">[] = [
  { on: "Table", keyword: "autoincrement", value: "True", fate: column({ autoincrement: true }) },
  { on: "Table", keyword: "with_rowid", value: "False", fate: options({ withoutRowid: true }) },
  { on: "Table", keyword: "strict", value: "True", fate: options({ strict: true }) },
  { on: "Index", keyword: "where", value: 'sa.text("a > 1")', fate: index({ where: "a > 1" }) },
  { on: "Column", keyword: "on_conflict_primary_key", value: '"FAIL"', fate: key({ onConflict: "fail" }) },
  { on: "Column", keyword: "on_conflict_not_null", value: '"IGNORE"', fate: column({ onNullConflict: "ignore" }) },
  { on: "Column", keyword: "on_conflict_unique", value: '"ABORT"', fate: unique({ onConflict: "abort" }) },
  { on: "Constraint", keyword: "on_conflict", value: '"ROLLBACK"', fate: unique({ onConflict: "rollback" }) },
  { on: "CreateView", keyword: "if_not_exists", value: "True", fate: "nothing", since: "2.1" },
];

const ROWS: readonly Row[] = [
  ...POSTGRES.map((row) => ({ dialect: "postgresql", ...row })),
  ...MYSQL.flatMap((row) => ["mysql", "mariadb"].map((dialect) => ({ dialect, ...row }))),
  ...SQLITE.map((row) => ({ dialect: "sqlite", ...row })),
];

/** Keywords that no model has: of statements, and those that SQLAlchemy itself sets when it reads a database. */
const NOT_OF_MODELS = new Set(["Update limit", "Delete limit", "Index invalid"]);

/** A table, and what bears the keyword; the keyword is left out without one. */
function modelsWith({ on, dialect, keyword, value }: Row, isGiven: boolean): string {
  const word = isGiven ? `, ${dialect}_${keyword}=${value}` : "";
  const at = (place: string): string => (place === on ? word : "");
  const parts = [
    `sa.Column("a", sa.Integer${on === "Column" && keyword !== "on_conflict_unique" ? ", primary_key=True" : ""}${at("Column")}${keyword === "on_conflict_unique" ? ", unique=True" : ""}${keyword === "autoincrement" ? ", primary_key=True" : ""})`,
    'sa.Column("b", sa.Integer)',
    ...(on === "UniqueConstraint" || on === "Constraint" ? [`sa.UniqueConstraint("a"${at(on)})`] : []),
    ...(on === "PrimaryKeyConstraint" ? [`sa.PrimaryKeyConstraint("a"${word})`] : []),
    ...(on === "CheckConstraint" ? [`sa.CheckConstraint("a > 0"${word})`] : []),
    ...(on === "ForeignKeyConstraint" ? [`sa.ForeignKeyConstraint(["a"], ["t.b"]${word})`] : []),
  ];
  return [
    "import sqlalchemy as sa",
    "metadata = sa.MetaData()",
    `t = sa.Table("t", metadata, ${parts.join(", ")}${at("Table")})`,
    ...(on === "Index" ? [`sa.Index("i", t.c.a${word})`] : []),
    ...(on === "CreateView" ? [`sa.CreateView(sa.select(t.c.a), "v", metadata=metadata${word})`] : []),
    "",
  ].join("\n");
}

/** Prints the keywords of each dialect as a list of `[dialect, class, keyword]`. */
const LIST = `import json
from sqlalchemy.dialects import registry
found = []
for name in ("postgresql", "mysql", "mariadb", "sqlite"):
    dialect = registry.load(name)
    for made, words in dialect.construct_arguments:
        found += [[name, made.__name__, word] for word in words]
print(json.dumps(found))`;

describe.each<SqlalchemyVersion>(["2.0", "2.1"])("keywords of SQLAlchemy %s's dialects", (version) => {
  let directory = "";
  let python = "";
  let bridge: Bridge;
  let made = 0;
  const rows = ROWS.filter(({ since }) => since === undefined || version >= since);

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "limbeck-keywords-"));
    python = await testPython(version);
    bridge = await startBridge({ python, directory, env: { ...process.env } });
  }, 300_000);
  afterAll(async () => {
    await bridge.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function schemaOf(row: Row, isGiven: boolean) {
    made += 1;
    writeFileSync(join(directory, `models${made}.py`), modelsWith(row, isGiven));
    const request = { place: `models${made}:metadata`, dialects: [row.dialect], backslashes: false, path: [directory] };
    return modelsSchema(bridge, request);
  }

  test("each is in the list", async () => {
    const { stdout } = await promisify(execFile)(python, ["-c", LIST]);
    const known = new Set(rows.map(({ dialect, on, keyword }) => [dialect, on, keyword].join(" ")));
    const all: readonly (readonly [string, string, string])[] = JSON.parse(stdout);
    const unknown = all
      .filter(([, on, word]) => !NOT_OF_MODELS.has(`${on} ${word}`) && word !== "*")
      .map((words) => words.join(" "));
    expect(unknown.filter((words) => !known.has(words))).toEqual([]);
  });

  test.each(rows)(
    "$keyword of $dialect $on is carried, refused by its name, or about nothing that the server has",
    async (row) => {
      if (row.fate === "refused") {
        await expect(schemaOf(row, true)).rejects.toMatchObject({
          code: "BRIDGE_MODEL_UNSUPPORTED",
          message: expect.stringContaining(`${row.dialect}_${row.keyword}=`),
        });
        return;
      }
      const [found, without] = [await schemaOf(row, true), await schemaOf(row, false)];
      if (row.fate === "nothing") expect(found).toEqual(without);
      else {
        expect(matches(without, row.fate.carried), "without it").toBe(false);
        expect(matches(found, row.fate.carried), JSON.stringify(found.tables)).toBe(true);
      }
    },
  );
});

describe("views of SQLAlchemy 2.1", () => {
  let directory = "";
  let bridge: Bridge;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "limbeck-views-"));
    bridge = await startBridge({ python: await testPython("2.1"), directory, env: { ...process.env } });
  }, 300_000);
  afterAll(async () => {
    await bridge.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const read = async (name: string, made: string) => {
    const start = `import sqlalchemy as sa\nmetadata = sa.MetaData()\nt = sa.Table("t", metadata, sa.Column("a", sa.Integer))\n`;
    writeFileSync(join(directory, `${name}.py`), `${start}${made}\n`);
    const request = { place: `${name}:metadata`, dialects: ["postgresql"], backslashes: false, path: [directory] };
    return modelsSchema(bridge, request);
  };

  test("are no tables", async () => {
    const { tables, views } = await read(
      "views",
      `sa.CreateView(sa.select(t.c.a).where(t.c.a > 5), "v", metadata=metadata, or_replace=True)
m = sa.CreateView(sa.select(t.c.a), "m", metadata=metadata, schema="s", materialized=True, postgresql_with={"fillfactor": 70})
sa.Index("ix_m_a", m.table.c.a.desc(), unique=True, postgresql_where=m.table.c.a > 7)`,
    );
    expect(tables.map(({ name }) => name)).toEqual(["t"]);
    expect(views).toEqual([
      { name: "v", definition: "SELECT t.a \nFROM t \nWHERE t.a > 5" },
      {
        ...{ name: "m", schema: "s", definition: "SELECT t.a \nFROM t", materialized: true },
        storage: { fillfactor: "70" },
        indexes: [{ name: "ix_m_a", unique: true, parts: [{ column: "a", descending: true }], where: "a > 7" }],
      },
    ]);
  });

  test.each([
    ["temporary", 'sa.CreateView(sa.select(t.c.a), "v", metadata=metadata, temporary=True)', 'view "v" is TEMPORARY'],
    [
      "indexed",
      'v = sa.CreateView(sa.select(t.c.a), "v", metadata=metadata)\nsa.Index("ix", v.table.c.a)',
      'view "v" has an index',
    ],
    [
      "with an option",
      'sa.CreateView(sa.select(t.c.a), "v", metadata=metadata, postgresql_with={"other": 1})',
      "has the options {'other': 1}",
    ],
    ["filled", 'sa.CreateTableAs(sa.select(t.c.a), "v", metadata=metadata)', "CREATE TABLE AS"],
  ])("that no revision could keep are refused: %s", async (name, made, words) => {
    await expect(read(name, made)).rejects.toMatchObject({
      code: "BRIDGE_MODEL_UNSUPPORTED",
      message: expect.stringContaining(words),
    });
  });
});

/** Whether all that is wanted is in what was found; the items of a list from the first on. */
function matches(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return found === wanted;
  if (typeof found !== "object" || found === null) return false;
  const parts = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wanted).every(([name, value]) => matches(parts.get(name), value));
}
