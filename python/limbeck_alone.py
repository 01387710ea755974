"""A transaction as the only writer, where Limbeck's own connection can't keep the others out, and what has to be seen to in it."""
from __future__ import annotations

import time
from collections import Counter
from typing import Any

from limbeck_bridge import Channel, Refusal
from limbeck_sql import execute, rows
from sqlalchemy.engine import Connection

Json = "dict[str, Any]"
RETRY_SECONDS = 0.05
SHOWN_FAULTS = 5


def rule(connection: Connection) -> None:
    """Has the driver begin no transaction: its own way would begin before a change of rows alone, and commit before a change of the schema."""
    driver = connection.connection.dbapi_connection
    if getattr(driver, "autocommit", -1) in (True, False):
        driver.autocommit = -1  # type: ignore[union-attr]
    # Setting it commits what a listener of the project's has begun, even where it changes nothing.
    if driver.isolation_level is not None:  # type: ignore[union-attr]
        driver.isolation_level = None  # type: ignore[union-attr]


def take_lock(connection: Connection, request: Json, channel: Channel) -> None:
    """Begins the transaction, and waits for whoever writes. Raises Refusal."""
    guest, limit = request["guest"], request["lockTimeoutMs"]
    end = time.monotonic() + limit / 1000
    has_waited = False
    execute(connection, guest["waitNever"])
    while True:
        try:
            execute(connection, guest["begin"])
            break
        except Exception as error:
            if not any(words in str(error) for words in guest["busy"]):
                raise
            if time.monotonic() > end:
                raise Refusal("BRIDGE_LOCK_TIMEOUT", f"Another process kept the database locked for more than {limit / 1000:g} s") from error
            if not has_waited:
                channel.event(kind="waiting")
            has_waited = True
            time.sleep(RETRY_SECONDS)
    execute(connection, guest["waitLong"])


def count_faults(connection: Connection, guest: Json) -> "Counter[Any]":
    """Rows that refer to nothing, counted by the table that they are in and the one that they refer to."""
    return Counter((row[0], row[2]) for row in rows(connection, guest["faults"]))


def refuse_faults(connection: Connection, guest: Json, before: "Counter[Any]") -> None:
    """Makes sure that there are no more of them than before. Raises Refusal."""
    more = count_faults(connection, guest) - before
    if not more:
        return
    shown = "; ".join(f'{count} of "{table}" to "{parent}"' for (table, parent), count in more.most_common(SHOWN_FAULTS))
    raise Refusal("BRIDGE_ROWS_DANGLE", f"After this revision rows would refer to rows that aren't there: {shown}")
