"""What Alembic remembers of a run: the types of PostgreSQL's that its tables have made. Each is made once, also where it was dropped meanwhile."""
from __future__ import annotations

import re
from typing import Any

DROPS_TYPE = re.compile(r"\bDROP\s+TYPE\b", re.IGNORECASE)


def forget_dropped(memo: "dict[Any, Any]", statement: str) -> None:
    """Forgets the types that a statement drops."""
    if not memo or DROPS_TYPE.search(statement) is None:
        return
    # Sets of schema and name, by what SQLAlchemy calls the kinds of types.
    for made in memo.values():
        for one in [one for one in made if isinstance(one, tuple) and re.search(rf"(?<!\w){re.escape(str(one[-1]))}(?!\w)", statement)]:
            made.discard(one)
