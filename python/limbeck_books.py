"""Limbeck's journal, which is written on the project's connection."""
from __future__ import annotations

import contextlib
import time
from datetime import datetime, timezone
from typing import Any, Optional

from limbeck_sql import execute, scalar, with_marks
from sqlalchemy.engine import Connection

Json = "dict[str, Any]"


class Books:
    """The rows of the steps that were ordered at once, one after the other."""

    def __init__(self, orders: "Optional[Json]") -> None:
        self.orders = orders
        self.row: Optional[JournalRow] = None
        # The id of the row before, where nobody else can have written one.
        self.last_id: Optional[int] = None
        # Whether the row of the step says that it has begun, and whether it says that it is done.
        self.is_open = self.is_done = False

    def begin(self, literals: "dict[str, str]", is_open: bool) -> None:
        """A step begins; its row is there already where an earlier run has begun it."""
        assert self.orders is not None
        self.row = JournalRow(self.orders["journal"], literals)
        self.is_open, self.is_done = is_open, False

    def open(self, connection: Connection) -> None:
        """Writes that the step has begun, if that isn't written."""
        assert self.row is not None
        if not self.is_open:
            execute(connection, self.row.begun())
        self.is_open = True

    def tell(self, connection: Connection, plan: str, count: int) -> None:
        """Writes how far the step is: what it has done, and how many statements that are."""
        assert self.orders is not None
        self.open(connection)
        with contextlib.closing(connection.connection.cursor()) as cursor:
            cursor.execute(with_marks(self.orders["progress"], connection.dialect.paramstyle), (plan, count))

    def count(self, statements: int) -> None:
        """The step's function has executed as many."""
        assert self.row is not None
        self.row.statements = statements

    def done_ahead(self) -> "Optional[str]":
        """That the step is done, as a statement for whoever changes the version table; None where that has to come behind."""
        if self.row is None or self.last_id is None or self.is_open:
            return None
        self.last_id += 1
        self.is_done = True
        return self.row.done(self.last_id)

    def end(self, connection: Connection) -> None:
        """Writes that the step is done, if that isn't written."""
        if self.is_done:
            return
        assert self.orders is not None and self.row is not None
        numbered = self.orders["journal"].get("numbered")
        ahead = self.done_ahead()
        if ahead is not None:
            execute(connection, ahead)
        elif self.is_open:
            execute(connection, self.row.ended())
            self.last_id = None
        else:
            execute(connection, self.row.done())
            self.last_id = None if numbered is None else int(scalar(connection, numbered["lastId"]))


class JournalRow:
    """SQL for the row of one step, which begins where this is made."""

    def __init__(self, forms: Json, literals: "dict[str, str]") -> None:
        self.forms, self.literals = forms, literals
        self.started_at, self.started = now(), time.monotonic()
        # How many statements the step's function has executed.
        self.statements = 0

    def begun(self) -> str:
        """That the step has begun, and not ended."""
        return filled(self.forms["begun"], {**self.literals, "startedAt": self.started_at})

    def ended(self) -> str:
        """That it is done, in the row that says that it has begun."""
        return self.at_end(self.forms["ended"])

    def done(self, own_id: "Optional[int]" = None) -> str:
        """That it is done, in a row of its own; with an id that is known to be free, or the next one."""
        if own_id is None:
            return self.at_end(self.forms["done"])
        return self.at_end(self.forms["numbered"]["done"], id=str(own_id))

    def at_end(self, form: "list[str | Json]", **more: str) -> str:
        count = str(self.statements)
        own = {
            "startedAt": self.started_at,
            "finishedAt": now(),
            "durationMs": str(int((time.monotonic() - self.started) * 1000)),
            "statementsDone": count,
            "statementsTotal": count,
        }
        return filled(form, {**self.literals, **own, **more})


def filled(form: "list[str | Json]", literals: "dict[str, str]") -> str:
    return "".join(piece if isinstance(piece, str) else literals[piece["blank"]] for piece in form)


def now() -> str:
    """A literal: ISO 8601, UTC."""
    return f"'{datetime.now(timezone.utc).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z'"
