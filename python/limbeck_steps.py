"""The steps that Limbeck planned, in the shape in which Alembic's machinery takes them."""
from __future__ import annotations

import os
import re
from types import ModuleType, SimpleNamespace
from typing import Any, Callable, Iterable, Iterator, Optional

from alembic import util
from alembic.runtime.migration import MigrationInfo, MigrationStep
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionMap
from limbeck_bridge import Refusal

Json = "dict[str, Any]"


class PlannedStep(MigrationStep):
    """One revision in one direction. Which rows of the version table change is decided already: Limbeck's graph knows the revisions in other languages too."""

    def __init__(self, step: Json, function: "Callable[..., Any]", revision_map: RevisionMap, heads: "Iterable[str]" = ()) -> None:
        self.step, self.migration_fn, self.revision_map, self.heads = step, function, revision_map, heads
        self.is_upgrade = step["direction"] == "upgrade"

    @property
    def name(self) -> str:
        return self.step["direction"]

    @property
    def doc(self) -> Optional[str]:
        return self.step["message"]

    @property
    def from_revisions_no_deps(self) -> "tuple[str, ...]":
        return tuple(self.step["downRevisions"]) if self.is_upgrade else (self.step["revision"],)

    @property
    def to_revisions_no_deps(self) -> "tuple[str, ...]":
        return (self.step["revision"],) if self.is_upgrade else tuple(self.step["downRevisions"])

    @property
    def info(self) -> MigrationInfo:
        """What the hooks `on_version_apply` of env.py are told."""
        return MigrationInfo(
            revision_map=self.revision_map,
            is_upgrade=self.is_upgrade,
            is_stamp=False,
            up_revisions=self.step["revision"],
            down_revisions=tuple(self.step["needs"]),
        )

    # Alembic asks these in this order, with its own idea of the rows, which doesn't know what ran between two steps of Python.

    def should_delete_branch(self, heads: "set[str]") -> bool:
        heads.clear()
        heads.update(self.heads)
        return self.shape == (1, 0, 0)

    def should_create_branch(self, _heads: "set[str]") -> bool:
        return self.shape == (0, 1, 0)

    def should_merge_branches(self, _heads: "set[str]") -> bool:
        return self.shape[0] > 0

    def should_unmerge_branches(self, _heads: "set[str]") -> bool:
        return self.shape[1] > 0

    @property
    def delete_version_num(self) -> str:
        return self.step["rows"]["delete"][0]

    @property
    def insert_version_num(self) -> str:
        return self.step["rows"]["insert"][0]

    def merge_branch_idents(self, heads: "set[str]") -> "tuple[list[str], str, str]":
        return (self.step["rows"]["delete"], *self.update_version_num(heads))

    def unmerge_branch_idents(self, heads: "set[str]") -> "tuple[str, str, list[str]]":
        return (*self.update_version_num(heads), self.step["rows"]["insert"])

    def update_version_num(self, _heads: "set[str]") -> "tuple[str, str]":
        update = self.step["rows"]["update"][0]
        return update["from"], update["to"]

    @property
    def shape(self) -> "tuple[int, int, int]":
        rows = self.step["rows"]
        return len(rows["delete"]), len(rows["insert"]), len(rows["update"])


def rows_after(step: Json, heads: "set[str]") -> "set[str]":
    """The rows of the version table after a step that finds these."""
    rows = step["rows"]
    gone = {*rows["delete"], *(update["from"] for update in rows["update"])}
    return (heads - gone) | {*rows["insert"], *(update["to"] for update in rows["update"])}


def load_revision(step: Json) -> ModuleType:
    """The revision's module, executed as Alembic does it. Raises what the file raises, and Refusal when the direction isn't there."""
    module = util.load_python_file(os.path.dirname(step["path"]), os.path.basename(step["path"]))
    if callable(getattr(module, step["direction"], None)):
        return module
    raise Refusal(
        "BRIDGE_FUNCTION_MISSING",
        f'Revision "{step["revision"]}" has no function "{step["direction"]}": {step["path"]}',
        revision=step["revision"],
        path=step["path"],
    )


def refuse_journal(step: Json, journal: str, text: str) -> None:
    """Alembic's autogenerate takes Limbeck's table for one that has lost its model."""
    if re.search(rf"(?<!\w){re.escape(journal)}(?!\w)", text) is None:
        return
    raise Refusal(
        "BRIDGE_JOURNAL_NAMED",
        f'Revision "{step["revision"]}" names "{journal}", which is Limbeck\'s own table: {step["path"]}',
        revision=step["revision"],
        path=step["path"],
    )


def lend_graph(script: ScriptDirectory, graph: "Callable[[], list[Json]]") -> None:
    """Gives Alembic Limbeck's graph, which has the revisions in all languages, and is asked for only when something looks at it."""

    def revisions() -> "Iterator[Script]":
        for revision in graph():
            header = SimpleNamespace(
                down_revision=tuple(revision["downRevisions"]) or None,
                branch_labels=tuple(revision["labels"]),
                depends_on=tuple(revision["dependsOn"]),
                __doc__=revision["message"],
            )
            yield Script(header, revision["revision"], revision["path"])  # type: ignore[arg-type]

    script.revision_map = RevisionMap(revisions)
