"""What a revision's function has committed of itself, as the journal is told; and how a later run goes on behind that."""
from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from typing import Any, Optional

from limbeck_bridge import Refusal
from sqlalchemy import event
from sqlalchemy.engine import Connection

Json = "dict[str, Any]"

# What is executed in each run anew, for it holds for the session or the transaction alone.
OF_SESSION = re.compile(r"\s*(?:SELECT\s+(?:pg_catalog\s*\.\s*)?set_config\s*\([^()]*\)\s*;?\s*\Z|(?:SET|RESET|USE|PRAGMA|BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK(?!\s+(?:\w+\s+)?TO\b))\b)", re.IGNORECASE)
ASKS = re.compile(r"\s*(?:SELECT|SHOW|EXPLAIN|DESCRIBE|DESC)\b|\s*PRAGMA\b(?!.*=)|\s*SET\b.*\bSELECT\b", re.IGNORECASE | re.DOTALL)
# What ends with its session, though a later statement may need it.
LEAVES = re.compile(r"\s*(?:PREPARE|LOCK|DECLARE|LISTEN|LOAD)\b|\s*DO\b.*\bSET\b|.*:=|.*\b(?:CREATE|REPLACE|INTO|LOCAL|GLOBAL)\s+TEMP(?:ORARY)?\b|.*\bset_config\b", re.IGNORECASE | re.DOTALL)
# What a revision's file says that goes past SQLAlchemy, to another connection, or back to what the session has done before.
GOES_PAST = re.compile(
    r"\.connection\b|\bcursor\b|\braw_connection\b|\bdriver_connection\b|\bcreate_(?:async_)?engine\b|\.engine\b|\b(?:last_insert_id|row_count|found_rows)\b",
    re.IGNORECASE,
)
SHOWN_SQL = 500
# So many statements are known one by one: the list is written again with each that commits by itself.
MOST, MOST_SHOWN = 500, 20


class Parts:
    """The statements of one step that change something, in their order."""

    def __init__(self, step: Json, resume: "Optional[Json]") -> None:
        self.step = step
        self.shown: "list[str]" = []
        # What a statement is known by, and how many rows it has changed if the function may look at that.
        self.known: "list[tuple[str, Optional[int]]]" = []
        self.count = 0
        # Why a later run can't go on behind them.
        self.why: "Optional[str]" = None
        self.is_looked_at = self.is_by_op = False
        # What an earlier run has committed, and isn't met yet.
        self.left: "deque[tuple[str, Optional[int], str]]" = deque()
        self.coming: "Optional[tuple[str, str]]" = None
        if resume is not None:
            shown = [*resume["done"], *[""] * len(resume["known"])]
            self.left.extend((mark, rows, sql) for (mark, rows), sql in zip(resume["known"], shown))

    def meet(self, statement: str, parameters: Any, context: Any) -> bool:
        """Takes down the statement that comes, and returns whether it changes something. One that an earlier run has committed isn't executed. Raises Refusal where that has executed another one."""
        self.coming = None
        if ASKS.match(statement):
            if self.left:
                raise self.strayed(statement)
            self.why = self.why or "it has asked the database something before, and the answer may be another one now"
            return False
        if OF_SESSION.match(statement):
            return False
        mark = mark_of(statement, parameters)
        if self.left:
            known, rows, _ = self.left[0]
            if known != mark:
                raise self.strayed(statement)
            self.left.popleft()
            context._limbeck_is_done, context._rowcount = True, rows
        self.coming = (mark, " ".join(statement.split())[:SHOWN_SQL])
        return True

    def over(self, cursor: Any, statement: str, context: Any) -> None:
        """Takes down that the statement is executed."""
        if self.coming is None:
            return
        (mark, shown), self.coming = self.coming, None
        self.count += 1
        if self.count > MOST:
            self.why = f"it has executed more than {MOST} statements"
            return
        self.shown.append(shown)
        if is_done(context):
            self.known.append((mark, context._rowcount))
            return
        self.known.append((mark, None if self.is_by_op else cursor.rowcount))
        has_answer = cursor.description is not None or not self.is_by_op and bool(getattr(cursor, "lastrowid", None))
        if has_answer or not hasattr(context, "_rowcount"):
            self.why = self.why or f"what statement {self.count} has answered can't be had again"
        elif LEAVES.match(statement):
            self.why = self.why or f"statement {self.count} has made what ends with its session"

    def plan(self, at: "Optional[str]" = None) -> str:
        """The journal's plan of a revision that has committed these, and is about to execute `at`, which commits by itself."""
        shown = self.shown if self.count <= MOST else self.shown[:MOST_SHOWN]
        self.look_at_text()
        plan: Json = {"version": 1, "guest": True, "done": shown}
        if at is not None:
            plan["at"] = at.strip()
        if self.why is not None:
            plan.update(count=self.count, why=self.why)
        else:
            plan["known"] = self.known
            if at is not None and self.coming is not None:
                plan["next"] = self.coming[0]
        return json.dumps(plan)

    def look_at_text(self) -> None:
        """Finds out whether all that the function does is seen."""
        if self.is_looked_at:
            return
        self.is_looked_at = True
        with open(self.step["path"], encoding="utf-8", errors="replace") as file:
            found = GOES_PAST.search(file.read())
        if found is not None:
            self.why = f"its file says `{found.group().lstrip('.')}`, and what that does or answers isn't known"

    def finish(self) -> None:
        """The function is over. Raises Refusal where an earlier run has executed more."""
        if self.left:
            raise self.strayed(None)

    def strayed(self, statement: "Optional[str]") -> Refusal:
        number = self.count + 1
        here = "ends" if statement is None else f"executes\n    {' '.join(statement.split())[:SHOWN_SQL]}"
        there = self.left[0][2]
        return Refusal(
            "BRIDGE_PARTS_DIFFER",
            f'The {self.step["direction"]} of revision "{self.step["revision"]}" ({self.step["path"]}) doesn\'t go the way that it has begun to go: at statement {number} it now {here}\nand what is committed there is, with the same or other parameters,\n    {there}',
            revision=self.step["revision"],
            statement=number,
        )


def skip_what_is_done(connection: Connection) -> None:
    """Has the driver execute none of the statements that an earlier run has committed."""

    def skip(cursor: Any, _statement: str, _parameters: Any, context: Any) -> "Optional[bool]":
        return skip_plain(cursor, _statement, context)

    def skip_plain(cursor: Any, _statement: str, context: Any) -> "Optional[bool]":
        if not is_done(context):
            return None
        if context.isinsert and context.dialect.postfetch_lastrowid and not hasattr(cursor, "lastrowid"):
            # SQLAlchemy asks for it, and some drivers make it when they execute.
            cursor.lastrowid = None
        return True

    for name in ("do_execute", "do_executemany"):
        event.listen(connection.engine, name, skip)
    event.listen(connection.engine, "do_execute_no_params", skip_plain)


def is_done(context: Any) -> bool:
    """Whether an earlier run has committed the statement that is executed."""
    return getattr(context, "_limbeck_is_done", False)


def mark_of(statement: str, parameters: Any) -> str:
    """What a statement is known by, with its parameters."""
    found = hashlib.sha256(statement.encode("utf-8", "surrogatepass"))
    for each in parameters if isinstance(parameters, list) else [parameters]:
        found.update(b"\0" + repr(each).encode("utf-8", "surrogatepass"))
    return found.hexdigest()[:16]
