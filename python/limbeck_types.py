"""Types and texts as SQLAlchemy's compilers write them for one dialect. Most columns of a project have one of few types: each is compiled once."""
from __future__ import annotations

import re
from typing import Any, Optional

import sqlalchemy as sa
from limbeck_options import unsupported
from limbeck_own_types import OwnTypes
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.util import memoized_property

PLAIN = frozenset((str, int, float, bool, type(None)))


TypeKey = "tuple[type, str]"


class Compiler:
    """Compiles for one dialect, and gathers the types of their own that columns need."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.ddl: Any = dialect.ddl_compiler(dialect, None)  # type: ignore[arg-type]
        self.own = OwnTypes(dialect, self.ddl, self.compile)
        # A compiler of another package may write a type after the column that it is in.
        self.keeps = all(is_sqlalchemys(type(one)) for one in (dialect.type_compiler_instance, self.ddl, self.ddl.sql_compiler))
        self.types: "dict[TypeKey, dict[str, Any]]" = {}
        self.texts: "dict[str, str]" = {}
        self.numbered: "dict[TypeKey, bool]" = {}
        # Of each class whose types SQLAlchemy alone writes, what has no say in that; None for other classes.
        self.classes: "dict[type, Optional[frozenset[str]]]" = {}

    def type_of(self, column: "sa.Column[Any]", where: str) -> "dict[str, Any]":
        """The type and the collation of a column."""
        key = self.type_key(column.type)
        known = None if key is None else self.types.get(key)
        if known is None:
            known = self.compile_type(column, where)
            if key is not None:
                self.types[key] = known
        return known

    def compile_type(self, column: "sa.Column[Any]", where: str) -> "dict[str, Any]":
        try:
            text = self.dialect.type_compiler_instance.process(column.type, type_expression=column)
        except (sa.exc.CompileError, NotImplementedError) as error:
            raise unsupported(f"The type of the {where} can't be written for {self.dialect.name}: {error}") from error
        found = re.match(r"^(.*?) COLLATE (\"?)((?:\"\"|[^\"])*)\2$", text, re.S)
        text, collation = (found.group(1), found.group(3).replace('""', '"')) if found else (text, None)
        self.own.gather(column.type)
        own = self.own.named_type(column.type._unwrapped_dialect_impl(self.dialect))
        return {"type": own or {"kind": "raw", "sql": text}, "collation": collation}

    def type_key(self, type_: Any) -> "Optional[TypeKey]":
        """Equal only for types of SQLAlchemy's own that are written alike; none for what holds more than plain values, such as other types."""
        found = type(type_)
        if found not in self.classes:
            is_plain = self.keeps and is_sqlalchemys(found) and not hasattr(found, REWRITTEN)
            self.classes[found] = idle_values(found) if is_plain else None
        idle = self.classes[found]
        if idle is None:
            return None
        values = vars(type_)
        if not idle.isdisjoint(values):
            values = {name: value for name, value in values.items() if name not in idle}
        return (found, repr(values)) if PLAIN.issuperset(map(type, values.values())) else None

    def is_numbered(self, column: "sa.Column[Any]") -> bool:
        """Whether the dialect's own DDL makes the server number the rows by a column that SQLAlchemy takes for numbered."""
        more = (column.default, column.server_default, column.computed, column.identity, column.comment)
        # SQLite's DDL looks at the whole table.
        says_all = self.dialect.name != "sqlite" and all(part is None for part in more)
        key = self.type_key(column.type) if says_all else None
        known = None if key is None else self.numbered.get(key)
        if known is None:
            words = self.ddl.get_column_specification(column)[len(self.ddl.preparer.format_column(column)):]
            known = re.search(r"\b(?:(?:SMALL|BIG)?SERIAL|AUTO_?INCREMENT)\b", words) is not None
            if key is not None:
                self.numbered[key] = known
        return known

    def default_of(self, column: "sa.Column[Any]") -> Optional[str]:
        """The server's default as DDL has it."""
        given = column.server_default
        if given is None:
            return None
        arg = getattr(given, "arg", None)
        if not self.is_plain(arg) or type(given) is not sa.DefaultClause:
            return optional(self.ddl.get_column_default_string(column))
        key = f"DEFAULT {arg.text}"
        if key not in self.texts:
            self.texts[key] = str(self.ddl.get_column_default_string(column))
        return self.texts[key]

    def sql(self, expression: Any) -> str:
        if not self.is_plain(expression):
            return self.compile(expression)
        key = f"SQL {expression.text}"
        if key not in self.texts:
            self.texts[key] = self.compile(expression)
        return self.texts[key]

    def compile(self, expression: Any) -> str:
        return str(self.ddl.sql_compiler.process(expression, include_table=False, literal_binds=True))

    def is_plain(self, expression: Any) -> bool:
        """A text without parameters, which compiles to the same wherever it stands."""
        return self.keeps and type(expression) is TextClause and not expression._bindparams and not hasattr(TextClause, REWRITTEN)


def idle_values(found: type) -> "frozenset[str]":
    """Values of a type that come of its others, and its listeners for the making of its table."""
    members = {name: member for one in found.__mro__ for name, member in vars(one).items()}
    return frozenset(["dispatch", *(name for name, member in members.items() if isinstance(member, memoized_property))])


# What the decorator `compiles` of sqlalchemy.ext gives to a class for which the project has a compiler of its own.
REWRITTEN = "_compiler_dispatcher"


def is_sqlalchemys(found: type) -> bool:
    return found.__module__.startswith("sqlalchemy.")


def optional(text: Any) -> Optional[str]:
    return None if text is None else str(text)
