"""The rows of the version table, changed by Alembic's own SQL, which is compiled once for a run instead of once for each revision."""
from __future__ import annotations

import contextlib
import re
from types import SimpleNamespace
from typing import Any, Iterator, Optional

from alembic import util
from alembic.ddl.impl import DefaultImpl
from alembic.runtime import migration

FROM, TO = "limbeck_from", "limbeck_to"
PLAIN = re.compile(r"[\w.-]+")
HeadMaintainer = migration.HeadMaintainer


@contextlib.contextmanager
def compiled_rows() -> "Iterator[None]":
    """While it lasts, a row that goes from one revision to another costs no compilation."""
    migration.HeadMaintainer = CompiledRows  # type: ignore[misc]
    try:
        yield
    finally:
        migration.HeadMaintainer = HeadMaintainer  # type: ignore[misc]


class CompiledRows(HeadMaintainer):
    # The UPDATE in pieces, between which the two ids stand.
    pieces: "Optional[list[str]]" = None

    def _update_version(self, from_: str, to_: str) -> None:
        context = self.context
        connection = context.connection
        if connection is None or not self.is_plain(connection, from_, to_):
            return super()._update_version(from_, to_)
        if self.pieces is None:
            self.pieces = re.split(f"({FROM}|{TO})", update_of(context))
        sql = "".join({FROM: from_, TO: to_}.get(piece, piece) for piece in self.pieces)
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)
        found = connection.exec_driver_sql(sql).rowcount
        if context.dialect.supports_sane_rowcount and found != 1:
            table = context.version_table
            raise util.CommandError(f"Online migration expected to match one row when updating '{from_}' to '{to_}' in '{table}'; {found} found")

    def is_plain(self, connection: Any, *ids: str) -> bool:
        """Whether what is compiled once for such ids is what Alembic would execute each time."""
        is_translated = connection.get_execution_options().get("schema_translate_map") is not None
        return type(self.context.impl)._exec is DefaultImpl._exec and not is_translated and all(map(PLAIN.fullmatch, ids))


def update_of(context: migration.MigrationContext) -> str:
    """Alembic's own statement, for `FROM` and `TO`."""
    found: "list[Any]" = []
    stand_in = SimpleNamespace(impl=SimpleNamespace(_exec=found.append), _version=context._version, as_sql=True)
    HeadMaintainer(stand_in, [FROM])._update_version(FROM, TO)  # type: ignore[arg-type]
    return str(found[0].compile(dialect=context.dialect))
