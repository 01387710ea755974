"""SQL of Limbeck's own on the project's connection: past SQLAlchemy, which would begin a transaction, tell its listeners, or take a percent sign for a parameter."""
from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy.engine import Connection


# Drivers that hand several statements to the server as they are, and tell of the last one how many rows it has changed.
TAKES_SEVERAL = {"psycopg2"}


def execute(connection: Connection, sql: str) -> None:
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute(sql)


def changed(connection: Connection, *statements: str) -> int:
    """Executes these, with one message to the server, and returns how many rows the last of them changes. For drivers of `TAKES_SEVERAL`."""
    sql = ";".join(statements)
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def rows(connection: Connection, sql: str) -> "list[Any]":
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def scalar(connection: Connection, sql: str) -> Any:
    """The first column of the first row; None where there is no row."""
    found = rows(connection, sql)
    return found[0][0] if found else None


def with_marks(form: "list[str | dict[str, str]]", style: str) -> str:
    """SQL with parameters, one after the other, in the place of its blanks; `style` as of PEP 249."""
    doubles = style in ("format", "pyformat")
    pieces, count = [], 0
    for piece in form:
        if isinstance(piece, str):
            pieces.append(piece.replace("%", "%%") if doubles else piece)
            continue
        count += 1
        pieces.append("%s" if doubles else "?" if style == "qmark" else f"${count}" if style == "numeric_dollar" else f":{count}")
    return "".join(pieces)
