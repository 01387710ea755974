"""The sessions that env.py believes to have while it is read, and where in the database each of them works."""
from __future__ import annotations

import contextlib
import inspect
import re
from typing import Any, Iterator, Optional

from sqlalchemy.engine import Connection, Engine

# PostgreSQL's statements that say where names lead and who acts, anywhere in a text of several:
# https://www.postgresql.org/docs/18/sql-set.html and https://www.postgresql.org/docs/18/sql-set-role.html
START = r"(?:^|;)\s*"
VALUE = r"""((?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[^;'"])+)"""
SET_PATH = re.compile(rf"{START}SET\s+(?:(?:SESSION|LOCAL)\s+)?(?:search_path\s*(?:=|\bTO\b)|SCHEMA\b)\s*{VALUE}", re.IGNORECASE)
CONFIG_PATH = re.compile(r"\bset_config\s*\(\s*'search_path'\s*,\s*'((?:[^']|'')*)'", re.IGNORECASE)
SET_ROLE = re.compile(rf"{START}(?:SET\s+(?:(?:SESSION|LOCAL)\s+)?ROLE\s+{VALUE}|RESET\s+ROLE)", re.IGNORECASE)
OPTION_PATH = re.compile(r"(?:-c\s*|--)search_path=((?:\\.|\S)+)")
# https://dev.mysql.com/doc/refman/8.4/en/use.html
USE = re.compile(rf"{START}USE\s+(`(?:[^`]|``)+`|[\w$]+)", re.IGNORECASE)
READS = re.compile(r"\s*(?:SELECT|WITH|SHOW|VALUES|TABLE|PRAGMA|DESC)\b", re.IGNORECASE)
PARAMETER = re.compile(r"%\((\w+)\)s(?:::[\w ]+)?|%%")

ASKED = """SELECT name, setting FROM pg_catalog.pg_settings
WHERE (name = 'search_path' AND source IN ('client', 'session')) OR (name = 'role' AND setting <> 'none')"""


class Nothing:
    """A driver's connection to no database, its cursor, and every other part of it: it takes whatever it is told, and returns no rows."""

    description = None
    rowcount = -1
    lastrowid = None
    arraysize = 1

    def __init__(self, said: "Optional[list[str]]" = None) -> None:
        # What was executed, which every part of one connection shares.
        self.said: "list[str]" = [] if said is None else said

    def cursor(self, *_args: Any, **_options: Any) -> "Nothing":
        return Nothing(self.said)

    def execute(self, sql: Any, parameters: Any = None, *_args: Any, **_options: Any) -> None:
        self.said.append(with_parameters(str(sql), parameters))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing(self.said)

    def __call__(self, *_args: Any, **_options: Any) -> None:
        """Whatever is called is done."""


@contextlib.contextmanager
def unconnected() -> "Iterator[list[list[str]]]":
    """While it lasts, engines open nothing. Gives what is executed on each connection."""
    connect, raw = Engine.connect, Engine.raw_connection
    said: "list[list[str]]" = []

    def nothing(engine: Engine) -> Nothing:
        made = Nothing(told_at_connect(engine))
        said.append(made.said)
        return made

    Engine.connect = lambda engine: Connection(engine, connection=nothing(engine))  # type: ignore[method-assign,arg-type,assignment]
    Engine.raw_connection = nothing  # type: ignore[method-assign,assignment]
    try:
        yield said
    finally:
        Engine.connect, Engine.raw_connection = connect, raw  # type: ignore[method-assign]


def has_read(said: "list[list[str]]") -> bool:
    """Whether rows were asked for, which only a database has."""
    return any(READS.match(sql) for statements in said for sql in statements)


def told_at_connect(engine: Engine) -> "list[str]":
    """What a session is told when it begins: by create_engine(connect_args=…), and by listeners of the project's."""
    said: "list[str]" = []
    if engine.dialect.name != "postgresql":
        return said
    given = parameters(engine)
    settings = given.get("server_settings")
    option = OPTION_PATH.search(str(given.get("options") or ""))
    path = settings.get("search_path") if isinstance(settings, dict) else option and re.sub(r"\\(.)", r"\1", option.group(1))
    if path:
        said.append(f"SET search_path TO {path}")
    for listener in engine.pool.dispatch.connect:
        if not str(getattr(listener, "__module__", "")).startswith("sqlalchemy."):
            # One that wants more of a connection than Nothing has says nothing here. If it leads names elsewhere, that shows when Python has connected.
            with contextlib.suppress(Exception):
                listener(Nothing(said), Nothing())
    return said


def parameters(engine: Engine) -> "dict[str, Any]":
    """What SQLAlchemy hands to the driver; nothing where the project connects by a function of its own."""
    creator = engine.pool._creator
    found: Any = inspect.getclosurevars(creator).nonlocals.get("cparams") if inspect.isfunction(creator) else None
    return found if isinstance(found, dict) else {}


def session_of(connection: "Optional[Connection]") -> "dict[str, str]":
    """As whom and where a connection of PostgreSQL's works, as far as it was told: `role`, and `searchPath` as SQL."""
    if not isinstance(connection, Connection) or connection.dialect.name != "postgresql":
        return {}
    driver: Any = connection.connection
    found = told(driver.said) if isinstance(driver, Nothing) else asked(driver)
    return {name: value for name, value in found.items() if value is not None}


def first_of(path: str) -> str:
    """The namespace that a search_path begins with."""
    found = re.match(r"""\s*("(?:[^"]|"")*"|'(?:[^']|'')*'|[^,\s]+)""", path)
    return "" if found is None else unquoted(found.group(1), found.group(1).lower())


def told(said: "list[str]") -> "dict[str, Optional[str]]":
    """The last one of each kind counts."""
    text = ";".join(said)
    paths = sorted([*SET_PATH.finditer(text), *CONFIG_PATH.finditer(text)], key=lambda found: found.start())
    path = paths[-1] if paths else None
    value = None if path is None else path.group(1).strip().replace("''", "'" if path.re is CONFIG_PATH else "''")
    roles = SET_ROLE.findall(text)
    role = roles[-1].strip() if roles else ""
    is_own = role == "" or role.upper() == "NONE"
    return {"searchPath": None if value is None or value.upper() == "DEFAULT" else value, "role": None if is_own else unquoted(role, role.lower())}


def asked(driver: Any) -> "dict[str, Optional[str]]":
    """Past SQLAlchemy, which would begin a transaction."""
    with contextlib.closing(driver.cursor()) as cursor:
        cursor.execute(ASKED)
        found = dict(cursor.fetchall())
    return {"searchPath": found.get("search_path"), "role": found.get("role")}


def database_of(connection: "Optional[Connection]") -> Optional[str]:
    """The database of MySQL's that a connection was told to use; None where it is that of its URL."""
    if not isinstance(connection, Connection) or connection.dialect.name not in ("mysql", "mariadb"):
        return None
    driver: Any = connection.connection
    if not isinstance(driver, Nothing):
        with contextlib.closing(driver.cursor()) as cursor:
            cursor.execute("SELECT DATABASE()")
            return next(iter(cursor.fetchone() or [None]))
    used = USE.findall(";".join(driver.said))
    return unquoted(used[-1], used[-1]) if used else None


def unquoted(name: str, plain: str) -> str:
    """A name without its quotes; one that has none is `plain` to the server."""
    quote = name[0]
    return name[1:-1].replace(quote * 2, quote) if quote in "`\"'" else plain


def with_parameters(sql: str, parameters: Any) -> str:
    """The statement as a driver that puts parameters in their places sends it."""
    if not isinstance(parameters, dict) or not parameters:
        return sql

    def literal(found: "re.Match[str]") -> str:
        if found.group(1) is None:
            return "%"
        return "'" + str(parameters.get(found.group(1))).replace("'", "''") + "'"

    return PARAMETER.sub(literal, sql)
