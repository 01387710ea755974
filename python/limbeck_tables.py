"""Tables of SQLAlchemy as tables of Limbeck's schema, compiled by SQLAlchemy's own compilers for one dialect.

What a model has and the schema has no place for is refused by name; nothing is left out silently.
"""
from __future__ import annotations

import re
from typing import Any, Iterable, Optional, Sequence as Listing

import sqlalchemy as sa
from limbeck_bridge import Refusal
from limbeck_options import Options, full_name, may_have_options, present, schema_of, unsupported
from limbeck_types import Compiler
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import coercions, operators, roles
from sqlalchemy.sql.elements import BinaryExpression, ColumnElement, TextClause, UnaryExpression


class Reader:
    """Reads tables for one dialect, and gathers the types that their columns need."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect, self.compiler = dialect, Compiler(dialect)
        self.ddl, self.sql = self.compiler.ddl, self.compiler.sql
        self.is_mysql = dialect.name in ("mysql", "mariadb")
        # Whether a key may be in the DDL of its column, which has no place for a name.
        self.may_be_inline = dialect.name == "sqlite" or not self.compiler.keeps
        self.server_defaults: "list[dict[str, Any]]" = []
        # Tables whose keys are said by their columns, in no order.
        self.unordered_keys: "list[dict[str, Any]]" = []
        # SQLAlchemy's objects of each table, in the order of the lists that are read from them.
        self.objects: "dict[str, dict[str, list[Any]]]" = {}

    def said(self) -> "dict[str, Any]":
        """What was noted of the tables that were read since this was asked last."""
        said = {"serverDefaults": self.server_defaults, "unorderedKeys": self.unordered_keys}
        self.server_defaults, self.unordered_keys = [], []
        return said

    def read(self, table: sa.Table) -> "dict[str, Any]":
        """The table. Raises Refusal where SQLAlchemy itself can't write it for the dialect."""
        try:
            return self.table(table)
        except (sa.exc.CompileError, sa.exc.IdentifierError, NotImplementedError) as error:
            raise unsupported(f'The table "{table.fullname}" can\'t be written for {self.dialect.name}: {error}') from error

    def table(self, table: sa.Table) -> "dict[str, Any]":
        where = f'table "{table.fullname}"'
        options = Options(table, self.dialect, where)
        self.refuse_folded(table.name, where)
        # The effect of the one is seen in the column's own DDL; the other is about reading a database.
        options.take("autoincrement", "ignore_search_path")
        columns = [column for column in table.columns if not column.system]
        indexes = self.indexes(table, where)
        objects: "dict[str, list[Any]]" = {"table": [table], "columns": columns, "indexes": indexes, "uniques": [], "checks": [], "foreignKeys": [], "exclusions": []}
        self.objects[full_name(table)] = objects
        built = {
            **named(table),
            "columns": [self.column(column) for column in columns],
            "uniques": [], "checks": [], "foreignKeys": [], "exclusions": [],
            "indexes": [self.index(index) for index in indexes],
            "comment": table.comment if self.dialect.supports_comments else None,
            "options": self.table_options(table, options),
        }
        options.finish()
        for constraint in constraints_of(table):
            if constraint._should_create_for_compiler(self.ddl):
                kind = self.add_constraint(built, constraint, where)
                objects.get(kind, []).append(constraint)
        return present(built)

    def indexes(self, table: sa.Table, where: str) -> "list[sa.Index]":
        return self.distinct([index for index in sorted(table.indexes, key=index_order) if self.is_made(index)], where)

    def distinct(self, indexes: "list[sa.Index]", where: str) -> "list[sa.Index]":
        """Without those that a model has twice: by `index=True` of the column, and once more by hand."""
        found: "dict[Any, sa.Index]" = {}
        for index in indexes:
            known = found.setdefault(self.name(index), index)
            if known is not index and self.index(known) != self.index(index):
                raise unsupported(f'The {where} has two indexes "{index.name}" that differ')
        return list(found.values())

    def refuse_folded(self, name: str, where: str) -> None:
        """A name that DDL has without quotes is another one where the server makes small letters of it."""
        if self.dialect.name == "postgresql" and getattr(name, "quote", None) is False and name.lower() != name:
            raise unsupported(f'The {where} has quote=False, so that PostgreSQL knows it as "{name.lower()}"')

    def table_options(self, table: sa.Table, options: "Options") -> "dict[str, Any]":
        prefixes = [str(prefix).upper() for prefix in table._prefixes]
        for prefix in prefixes:
            if prefix != "UNLOGGED":
                raise unsupported(f'The table "{table.fullname}" has the prefix "{prefix}"')
        storage = options.take("with") or {}
        found = {
            "withoutRowid": True if options.take("with_rowid") is False else None,
            "strict": options.take("strict") or None,
            "engine": options.take("engine"),
            "charset": options.take("default_charset", "charset", "default_character_set", "character_set", "default character set"),
            "collation": options.take("collate", "default_collate"),
            "rowFormat": options.take("row_format"),
            "unlogged": True if "UNLOGGED" in prefixes else None,
            "tablespace": options.take("tablespace"),
            "partitionBy": options.partitioning(),
            "accessMethod": None if self.is_mysql else options.take("using"),
        }
        if self.is_mysql:
            # There any keyword is an option of CREATE TABLE.
            storage = {name.replace("_directory", " directory"): value for name, value in options.left.items() if value is not None}
            options.left = {}
        return present({**found, "storage": {str(key): str(value) for key, value in storage.items()} or None})

    def column(self, column: "sa.Column[Any]") -> "dict[str, Any]":
        where = f'column "{column.table.fullname}.{column.name}"'
        options = Options(column, self.dialect, where)
        self.refuse_folded(column.name, where)
        built = {
            "name": str(column.name),
            "nullable": bool(column.nullable),
            **self.compiler.type_of(column, where),
            **self.column_value(column),
            "comment": column.comment if self.dialect.supports_comments else None,
            "onNullConflict": lower(options.take("on_conflict_not_null")),
        }
        options.take("on_conflict_primary_key", "on_conflict_unique")
        options.finish()
        return present(built)

    def column_value(self, column: "sa.Column[Any]") -> "dict[str, Any]":
        """What a row has in the column that says nothing of it."""
        if column.computed is not None:
            text = self.ddl.process(column.computed)
            return {"generated": {"expression": self.sql(column.computed.sqltext), "stored": bool(re.search(r"\b(STORED|PERSISTED|PERSISTENT)\s*$", text))}}
        if column.identity is not None and self.dialect.supports_identity_columns:
            return {"identity": present({"always": bool(column.identity.always), "options": sequence_options(column.identity) or None})}
        default = self.compiler.default_of(column)
        if default is not None:
            arg = column.server_default.arg  # type: ignore[union-attr]
            return {"default": arg} if isinstance(arg, str) else self.default_of_sql(column, default)
        if column.server_default is not None and column.identity is None:
            self.server_defaults.append({**table_of(column.table), "column": str(column.name)})
        is_numbered = column is column.table.autoincrement_column and self.compiler.is_numbered(column)
        return {"autoincrement": True if is_numbered else None}

    def default_of_sql(self, column: "sa.Column[Any]", default: str) -> "dict[str, Any]":
        """The default as it is written, which may be in parentheses; MySQL's update of a column is SQLAlchemy's end of its default."""
        updated = re.match(r"^(.*?)\s+ON\s+UPDATE\s+(.*)$", default, re.S | re.I) if self.is_mysql else None
        if updated is not None:
            value = None if updated.group(1).upper() == "NULL" else constant(updated.group(1))
            return present({"default": value, "onUpdate": updated.group(2)})
        written = self.ddl.get_column_specification(column) if self.is_mysql else ""
        return {"default": {"sql": f"({default})"} if written.endswith(f" DEFAULT ({default})") else constant(default)}

    def add_constraint(self, built: "dict[str, Any]", constraint: Any, where: str) -> str:
        """Adds it to its list, whose name it returns; a primary key has none."""
        kind = LISTS.get(constraint.__visit_name__)
        options = Options(constraint, self.dialect, f'constraint "{constraint.name}" of the {where}')
        name, conflict = self.name(constraint), lower(options.take("on_conflict"))
        if kind == "primaryKey" and self.is_mysql and lower(constraint.table.dialect_kwargs.get(f"{self.dialect.name}_engine")) != "memory":
            # Other engines have trees and nothing else.
            options.take("using")
        if kind == "primaryKey" and len(constraint.columns) > 0:
            if self.may_be_inline and any("autoincrement" in column for column in built["columns"]) and not self.ddl.process(constraint):
                name = None
            key = {"name": name, "columns": names(self.key_columns(constraint)), "deferrable": deferrable(constraint), "include": includes(options)}
            built[kind] = present({**key, "onConflict": conflict or column_conflict(constraint, self.dialect, "primary_key")})
        elif kind == "uniques":
            key = {"name": name, "columns": names(constraint.columns), "deferrable": deferrable(constraint), "include": includes(options)}
            distinct = {"nullsNotDistinct": options.take("nulls_not_distinct") or None}
            built[kind].append(present({**key, **distinct, "onConflict": conflict or column_conflict(constraint, self.dialect, "unique")}))
        elif kind == "checks":
            if constraint.deferrable or constraint.initially:
                raise unsupported(f'The constraint "{constraint.name}" of the {where} is a CHECK with DEFERRABLE or INITIALLY, which no server has')
            built[kind].append(present({"name": name, "expression": self.sql(constraint.sqltext), "notValid": options.take("not_valid") or None}))
        elif kind == "foreignKeys":
            built[kind].append(self.foreign_key(constraint, name, options))
        elif kind == "exclusions":
            built[kind].append(self.exclusion(constraint, name))
        elif kind is None:
            raise unsupported(f"The {where} has a constraint of the kind {type(constraint).__name__}")
        options.finish()
        comment = getattr(constraint, "comment", None)
        if comment is not None and kind in built and getattr(self.dialect, "supports_constraint_comments", False):
            (built[kind] if kind == "primaryKey" else built[kind][-1])["comment"] = comment
        return kind

    def key_columns(self, constraint: Any) -> "Listing[Any]":
        """In the order of SQLAlchemy's DDL, which has the numbered column first where the columns alone make the key."""
        if not constraint._implicit_generated:
            return list(constraint.columns)
        self.unordered_keys.append(table_of(constraint.table))
        return list(constraint.columns_autoinc_first)

    def foreign_key(self, constraint: sa.ForeignKeyConstraint, name: Optional[str], options: "Options") -> "dict[str, Any]":
        try:
            parents = [element.column for element in constraint.elements]
        except sa.exc.InvalidRequestError as error:
            raise Refusal("BRIDGE_MODEL_UNSUPPORTED", str(error), hint="Import the module of the other table, too, where env.py imports the models.") from error
        parent = parents[0].table
        return present({
            "name": name,
            "columns": names(constraint.columns),
            "references": present({"table": str(parent.name), "schema": schema_of(parent), "columns": names(parents)}),
            "onDelete": lower(constraint.ondelete),
            "onUpdate": lower(constraint.onupdate),
            "match": lower(constraint.match) if lower(constraint.match) != "simple" else None,
            "deferrable": deferrable(constraint),
            "notValid": options.take("not_valid") or None,
        })

    def exclusion(self, constraint: Any, name: Optional[str]) -> "dict[str, Any]":
        elements = []
        for expression, key, operator in constraint._render_exprs:
            opclass = constraint.ops.get(key) if key is not None else None
            text = self.expression(expression)
            elements.append({"expression": f"{text} {opclass}" if opclass else text, "operator": operator})
        where = None if constraint.where is None else self.sql(constraint.where)
        return present({"name": name, "method": constraint.using, "elements": elements, "where": where, "deferrable": deferrable(constraint)})

    def index(self, index: sa.Index) -> "dict[str, Any]":
        options = Options(index, self.dialect, f'index "{index.name}"')
        opclasses, lengths, where = options.take("ops") or {}, options.take("length"), options.take("where")
        options.take("concurrently")
        using, parser = options.take("using"), options.take("with_parser")
        storage = options.take("with") or {}
        if self.is_mysql:
            # There it is no kind of index, but a wish, and so is the parser.
            storage, using = present({"using": None if self.is_tree(index.table, using) else lower(using), "with parser": parser}), None
        built = present({
            "name": self.name(index),
            "unique": True if index.unique else None,
            "parts": [self.part(index, expression, opclasses, lengths) for expression in index.expressions],
            "where": None if where is None else self.sql(coercions.expect(roles.DDLExpressionRole, where)),
            "method": lower(using or options.take("prefix")),
            "include": includes(options),
            "nullsNotDistinct": options.take("nulls_not_distinct") or None,
            "storage": None if not storage else {str(key): str(value) for key, value in storage.items()},
            "tablespace": options.take("tablespace"),
        })
        options.finish()
        return built

    def is_tree(self, table: Any, using: Any) -> bool:
        """Whether MySQL's wish for a tree is what its engine has anyway, and so not kept: all but MEMORY."""
        return lower(using) == "btree" and lower(table.dialect_kwargs.get(f"{self.dialect.name}_engine")) != "memory"

    def part(self, index: sa.Index, given: Any, opclasses: "dict[str, str]", lengths: Any) -> "dict[str, Any]":
        expression, order = ordered(given)
        expression = self.columns_of_text(index.table).get(str(expression), expression) if not isinstance(expression, sa.Column) else expression
        key = getattr(expression, "key", None)
        length = lengths.get(getattr(expression, "name", key)) if isinstance(lengths, dict) else lengths
        collation = None
        if isinstance(expression, BinaryExpression) and expression.operator is operators.collate and self.dialect.name == "sqlite":
            # There it is a property of the key, and in parentheses another index.
            expression, collation = expression.left, str(expression.right.collation)
        more = {**order, "collation": collation, "opclass": opclasses.get(key) if key is not None else None, "length": length}
        if isinstance(expression, sa.Column):
            return present({"column": str(expression.name), **more})
        return present({"expression": self.expression(expression), **more})

    def columns_of_text(self, table: Any) -> "dict[str, sa.Column[Any]]":
        """Columns by how a text may name them."""
        quoted = {self.ddl.preparer.format_column(column): column for column in table.columns}
        return {**{str(column.name): column for column in table.columns}, **quoted}

    def is_made(self, index: sa.Index) -> bool:
        """False where `ddl_if` leaves the index out for this dialect."""
        rule = index._ddl_if
        return rule is None or rule._should_execute(sa.schema.CreateIndex(index), index, None, compiler=self.ddl)

    def name(self, constraint: "sa.Constraint | sa.Index") -> Optional[str]:
        """With the naming convention, shortened as the dialect does it, and without quotes."""
        found = None if constraint.name is None else self.ddl.preparer.format_constraint(constraint, _alembic_quote=False)
        return None if found is None else str(found)

    def expression(self, expression: "ColumnElement[Any]") -> str:
        return str(expression.name) if isinstance(expression, sa.Column) else self.sql(expression)

    def is_made_sequence(self, sequence: sa.Sequence) -> bool:
        """As `create_all()` decides it: an optional one is for servers that can't number rows by themselves."""
        return self.dialect.supports_sequences and not (self.dialect.sequences_optional and sequence.optional)

    def sequence(self, sequence: sa.Sequence) -> "dict[str, Any]":
        kind = None if sequence.data_type is None else sequence.data_type.compile(dialect=self.dialect).lower()
        return present({"name": str(sequence.name), "schema": schema_of(sequence), "type": kind, **sequence_options(sequence)})


# The lists of a table by SQLAlchemy's names of what is in them.
LISTS = {
    "primary_key_constraint": "primaryKey",
    "unique_constraint": "uniques",
    "check_constraint": "checks",
    "column_check_constraint": "checks",
    "table_or_column_check_constraint": "checks",
    "foreign_key_constraint": "foreignKeys",
    "exclude_constraint": "exclusions",
}


def constraints_of(table: sa.Table) -> "list[Any]":
    """All constraints in the order of their definition, those that were written with a column too."""
    inline = [constraint for column in table.columns for constraint in column.constraints]
    return sorted([*table.constraints, *inline], key=lambda constraint: constraint._creation_order)


def index_order(index: sa.Index) -> str:
    return str(index.name)


def ordered(given: Any) -> "tuple[Any, dict[str, Any]]":
    """An index's key without its order, which is SQLAlchemy's own or the end of a text."""
    order: "dict[str, Any]" = {}
    while isinstance(given, UnaryExpression) and given.modifier in ORDERS:
        order = {**ORDERS[given.modifier], **order}
        given = given.element
    if isinstance(given, TextClause):
        found = re.match(r"^(.*?)(\s+(?:ASC|DESC))?(\s+NULLS\s+(?:FIRST|LAST))?\s*$", given.text, re.S | re.I)
        if found is not None and (found.group(2) or found.group(3)):
            words = f"{found.group(2) or ''} {found.group(3) or ''}".lower().split()
            order = {"descending": True if "desc" in words else None, "nulls": words[-1] if "nulls" in words else None}
            given = sa.text(found.group(1))
    return given, order


ORDERS: "dict[Any, dict[str, Any]]" = {
    operators.asc_op: {},
    operators.desc_op: {"descending": True},
    operators.nulls_first_op: {"nulls": "first"},
    operators.nulls_last_op: {"nulls": "last"},
}


def includes(options: Options) -> "Optional[list[str]]":
    columns: "Listing[Any]" = options.take("include") or []
    return [column if isinstance(column, str) else str(column.name) for column in columns] or None


def column_conflict(constraint: Any, dialect: Dialect, what: str) -> Optional[str]:
    """What the only column of a key says in the constraint's place."""
    columns = list(constraint.columns)
    is_said = len(columns) == 1 and may_have_options(columns[0])
    return lower(columns[0].dialect_kwargs.get(f"{dialect.name}_on_conflict_{what}")) if is_said else None


def deferrable(constraint: Any) -> Optional[str]:
    initially = lower(constraint.initially)
    if not constraint.deferrable and initially != "deferred":
        return None
    return f"initially {initially or 'immediate'}"


def sequence_options(options: "sa.Sequence | sa.Identity") -> "dict[str, Any]":
    numbers = {"start": options.start, "increment": options.increment, "min": options.minvalue, "max": options.maxvalue, "cache": options.cache}
    texts = {key: str(value) for key, value in numbers.items() if value is not None}
    return {**texts, **({"cycle": True} if options.cycle else {})}


def constant(sql: str) -> Any:
    """A number where the SQL is one and nothing else; other SQL stays SQL."""
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})", sql):
        return int(sql)
    return {"sql": sql}


def named(table: sa.Table) -> "dict[str, Any]":
    return {"name": str(table.name), "schema": schema_of(table)}


def table_of(table: sa.Table) -> "dict[str, Any]":
    return present({"table": str(table.name), "schema": schema_of(table)})


def names(columns: "Iterable[Any]") -> "list[str]":
    return [str(column.name) for column in columns]


def lower(text: Optional[str]) -> Optional[str]:
    return None if text is None else re.sub(r"\s+", " ", str(text)).lower()
