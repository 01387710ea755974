"""How the transactions of steps begin and end."""
from __future__ import annotations

import contextlib
from typing import Any, Callable

from limbeck_sql import TAKES_SEVERAL
from sqlalchemy.engine import Connection


def overrule(connection: Connection, name: str, own: "Callable[[Any, Callable[[Any], None]], None]") -> None:
    """Has `own` done for this connection in place of what its dialect does, which it gets, too."""
    dialect = connection.engine.dialect
    usual = getattr(dialect, name)

    def either(driver: Any) -> None:
        if driver is connection.connection:
            own(driver, usual)
        else:
            usual(driver)

    setattr(dialect, name, either)


def can_chain(connection: Connection) -> bool:
    """Whether the driver takes two statements at once, and begins a transaction by a `BEGIN` of its own before the first one."""
    return connection.dialect.name == "postgresql" and connection.dialect.driver in TAKES_SEVERAL


def is_plain(driver: Any) -> bool:
    """Whether the driver has begun the transaction, and would begin the next one with nothing but `BEGIN`."""
    own = driver.driver_connection
    return own.status == IN_TRANSACTION and not own.autocommit and own.isolation_level is own.readonly is own.deferrable is None


# psycopg2.extensions.STATUS_BEGIN
IN_TRANSACTION = 2


def chain(driver: Any) -> None:
    """
    Commits and begins with one message to the server; the driver takes it for the same transaction. Raises what the driver raises where the
    server refuses to commit: then nothing has begun.
    """
    with contextlib.closing(driver.cursor()) as cursor:
        cursor.execute("COMMIT;BEGIN")


def break_chain(connection: Connection) -> None:
    """Ends the transaction that `chain` has begun, if nothing has come of it."""
    if can_chain(connection) and not connection.in_transaction():
        connection.connection.commit()
