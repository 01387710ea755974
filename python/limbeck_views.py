"""Views of SQLAlchemy 2.1, which its MetaData has among the tables."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from limbeck_options import Options, present, schema_of, unsupported
from limbeck_tables import Reader


def is_selected(table: sa.Table) -> bool:
    """Whether the table comes to be by a query: a view, or CREATE TABLE AS."""
    return getattr(table, "_creator_ddl", None) is not None


def view(table: sa.Table, reader: Reader) -> "dict[str, Any]":
    """The view, with its indexes where it is materialized. Raises Refusal for a table that is filled by a query, and for what a view of the schema has no place for."""
    made: Any = table._creator_ddl  # type: ignore[attr-defined]
    if made.__visit_name__ != "create_view":
        raise unsupported(f'The table "{table.fullname}" is made by CREATE TABLE AS: its rows are part of it')
    where = f'view "{table.fullname}"'
    if made.temporary:
        raise unsupported(f"The {where} is TEMPORARY")
    options = Options(made, reader.dialect, where)
    # It says how to make the view, not what it is.
    options.take("if_not_exists")
    given = options.take("with") or {}
    said = {"storage": {str(key): str(value) for key, value in given.items()} or None} if made.materialized else security(given, where)
    options.finish()
    try:
        found = {"name": str(table.name), "definition": reader.ddl.sql_compiler.process(made.selectable, literal_binds=True)}
    except (sa.exc.CompileError, NotImplementedError) as error:
        raise unsupported(f"The query of the {where} can't be written for {reader.dialect.name}: {error}") from error
    schema = {"schema": schema_of(table)}
    indexes = [reader.index(index) for index in reader.indexes(table, where)]
    if indexes and not made.materialized:
        raise unsupported(f"The {where} has an index and isn't materialized")
    return present({**found, **schema, "materialized": True if made.materialized else None, "indexes": indexes or None, **said})


def security(given: "dict[str, Any]", where: str) -> "dict[str, Any]":
    """The options of a view that isn't materialized, in PostgreSQL's words."""
    left = {str(key).lower(): value for key, value in given.items()}
    check = left.pop("check_option", None)
    found = {
        "security": "invoker" if is_on(left.pop("security_invoker", False)) else None,
        "barrier": True if is_on(left.pop("security_barrier", False)) else None,
        "checkOption": None if check is None else str(check).lower(),
    }
    if left:
        raise unsupported(f"The {where} has the options {left!r}")
    return found


def is_on(value: Any) -> bool:
    return str(value).lower() in ("true", "on", "yes", "1")
