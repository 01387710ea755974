"""Whether code that is recorded looks at more than Alembic's offline mode shows it: what it does depends on when it runs, then."""
from __future__ import annotations

import contextlib
import sys
from typing import Any, Iterator

from sqlalchemy import event
from sqlalchemy.engine import Engine

# https://docs.python.org/3/library/audit_events.html
LOOKS = {"open", "socket.connect", "sqlite3.connect", "subprocess.Popen", "os.posix_spawn", "os.system"}
MODULE = (".py", ".pyc", ".so", ".pyd")


class Looks:
    """What Python and SQLAlchemy tell of it, from now to the end of the process."""

    def __init__(self) -> None:
        self.is_watching = self.has_looked = False
        sys.addaudithook(self.hear)
        event.listen(Engine, "before_cursor_execute", self.see)

    @contextlib.contextmanager
    def watching(self) -> "Iterator[None]":
        """While it lasts, `has_looked` says whether anything was looked at."""
        self.has_looked, self.is_watching = False, True
        try:
            yield
        finally:
            self.is_watching = False

    def hear(self, name: str, args: "tuple[Any, ...]") -> None:
        if self.is_watching and name in LOOKS and not (name == "open" and str(args[0]).endswith(MODULE)):
            self.has_looked = True

    def see(self, *_: Any) -> None:
        self.has_looked = True
