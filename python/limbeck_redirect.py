"""`--url`, and scratch databases, for an env.py that takes its URL from elsewhere than the ini: a module of settings, an application, a variable."""
from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine, make_url

# What a connection that was led elsewhere notes of itself.
NOTE = "limbeck_url"


def redirect(instead_of: str, url: str) -> None:
    """From here on, whatever in this process would connect to the first database connects to the second."""
    theirs, ours = make_url(instead_of), make_url(url)
    if theirs.get_backend_name() != ours.get_backend_name():
        return

    @event.listens_for(Engine, "do_connect")
    def connect(dialect: Dialect, record: Any, given: "list[Any]", named: "dict[str, Any]") -> Any:
        if dialect.name != theirs.get_backend_name():
            return None
        args, params = dialect.create_connect_args(theirs)
        if list(given) != list(args) or not params.items() <= named.items():
            return None
        more = {name: value for name, value in named.items() if name not in params}
        own, named_own = dialect.create_connect_args(ours)
        connection = dialect.connect(*own, **{**more, **named_own})
        record.info[NOTE] = url
        return connection


def led_to(connection: "Connection | None") -> "str | None":
    """The URL that a connection was led to; None where it is where its engine says."""
    return None if connection is None else connection.info.get(NOTE)
