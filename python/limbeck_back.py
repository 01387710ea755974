"""What the downgrade of a revision puts back on its way."""
from __future__ import annotations

from typing import Any, Optional

from limbeck_sql import execute
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

Json = "dict[str, Any]"


class PutBack:
    """Statements of one step that make a place for rows, and what fills it."""

    def __init__(self, back: "Optional[Json]") -> None:
        # What comes in the place of statements, by their text, for each time that one comes; and what ends it.
        self.around: "dict[str, list[list[str]]]" = {}
        self.ends: "list[str]" = []
        # What comes behind the statement that is executed.
        self.behind: "list[str]" = []
        if back is not None:
            self.ends = back["ends"]
            for each in back["around"]:
                self.around.setdefault(plain_text(each["sql"]), []).append(each["instead"])

    def instead_of(self, statement: str, connection: Connection) -> str:
        """What is executed in the place of a statement: itself, or what makes room for rows."""
        waiting = self.around.get(plain_text(statement)) if self.around else None
        if not waiting:
            return statement
        instead, *self.behind = waiting.pop(0)
        doubles = connection.dialect.paramstyle in ("format", "pyformat")
        return instead.replace("%", "%%") if doubles else instead

    def fill(self, connection: Connection) -> None:
        """Behind a statement: fills what it has made room for."""
        behind, self.behind = self.behind, []
        for sql in behind:
            try:
                execute(connection, sql)
            except connection.dialect.loaded_dbapi.Error as error:
                # Else it would be taken for an error of the statement before it, which is done.
                failed = DBAPIError.instance(sql, None, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect)
                failed.limbeck_is_put_back = True  # type: ignore[attr-defined]
                raise failed from error

    def finish(self, connection: Connection) -> None:
        """Behind the function. Where it went another way than was foreseen, Limbeck puts back what is left."""
        if not any(self.around.values()):
            for sql in self.ends:
                execute(connection, sql)


def plain_text(sql: str) -> str:
    """A statement as it is compared: drivers double the percent sign, and Alembic's offline mode ends it."""
    return " ".join(sql.split()).rstrip("; ").replace("%%", "%")
