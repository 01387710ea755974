import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { check } from "../../src/project/check.ts";
import { testPython } from "../servers/python.ts";
import { alembicProject, genericEnv, modelsOf } from "./alembic-project.ts";
import { inDirectory, projectDirectory, writeFiles } from "./project-directory.ts";

const KEY = 'sa.Column("id", sa.Integer, primary_key=True)';

/** Models of which SQLAlchemy itself makes the database. */
const SAME: readonly { claim: string; models: string }[] = [
  {
    claim: "every generic type",
    models: `sa.Table("t", metadata, ${KEY},
  *(sa.Column(f"c{i}", type_) for i, type_ in enumerate([
    sa.Integer, sa.BigInteger, sa.SmallInteger, sa.Numeric, sa.Numeric(10, 2), sa.Float, sa.Float(24), sa.Double, sa.REAL, sa.DECIMAL(8),
    sa.String, sa.String(20), sa.Unicode(12), sa.Text, sa.UnicodeText, sa.CHAR(8), sa.NCHAR(3), sa.NVARCHAR(4), sa.CLOB, sa.VARCHAR(9),
    sa.Boolean, sa.Date, sa.DateTime, sa.DateTime(timezone=True), sa.Time, sa.TIMESTAMP(timezone=True), sa.Interval,
    sa.LargeBinary, sa.LargeBinary(20), sa.BINARY(3), sa.VARBINARY(4), sa.BLOB, sa.JSON, sa.Uuid, sa.Uuid(native_uuid=False), sa.UUID,
    sa.PickleType, sa.Enum("a", "it's", name="e"), sa.Enum("a", "b", name="n", native_enum=False, length=9)])))`,
  },
  {
    claim: "types of the project's own: decorated, by dialect, with a variant",
    models: `class Upper(sa.types.TypeDecorator):
    impl = sa.String(30)
    cache_ok = True

class Document(sa.types.TypeDecorator):
    impl = sa.Text
    cache_ok = True
    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(postgresql.JSONB() if dialect.name == "postgresql" else sa.String(7))

class Own(sa.types.UserDefinedType):
    cache_ok = True
    def get_col_spec(self, **kw):
        return "OWN KIND(3)"

sa.Table("t", metadata, ${KEY}, sa.Column("a", Upper), sa.Column("b", Document), sa.Column("c", Own),
  sa.Column("d", sa.String(10).with_variant(sa.Text(), "sqlite").with_variant(postgresql.CITEXT(), "postgresql")),
  sa.Column("e", sa.String(10).with_variant(postgresql.CITEXT(), "postgresql")))`,
  },
  {
    claim: "defaults of the server",
    models: `sa.Table("t", metadata, ${KEY},
  *(sa.Column(f"c{i}", sa.String(99), server_default=default) for i, default in enumerate([
    "new", "", "it's", "5", "-5", "a:b", "100% \\\\ \\"x\\"", "null", sa.text("0"), sa.text("-7"), sa.text("1.50"), sa.text("'x'"), sa.text("NULL"),
    sa.text("CURRENT_TIMESTAMP"), sa.func.now(), sa.func.lower("A'B"), sa.true(), sa.false(), sa.text("(1 + 2)"), sa.literal("x"), sa.text("true"),
    sa.text("lower('\\\\:x')"), sa.text("x'00ff'"), sa.literal_column("abs(-3)")])))`,
  },
  {
    claim: "checks: of the table, of a column, of a type, quoted and with a percent sign",
    models: `sa.Table("my table", metadata, ${KEY}, sa.Column("Mixed", sa.Integer, sa.CheckConstraint('"Mixed" > 0', name="positive")),
  sa.Column("flag", sa.Boolean(create_constraint=True, name="flag_is_bool")),
  sa.Column("kind", sa.Enum("a", "it's", name="kind_values", native_enum=False, create_constraint=True)),
  sa.Column("email", sa.String(20), sa.CheckConstraint("email LIKE '%@%'")), sa.CheckConstraint("id < 10"),
  sa.CheckConstraint(sa.column("id") != sa.literal(5), name="not five"))`,
  },
  {
    claim: "keys: named, unnamed, of several columns, with what happens on a conflict",
    models: `sa.Table("a", metadata, sa.Column("x", sa.Integer), sa.Column("y", sa.String(5)), sa.PrimaryKeyConstraint("y", "x", name="pk_a"),
  sa.UniqueConstraint("x"), sa.UniqueConstraint("x", "y", name="uq", sqlite_on_conflict="IGNORE"))
sa.Table("b", metadata, sa.Column("x", sa.Integer, primary_key=True), sa.Column("y", sa.String(5), primary_key=True),
  sa.Column("z", sa.Integer, unique=True, nullable=False, sqlite_on_conflict_not_null="FAIL", sqlite_on_conflict_unique="REPLACE"))
sa.Table("c", metadata, ${KEY}, sqlite_autoincrement=True)
sa.Table("d", metadata, sa.Column("x", sa.Text, primary_key=True), sqlite_with_rowid=False)
sa.Table("e", metadata, ${KEY}, sa.Column("t", sa.Text), sqlite_strict=True)
sa.Table("f", metadata, sa.Column("select", sa.Integer), sa.Column("Group By", sa.String(3), nullable=False))`,
  },
  {
    claim: "foreign keys: to itself, in a circle, of several columns, with every rule",
    models: `sa.Table("a", metadata, ${KEY}, sa.Column("p", sa.ForeignKey("a.id", ondelete="SET NULL", onupdate="CASCADE")),
  sa.Column("b", sa.ForeignKey("b.id", use_alter=True, name="fk_b")))
sa.Table("b", metadata, ${KEY}, sa.Column("a", sa.ForeignKey("a.id", deferrable=True, initially="DEFERRED", ondelete="NO ACTION")),
  sa.Column("d", sa.Integer, sa.ForeignKey("a.id", deferrable=True, initially="IMMEDIATE")))
sa.Table("c", metadata, sa.Column("x", sa.Integer, primary_key=True), sa.Column("y", sa.Integer, primary_key=True))
sa.Table("d", metadata, ${KEY}, sa.Column("x", sa.Integer), sa.Column("y", sa.Integer),
  sa.ForeignKeyConstraint(["x", "y"], ["c.x", "c.y"], name="fk_c", match="FULL", ondelete="RESTRICT"))`,
  },
  {
    claim: "indexes: unique, partial, of expressions, in an order",
    models: `t = sa.Table("t", metadata, ${KEY}, sa.Column("a", sa.Integer, index=True), sa.Column("Full Name", sa.String(5), unique=True, index=True),
  sa.Column("c", sa.String(5)))
sa.Index("i1", t.c.a, t.c.c, unique=True)
sa.Index("i2", t.c.a.desc(), t.c.c.asc(), sa.desc("id"))
sa.Index("i3", sa.func.lower(t.c.c), sa.text("a DESC"), sa.text('"Full Name"'))
sa.Index("i4", t.c.a, sqlite_where=t.c.a > 10, postgresql_where=t.c.a > 11)
sa.Index("i5", t.c.c, sqlite_where=sa.text("c LIKE '%x'"), postgresql_using="gin", mysql_length=5)
sa.Index("i6", (t.c.a + 1).desc())`,
  },
  {
    claim: "computed columns",
    models: `sa.Table("t", metadata, ${KEY}, sa.Column("a", sa.String(5)), sa.Column("s", sa.String, sa.Computed("lower(a) || '%'", persisted=True)),
  sa.Column("v", sa.Integer, sa.Computed("id + 1", persisted=False)), sa.Column("n", sa.Integer, sa.Computed("id * 2")))`,
  },
  {
    claim: "a naming convention, with names that are too long for some servers",
    models: `metadata.naming_convention = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
  "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}
sa.Table("a_table_with_a_name_of_some_length_to_be_sure", metadata, ${KEY}, sa.Column("a_column_with_a_name_of_some_length", sa.Integer, index=True, unique=True),
  sa.Column("p", sa.ForeignKey("a_table_with_a_name_of_some_length_to_be_sure.id")), sa.CheckConstraint("p > 0", name="positive"),
  sa.CheckConstraint("p > 1", name=sa.schema.conv("final")), sa.Column("f", sa.Boolean(create_constraint=True, name="f")))`,
  },
  {
    claim: "classes, mixins and inheritance",
    models: `from sqlalchemy import orm
class Base(orm.DeclarativeBase):
    metadata = metadata
class Named:
    name: orm.Mapped[str] = orm.mapped_column(sa.String(50), index=True)
class Person(Named, Base):
    __tablename__ = "person"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    kind: orm.Mapped[str | None]
    __mapper_args__ = {"polymorphic_on": "kind"}
class Worker(Person):
    __tablename__ = "worker"
    id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("person.id"), primary_key=True)`,
  },
  {
    claim: "what is for other servers only",
    models: `t = sa.Table("t", metadata, ${KEY}, sa.Column("a", sa.Integer, sa.Identity(start=3), comment="c"), comment="a table", mysql_engine="InnoDB", postgresql_partition_by="RANGE (id)")
t.append_constraint(sa.CheckConstraint("a > 0", name="only").ddl_if(dialect="postgresql"))
sa.Index("only_ix", t.c.a).ddl_if(dialect="postgresql")
sa.Sequence("counter", metadata=metadata)`,
  },
];

const MAKE = "import sqlalchemy, models\nmodels.metadata.create_all(sqlalchemy.create_engine('sqlite:///app.db'))\n";

/** Has SQLAlchemy make the database of the models that are there now. */
function makeDatabase(cwd: string, python: string | undefined): void {
  execFileSync(`${python}`, ["-B", "-c", MAKE], { cwd, stdio: ["ignore", "pipe", "pipe"] });
}

describe("a database that SQLAlchemy made is as the models say", () => {
  test.each(SAME)("$claim", async ({ models }) => {
    const options = await alembicProject({ "models.py": modelsOf(models), "migrations/env.py": genericEnv() });
    makeDatabase(options.cwd, options.python);
    expect(await check(options, {})).toEqual({ kind: "same" });
  });
});

const T = (parts: string): string => `sa.Table("t", metadata, ${KEY}, ${parts})`;

/** `before` makes the database; the changes are those that lead to `after`. */
const CHANGED: readonly {
  claim: string;
  options?: string;
  before: string;
  after: string;
  renames?: readonly string[];
  changes: readonly string[];
}[] = [
  { claim: "a new column", before: T(""), after: T('sa.Column("a", sa.Integer)'), changes: ["addColumn"] },
  {
    claim: "what SQLAlchemy has no words for stays: a view, a trigger, a collation in a key, a virtual table",
    before: `${T('sa.Column("a", sa.Integer)')}
for sql in ["CREATE VIEW v AS SELECT 1", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END", "CREATE VIRTUAL TABLE f USING fts5(x)",
            "CREATE TABLE u (x TEXT UNIQUE ON CONFLICT ABORT, y TEXT, UNIQUE (y COLLATE NOCASE DESC))"]:
    sa.event.listen(metadata, "after_create", sa.DDL(sql))`,
    after: `${T('sa.Column("a", sa.Integer)')}\nsa.Table("u", metadata, sa.Column("x", sa.Text, unique=True), sa.Column("y", sa.Text, unique=True))`,
    changes: [],
  },
  {
    claim: "a default that the model leaves to the server",
    before: T('sa.Column("a", sa.Integer, server_default="1")'),
    after: T('sa.Column("a", sa.Integer, server_default=sa.FetchedValue())'),
    changes: [],
  },
  {
    claim: "a default, without a word of env.py",
    before: T('sa.Column("a", sa.Integer, server_default="1")'),
    after: T('sa.Column("a", sa.Integer, server_default="2")'),
    changes: ["alterColumn"],
  },
  {
    claim: "compare_server_default=False",
    options: "compare_server_default=False,",
    before: T('sa.Column("a", sa.Integer, server_default="1")'),
    after: T('sa.Column("a", sa.Integer)'),
    changes: [],
  },
  {
    claim: "compare_type=False",
    options: "compare_type=False,",
    before: T('sa.Column("a", sa.Integer)'),
    after: T('sa.Column("a", sa.String(5))'),
    changes: [],
  },
  {
    claim: "compare_type: a function that says False, and one that says nothing",
    options:
      "compare_type=lambda ctx, old, new, old_type, new_type: False if old.name == 'a' and (old_type.length, new_type.length) == (4, 5) else None,",
    before: T('sa.Column("a", sa.String(4)), sa.Column("b", sa.String(4))'),
    after: T('sa.Column("a", sa.String(5)), sa.Column("b", sa.String(5))'),
    changes: ["alterColumn"],
  },
  {
    claim: "compare_server_default: a function",
    options:
      "compare_server_default=lambda ctx, old, new, text, default, rendered: False if (text, rendered) == (\"'1'\", \"'2'\") else None,",
    before: T('sa.Column("a", sa.Integer, server_default="1"), sa.Column("b", sa.Integer, server_default="3")'),
    after: T('sa.Column("a", sa.Integer, server_default="2"), sa.Column("b", sa.Integer, server_default="2")'),
    changes: ["alterColumn"],
  },
  {
    claim: "include_name: tables of the database that are somebody else's",
    options: "include_name=lambda name, type_, parents: type_ != 'table' or name in models.metadata.tables,",
    before: `${T("")}\nsa.Table("theirs", metadata, ${KEY})`,
    after: T(""),
    changes: [],
  },
  {
    claim: "include_name: a column and an index, by the names of their table",
    options:
      "include_name=lambda name, type_, parents: not (type_ in ('column', 'index') and parents['table_name'] == 't' and name.startswith('legacy')),",
    before: `${T('sa.Column("legacy", sa.Integer), sa.Column("a", sa.Integer), sa.Column("gone", sa.Integer)')}\nsa.Index("legacy_ix", "a", _table=metadata.tables["t"])`,
    after: T('sa.Column("a", sa.Integer)'),
    changes: ["dropColumn"],
  },
  {
    claim: "include_object: a table in the database only, and one in the models only",
    options:
      "include_object=lambda obj, name, type_, reflected, other: not (type_ == 'table' and other is None and (reflected or obj.info.get('skip'))),",
    before: `${T("")}\nsa.Table("old", metadata, ${KEY})`,
    after: `${T("")}\nsa.Table("new", metadata, ${KEY}, info={"skip": True})`,
    changes: [],
  },
  {
    claim: "include_object: tables that can't be carried, one of which the database has",
    options:
      "include_object=lambda obj, name, type_, reflected, other: not (type_ == 'table' and name.startswith('odd')),",
    before: `${T("")}\nsa.Table("odd", metadata, ${KEY})`,
    after: `${T("")}\nfor name in ("odd", "odder"): sa.Table(name, metadata, ${KEY}, prefixes=["TEMPORARY"])`,
    changes: [],
  },
  {
    claim: "a key of an index with a collation, as SQLite itself reads it",
    before: `${T('sa.Column("a", sa.Text), sa.Column("b", sa.Text)')}\nsa.Index("i", sa.text("((a) COLLATE \\"NOCASE\\")"), sa.text("(b)"), _table=metadata.tables["t"])`,
    after: `${T('sa.Column("a", sa.Text), sa.Column("b", sa.Text)')}\nsa.Index("i", metadata.tables["t"].c.a.collate("NOCASE"), "b", _table=metadata.tables["t"])`,
    changes: [],
  },
  {
    claim: "include_object: a column and a constraint that differ",
    options:
      "include_object=lambda obj, name, type_, reflected, other: not (type_ == 'column' and obj.info.get('skip')) and name != 'fk',",
    before: T('sa.Column("a", sa.Integer), sa.ForeignKeyConstraint(["a"], ["t.id"], name="fk")'),
    after: T(
      'sa.Column("a", sa.String(3), info={"skip": True}), sa.Column("b", sa.Integer, info={"skip": True}), sa.ForeignKeyConstraint(["a"], ["t.id"], name="fk", ondelete="CASCADE")',
    ),
    changes: [],
  },
  {
    claim: "include_object and compare_type, of a table and a column that have another name",
    options:
      "include_object=lambda obj, name, type_, reflected, other: not (type_ == 'index' and reflected), compare_type=lambda ctx, old, new, a, b: False,",
    before: `${T('sa.Column("a", sa.Integer), sa.Column("b", sa.Integer)')}\nsa.Index("theirs", "a", _table=metadata.tables["t"])`,
    after: `sa.Table("u", metadata, ${KEY}, sa.Column("c", sa.Integer), sa.Column("b", sa.String(3)))`,
    renames: ["t=u", "t.a=c"],
    changes: ["renameTable", "renameColumn"],
  },
];

describe("a database is brought to the models", () => {
  test.each(CHANGED)("$claim", async ({ options: more, before, after, renames, changes }) => {
    const options = await alembicProject({ "models.py": modelsOf(before), "migrations/env.py": genericEnv(more) });
    makeDatabase(options.cwd, options.python);
    writeFiles(options.cwd, { "models.py": modelsOf(after) });
    const found = await check(options, renames === undefined ? {} : { renames });
    expect(found.kind === "same" ? [] : found.changes.map((change) => change.kind)).toEqual(changes);
  });
});

const PLACES: readonly { claim: string; models: unknown; says: string }[] = [
  { claim: "a MetaData", models: "sqlalchemy:shop.models:metadata", says: "same" },
  { claim: "a class that has one", models: "sqlalchemy:shop.models:Base", says: "same" },
  { claim: "a module that has one", models: "sqlalchemy:shop.models", says: "same" },
  { claim: "a list of them", models: "sqlalchemy:shop.models:several", says: "same" },
];

describe("without Alembic, the config names the models", () => {
  test.each(PLACES)("$claim", async ({ models, says }) => {
    const python = await testPython();
    const text = `${modelsOf(T(""))}class Base:\n    metadata = metadata\nseveral = [metadata, Base]\n`;
    const config = JSON.stringify({ url: "sqlite:///app.db", models, python });
    const directory = projectDirectory({
      "limbeck.config.json": config,
      "src/shop/models.py": text,
      "migrations/.keep": "",
    });
    writeFiles(directory, { "models.py": text });
    makeDatabase(directory, python);
    expect((await check(inDirectory(directory, { env: process.env }), {})).kind).toBe(says);
  });
});
