"""As whom a session of PostgreSQL acts: another role may not write the version table and the journal."""
from __future__ import annotations

import re
from typing import Optional

from limbeck_sql import execute, scalar
from sqlalchemy.engine import Connection

# What makes a session of PostgreSQL's act as somebody else, for the transaction at least.
TAKES_ROLE = re.compile(r"(?:^|;|\bBEGIN)\s*SET\s+(?:(?:SESSION|LOCAL)\s+)*(?:ROLE|AUTHORIZATION)\b|\bset_config\s*\(", re.IGNORECASE)


class Role:
    """What a revision takes, if it takes one."""

    def __init__(self) -> None:
        # As whom the session acted before; None where it still does.
        self.before: "Optional[str]" = None

    @property
    def is_other(self) -> bool:
        return self.before is not None

    def meet(self, connection: Connection, statement: str) -> None:
        """Looks as whom the session acts before a statement that may change that."""
        if self.before is None and connection.dialect.name == "postgresql" and TAKES_ROLE.search(statement):
            self.before = str(scalar(connection, "SELECT pg_catalog.quote_ident(pg_catalog.current_setting('role'))"))

    def put_back(self, connection: Connection, how: str = "") -> None:
        """Acts as before; until the next commit with LOCAL."""
        if self.before is not None:
            execute(connection, f"SET {how}SESSION AUTHORIZATION DEFAULT")
            execute(connection, f"SET {how}ROLE {self.before}")
