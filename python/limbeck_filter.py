"""Asks the hooks that env.py gave to configure() which objects are compared: include_name, include_object, compare_type and
compare_server_default. They get what Alembic gives them: objects of the models, and objects made after what the database has.
"""
from __future__ import annotations

import re
from typing import Any, Callable, Iterator, Optional

import limbeck_env
import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Dialect



# The lists of a table: what Alembic calls their members.
KINDS = {
    "columns": "column",
    "indexes": "index",
    "uniques": "unique_constraint",
    "foreignKeys": "foreign_key_constraint",
    "checks": "check_constraint",
}


def left_alone(have: "list[dict[str, Any]]", models: "list[dict[str, Any]]", objects: "dict[str, dict[str, list[Any]]]", dialect: Dialect) -> "list[dict[str, Any]]":
    """What stays as the database has it. `objects` are SQLAlchemy's own of each table of the models, in the order of their JSON."""
    return list(Filter(limbeck_env.only_context(), dialect, objects).decisions(have, models))


def is_left_out(table: sa.Table, dialect: Dialect) -> bool:
    """Whether a table of the models is none that env.py wants to be compared."""
    return not Filter(limbeck_env.only_context(), dialect, {}).passes(table, None, str(table.name), "table")


class Filter:
    def __init__(self, context: MigrationContext, dialect: Dialect, objects: "dict[str, dict[str, list[Any]]]") -> None:
        self.context, self.dialect, self.objects = context, dialect, objects
        self.autogen = AutogenContext(context, opts=context.opts)
        self.reflection = Reflection(dialect)

    def decisions(self, have: "list[dict[str, Any]]", models: "list[dict[str, Any]]") -> "Iterator[dict[str, Any]]":
        old, new = {key_of(table): table for table in have}, {key_of(table): table for table in models}
        schemas = {schema: self.names(schema, "schema", {}) for schema in {table.get("schema") for table in have}}
        for key, table in old.items():
            parents = {"schema_name": table.get("schema")}
            if not schemas[table.get("schema")] or not self.names(table["name"], "table", parents):
                yield {"table": key}
                new.pop(key, None)
            else:
                yield from self.compared(key, table, new.pop(key, None))
        for key, table in new.items():
            yield from self.compared(key, None, table)

    def compared(self, key: str, old: "Optional[dict[str, Any]]", new: "Optional[dict[str, Any]]") -> "Iterator[dict[str, Any]]":
        made = None if old is None else self.reflection.reflected(old)
        ours = None if new is None else self.objects[key]["table"][0]
        name = (old or new or {})["name"]
        if not self.passes(ours, made, name, "table"):
            yield {"table": key}
        elif old is not None and new is not None and made is not None:
            for kind, type_ in KINDS.items():
                yield from self.members(key, kind, type_, (old, made), new)

    def members(self, key: str, kind: str, type_: str, before: "tuple[dict[str, Any], dict[str, list[Any]]]", new: "dict[str, Any]") -> "Iterator[dict[str, Any]]":
        old, made = before
        parents = {"schema_name": old.get("schema"), "table_name": old["name"], "schema_qualified_table_name": key}
        ours = list(zip(new[kind], self.objects[key][kind]))
        for json, reflected in zip(old[kind], made[kind]):
            twin = next((pair for pair in ours if same(kind, json, pair[0])), None)
            if twin is not None:
                ours.remove(twin)
            mine = None if twin is None else twin[1]
            place = {"table": key, "kind": kind, "have": old[kind].index(json), "want": None if twin is None else new[kind].index(twin[0])}
            if not self.names(json.get("name"), type_, parents) or not self.passes(mine, reflected, json.get("name"), type_):
                yield place
            elif kind == "columns" and mine is not None:
                yield from self.compared_column(place, reflected, mine, json)
        for json, mine in ours:
            if not self.passes(mine, None, json.get("name"), type_):
                yield {"table": key, "kind": kind, "have": None, "want": new[kind].index(json)}

    def compared_column(self, place: "dict[str, Any]", reflected: "sa.Column[Any]", mine: "sa.Column[Any]", old: "dict[str, Any]") -> "Iterator[dict[str, Any]]":
        """What a function says is equal; its other answers leave the comparison as it is."""
        types: "Optional[Callable[..., Optional[bool]]]" = self.context.opts.get("compare_type")
        if callable(types) and types(self.context, reflected, mine, reflected.type, mine.type) is False:
            yield {**place, "part": "type"}
        defaults: "Optional[Callable[..., Optional[bool]]]" = self.context.opts.get("compare_server_default")
        if callable(defaults):
            ddl: Any = self.dialect.ddl_compiler(self.dialect, None)  # type: ignore[arg-type]
            wanted = ddl.get_column_default_string(mine)
            if defaults(self.context, reflected, mine, default_text(old.get("default")), mine.server_default, wanted) is False:
                yield {**place, "part": "default"}

    def names(self, name: Optional[str], type_: Any, parents: "dict[str, Optional[str]]") -> bool:
        return bool(self.autogen.run_name_filters(name, type_, parents))  # type: ignore[arg-type]

    def passes(self, mine: Any, reflected: Any, name: Optional[str], type_: Any) -> bool:
        if isinstance(reflected, dict):
            reflected = reflected["table"][0]
        if mine is None:
            return bool(self.autogen.run_object_filters(reflected, name, type_, True, None))
        return bool(self.autogen.run_object_filters(mine, name, type_, False, reflected))


class Reflection:
    """Makes objects as SQLAlchemy's reflection would, with what hooks can look at."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.metadata = sa.MetaData()

    def reflected(self, json: "dict[str, Any]") -> "dict[str, list[Any]]":
        """A table, and its members in the order of their JSON."""
        columns = [self.column(column) for column in json["columns"]]
        key = json.get("primaryKey")
        keys = [] if key is None else [sa.PrimaryKeyConstraint(*key["columns"], name=key.get("name"))]
        table = sa.Table(json["name"], self.metadata, *columns, *keys, schema=json.get("schema"), comment=json.get("comment"))
        return {
            "table": [table],
            "columns": columns,
            "indexes": [self.index(index, table) for index in json["indexes"]],
            "uniques": [self.attached(sa.UniqueConstraint(*unique["columns"], name=unique.get("name")), table) for unique in json["uniques"]],
            "foreignKeys": [self.attached(self.foreign_key(key), table) for key in json["foreignKeys"]],
            "checks": [self.attached(sa.CheckConstraint(check["expression"], name=check.get("name")), table) for check in json["checks"]],
        }

    def column(self, json: "dict[str, Any]") -> "sa.Column[Any]":
        default = default_text(json.get("default"))
        return sa.Column(
            json["name"], self.type(json["sqlType"]), nullable=json["nullable"], comment=json.get("comment"),
            server_default=None if default is None else sa.text(default.replace(":", r"\:")),
        )

    def type(self, text: str) -> Any:
        """The dialect's type of this name, with the numbers in parentheses; NullType where it has none."""
        found = re.match(r"^([^(]+)(?:\(([\d\s,]*)\))?(.*)$", text, re.S)
        words = "" if found is None else f"{found.group(1).strip()}{found.group(3)}"
        names: "dict[str, Any]" = getattr(self.dialect, "ischema_names", {})
        made = names.get(words) or names.get(words.upper()) or names.get(words.lower())
        numbers = [int(number) for number in (found.group(2) or "").split(",") if number.strip()] if found is not None else []
        if made is None:
            return sa.types.NullType()
        try:
            return made(*numbers)
        except TypeError:
            # The type takes no such numbers.
            return made()

    def index(self, json: "dict[str, Any]", table: sa.Table) -> sa.Index:
        parts = [table.c[part["column"]] if "column" in part else sa.text(part["expression"]) for part in json["parts"]]
        return sa.Index(json["name"], *parts, unique=bool(json.get("unique")), _table=table)

    def foreign_key(self, json: "dict[str, Any]") -> sa.ForeignKeyConstraint:
        parent = json["references"]
        start = ".".join(name for name in (parent.get("schema"), parent["table"]) if name is not None)
        targets = [f"{start}.{column}" for column in parent["columns"] or json["columns"]]
        return sa.ForeignKeyConstraint(json["columns"], targets, name=json.get("name"), ondelete=json.get("onDelete"), onupdate=json.get("onUpdate"))

    def attached(self, constraint: Any, table: sa.Table) -> Any:
        table.append_constraint(constraint)
        return constraint


def same(kind: str, old: "dict[str, Any]", new: "dict[str, Any]") -> bool:
    """Whether two members of a table are one: by name, and by what they say where one has none."""
    if "name" in old and "name" in new:
        return bool(old["name"] == new["name"])
    return kind != "checks" and old.get("columns") == new.get("columns")


def key_of(table: "dict[str, Any]") -> str:
    return f"{table['schema']}.{table['name']}" if "schema" in table else str(table["name"])


def default_text(default: Any) -> Optional[str]:
    """A default as SQL."""
    if isinstance(default, dict):
        return str(default["sql"])
    if isinstance(default, str):
        return "'" + default.replace("'", "''") + "'"
    return None if default is None else str(default).lower()
