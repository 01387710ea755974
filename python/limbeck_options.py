"""The keywords of SQLAlchemy's objects that are one dialect's own: `mysql_engine`, `postgresql_using`."""
from __future__ import annotations

from typing import Any, Optional

from limbeck_bridge import Refusal
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.base import DialectKWArgs
from sqlalchemy.util import memoized_property


class Options:
    """The keywords of one object that are this dialect's own. Those that nobody takes are refused."""

    def __init__(self, owner: Any, dialect: Dialect, where: str) -> None:
        start = f"{dialect.name}_"
        self.where, self.start = where, start
        self.left: "dict[str, Any]" = {}
        if may_have_options(owner):
            self.left = {key[len(start):].lower(): value for key, value in owner.dialect_kwargs.items() if key.startswith(start)}

    def take(self, *names: str) -> Any:
        """The value of the first of these that is given."""
        if not self.left:
            return None
        found = [self.left.pop(name) for name in names if name in self.left]
        return found[0] if found else None

    def partitioning(self) -> Optional[str]:
        """What stands behind PARTITION BY, where it is in one keyword or in several."""
        words = {"partition_by": "", "partitions": "PARTITIONS ", "subpartition_by": "SUBPARTITION BY ", "subpartitions": "SUBPARTITIONS "}
        parts = {word: self.take(name) for name, word in words.items()}
        given = [f"{word}{value}" for word, value in parts.items() if value is not None]
        return " ".join(given) or None

    def finish(self) -> None:
        for name, value in self.left.items():
            if value is not None and value is not False:
                raise unsupported(f"The {self.where} has the option {self.start}{name}={value!r}")


# SQLAlchemy makes the store of an object's keywords when the first of them is given.
IS_STORE_LATE = isinstance(DialectKWArgs.__dict__.get("dialect_options"), memoized_property)


def may_have_options(owner: Any) -> bool:
    """False for an object that was given no keyword of any dialect, which hardly any is: to make an empty store takes longer than the rest."""
    return not IS_STORE_LATE or "dialect_options" in vars(owner)


def unsupported(message: str) -> Refusal:
    return Refusal("BRIDGE_MODEL_UNSUPPORTED", message)


# The namespace of what has none, which models may name all the same, and whether in any case.
home: Optional[str] = None
folds_home = False


def take_home(request: "dict[str, Any]") -> None:
    """Takes it from the request of a command."""
    global home, folds_home
    home, folds_home = request.get("home"), request.get("foldsHome", False)


def schema_of(owner: Any) -> Optional[str]:
    """The namespace; None for the one that is meant without a name."""
    if owner.schema is None or owner.schema == home:
        return None
    is_home = folds_home and home is not None and str(owner.schema).lower() == home.lower()
    return None if is_home else str(owner.schema)


def full_name(owner: Any) -> str:
    """The name with that of its namespace."""
    return ".".join(part for part in (schema_of(owner), str(owner.name)) if part is not None)


def present(record: "dict[str, Any]") -> "dict[str, Any]":
    """Without the keys whose values are absent."""
    return {key: value for key, value in record.items() if value is not None}
