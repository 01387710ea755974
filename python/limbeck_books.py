"""The row of a revision in Limbeck's journal, which is written on the project's connection."""
from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any, Optional

Json = "dict[str, Any]"


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
