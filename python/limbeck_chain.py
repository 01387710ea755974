"""Transactions that begin where the one before is committed: the server is asked once, and not twice. The driver knows of the one that is open."""
from __future__ import annotations

import contextlib
from typing import Any

from limbeck_sql import TAKES_SEVERAL
from sqlalchemy.engine import Connection


def can_chain(connection: Connection) -> bool:
    """Whether the driver takes both, and what it begins by itself is a `BEGIN` before the next statement."""
    return connection.dialect.name == "postgresql" and connection.dialect.driver in TAKES_SEVERAL


def is_plain(driver: Any) -> bool:
    """Whether the driver has begun the transaction, and would begin the next one with nothing but `BEGIN`."""
    own = driver.driver_connection
    return own.status == IN_TRANSACTION and not own.autocommit and own.isolation_level is own.readonly is own.deferrable is None


# psycopg2.extensions.STATUS_BEGIN
IN_TRANSACTION = 2


def chain(driver: Any) -> None:
    """Raises what the driver raises where the server refuses to commit: then nothing has begun."""
    with contextlib.closing(driver.cursor()) as cursor:
        cursor.execute("COMMIT;BEGIN")


def break_chain(connection: Connection) -> None:
    """Ends the transaction that `chain` has begun, if nothing has come of it."""
    if can_chain(connection) and not connection.in_transaction():
        connection.connection.commit()
