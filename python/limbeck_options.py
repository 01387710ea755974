"""The keywords of SQLAlchemy's objects that are one dialect's own: `mysql_engine`, `postgresql_using`."""
from __future__ import annotations

from typing import Any, Optional

from limbeck_bridge import Refusal
from sqlalchemy.engine import Dialect


class Options:
    """The keywords of one object that are this dialect's own. Those that nobody takes are refused."""

    def __init__(self, owner: Any, dialect: Dialect, where: str) -> None:
        start = f"{dialect.name}_"
        self.where, self.start = where, start
        given = owner.dialect_kwargs
        # Hardly anything has one, and going through none of them takes long, too.
        self.left = {key[len(start):].lower(): value for key, value in given.items() if key.startswith(start)} if len(given) > 0 else {}

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


def unsupported(message: str) -> Refusal:
    return Refusal("BRIDGE_MODEL_UNSUPPORTED", message)


def schema_of(owner: Any) -> Optional[str]:
    return None if owner.schema is None else str(owner.schema)


def present(record: "dict[str, Any]") -> "dict[str, Any]":
    """Without the keys whose values are absent."""
    return {key: value for key, value in record.items() if value is not None}
