"""The rows of the version table, changed by Alembic's own SQL, which is compiled once for a run instead of once for each revision, or not at all."""
from __future__ import annotations

import contextlib
import re
from functools import partial
from types import SimpleNamespace
from typing import Any, Callable, Iterator, Optional

from alembic import util
from alembic.ddl.impl import DefaultImpl
from alembic.runtime import migration
from limbeck_sql import TAKES_SEVERAL, changed

FROM, TO = "limbeck_from", "limbeck_to"
PLAIN = re.compile(r"[\w.-]+")
HeadMaintainer = migration.HeadMaintainer


def compiled_rows(before: "Callable[[], Optional[str]]") -> "contextlib.AbstractContextManager[None]":
    """
    While it lasts, a row that comes, goes, or goes from one revision to another costs no compilation. What `before` returns is executed right
    before the last change of a step, on its way to the server; nothing where it returns None.
    """
    return maintained_by(partial(CompiledRows, before))


def no_rows() -> "contextlib.AbstractContextManager[None]":
    """While it lasts, steps change no rows."""
    return maintained_by(NoRows)


@contextlib.contextmanager
def maintained_by(maintainer: Any) -> "Iterator[None]":
    migration.HeadMaintainer = maintainer  # type: ignore[misc]
    try:
        yield
    finally:
        migration.HeadMaintainer = HeadMaintainer  # type: ignore[misc]


class NoRows(HeadMaintainer):
    def update_to_step(self, step: Any) -> None:
        self.heads = {step.step["revision"]}


class CompiledRows(HeadMaintainer):
    def __init__(self, before: "Callable[[], Optional[str]]", context: migration.MigrationContext, heads: Any) -> None:
        super().__init__(context, heads)
        self.before = before
        # Alembic's statements in pieces, between which the ids stand, by the names of its functions.
        self.forms: "dict[str, list[str]]" = {}

    def _insert_version(self, version: str) -> None:
        if not self.is_plain(version):
            return super()._insert_version(version)
        assert version not in self.heads
        self.heads.add(version)
        self.change("_insert_version", version)

    def _delete_version(self, version: str) -> None:
        if not self.is_plain(version):
            return super()._delete_version(version)
        self.heads.remove(version)
        self.expect_one(self.change("_delete_version", version), f"deleting '{version}'")

    def _update_version(self, from_: str, to_: str) -> None:
        if not self.is_plain(from_, to_):
            return super()._update_version(from_, to_)
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)
        self.expect_one(self.change("_update_version", from_, to_), f"updating '{from_}' to '{to_}'")

    def is_plain(self, *ids: str) -> bool:
        """Whether what is compiled once for such ids is what Alembic would execute each time."""
        connection = self.context.connection
        if connection is None or connection.get_execution_options().get("schema_translate_map") is not None:
            return False
        return type(self.context.impl)._exec is DefaultImpl._exec and all(map(PLAIN.fullmatch, ids))

    def change(self, name: str, *ids: str) -> int:
        """Executes what Alembic's function of this name does, and returns how many rows that changes."""
        form = self.forms.get(name)
        if form is None:
            form = self.forms[name] = re.split(f"({FROM}|{TO})", statement_of(self.context, name, (FROM, TO)[: len(ids)]))
        connection = self.context.connection
        assert connection is not None
        stand = dict(zip((FROM, TO), ids))
        sql = "".join(stand.get(piece, piece) for piece in form)
        # What SQLAlchemy has compiled has two percent signs where it means one.
        if name == "_update_version" and connection.dialect.driver in TAKES_SEVERAL and "%" not in sql:
            before = self.before()
            if before is not None:
                return changed(connection, before, sql)
        result = connection.exec_driver_sql(sql)
        # An INSERT returns its row, which nobody reads.
        with contextlib.closing(result):
            return result.rowcount

    def expect_one(self, found: int, doing: str) -> None:
        if self.context.dialect.supports_sane_rowcount and found != 1:
            table = self.context.version_table
            raise util.CommandError(f"Online migration expected to match one row when {doing} in '{table}'; {found} found")


def statement_of(context: migration.MigrationContext, name: str, ids: "tuple[str, ...]") -> str:
    """Alembic's own statement for these ids."""
    found: "list[Any]" = []
    stand_in = SimpleNamespace(impl=SimpleNamespace(_exec=found.append), _version=context._version, as_sql=True)
    heads = [] if name == "_insert_version" else [FROM]
    getattr(HeadMaintainer(stand_in, heads), name)(*ids)  # type: ignore[arg-type]
    return str(found[0].compile(dialect=context.dialect))
