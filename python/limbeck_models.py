"""SQLAlchemy's MetaData as a schema of Limbeck's: finds it, and has its tables read."""
from __future__ import annotations

import importlib
import sys
from typing import Any, Iterable, cast

import limbeck_options
import sqlalchemy as sa
from limbeck_bridge import Channel, Refusal
from limbeck_own_types import types_of
from limbeck_tables import Reader
from limbeck_views import is_selected, view
from sqlalchemy.dialects import registry
from sqlalchemy.engine import Dialect


# Of `autogenerate_plugins`, those that say no more and no less than what is compared here anyway.
BY_NAME = ("alembic.ext.checkconstraint_byname", "alembic.autogenerate.checkconstraint_byname")
PLUGINS = ("alembic.autogenerate.*", *BY_NAME, *(f"~{name}" for name in BY_NAME))

# How many bytes of a name PostgreSQL keeps.
LONGEST_NAME = 63

# How many tables are told at a time: Limbeck works on them while the next ones are read.
PART = 50


def models(request: "dict[str, Any]", channel: Channel) -> "dict[str, Any]":
    """The models as a schema: those at a place `package.module:attribute`, or those that env.py named. Its tables are told before the reply."""
    limbeck_options.take_home(request)
    place = request.get("place")
    metadata = env_metadata() if place is None else placed_metadata(place, request["path"])
    tables = tables_of(metadata)
    reader = Reader(dialect_of(request))
    if reader.dialect.name == "postgresql":
        cut_names(tables)
    for type_ in types_of(metadata):
        reader.compiler.own.gather(type_)
    read, views = read_tables(tables, reader, request, channel)
    sequences = [sequence for one in metadata for sequence in one._sequences.values() if reader.is_made_sequence(sequence)]
    schema = {
        "namespaces": sorted({schema for schema in map(limbeck_options.schema_of, tables) if schema is not None}),
        "extensions": [],
        "enums": list(reader.compiler.own.enums.values()),
        "domains": list(reader.compiler.own.domains.values()),
        "composites": [],
        "ranges": [],
        "sequences": [reader.sequence(sequence) for sequence in sequences],
        "views": views,
        "routines": [],
        "triggers": [],
        "rules": [],
        "policies": [],
        "statistics": [],
    }
    left: "list[dict[str, Any]]" = []
    if "have" in request:
        # Alembic is there where there are hooks.
        left = importlib.import_module("limbeck_filter").left_alone(request["have"], read, reader.objects, reader.dialect)
    return {"schema": schema, "leftAlone": left}


def read_tables(
    tables: "list[sa.Table]", reader: Reader, request: "dict[str, Any]", channel: Channel
) -> "tuple[list[dict[str, Any]], list[dict[str, Any]]]":
    """The tables, which are told in parts on the way, and the views. One that can't be read may be one that the hooks of env.py leave out of the comparison."""
    read: "list[dict[str, Any]]" = []
    views: "list[dict[str, Any]]" = []
    told = 0
    for table in tables:
        try:
            if is_selected(table):
                views.append(view(table, reader))
            else:
                read.append(reader.read(table))
        except Refusal:
            if "have" not in request or not importlib.import_module("limbeck_filter").is_left_out(table, reader.dialect):
                raise
        if len(read) - told == PART:
            channel.event(tables=read[told:], **reader.said())
            told = len(read)
    channel.event(tables=read[told:], **reader.said())
    return read, views


def env_metadata() -> "list[sa.MetaData]":
    # Alembic is there where there is an env.py.
    options = importlib.import_module("limbeck_env").only_context().opts
    given = options.get("target_metadata")
    other = next((name for name in options.get("autogenerate_plugins") or () if name not in PLUGINS), None)
    if other is not None:
        raise Refusal("BRIDGE_HOOK_UNSUPPORTED", f'autogenerate_plugins of env.py names "{other}", and Limbeck compares by itself')
    if given is None:
        raise Refusal("BRIDGE_ENV_INCOMPLETE", "env.py gave no target_metadata to context.configure(), so nothing says what the schema should be")
    return metadata_list(given, "target_metadata of env.py")


# What a module of models has raised: it isn't executed once more to say so.
raised: "dict[str, BaseException]" = {}


def load(request: "dict[str, Any]", _channel: Channel) -> None:
    """Imports the module of the models at a place, while nobody knows yet what they are to be compared with. What it raises `models` tells."""
    module = request["place"].partition(":")[0]
    try:
        imported(module, request["path"])
    except (Exception, SystemExit) as error:
        raised[module] = error


def imported(module: str, path: "list[str]") -> Any:
    sys.path[:0] = [directory for directory in path if directory not in sys.path]
    if module in raised:
        raise raised.pop(module)
    return importlib.import_module(module)


def placed_metadata(place: str, path: "list[str]") -> "list[sa.MetaData]":
    module, _, attribute = place.partition(":")
    try:
        found: Any = imported(module, path)
    except ModuleNotFoundError as error:
        if error.name is None or not (module + ".").startswith(error.name + "."):
            raise
        raise Refusal("BRIDGE_MODELS_UNKNOWN", f'There is no module "{error.name}" for the models "{place}"', place=place) from error
    for name in attribute.split(".") if attribute else []:
        if not hasattr(found, name):
            raise Refusal("BRIDGE_MODELS_UNKNOWN", f'"{module}" has no "{attribute}"', place=place)
        found = getattr(found, name)
    return metadata_list(found, place)


def metadata_list(given: Any, place: str) -> "list[sa.MetaData]":
    """A MetaData, a class or object with a `metadata`, or several of them."""
    parts = [given] if isinstance(given, sa.MetaData) or hasattr(given, "metadata") else given
    if not isinstance(parts, Iterable):
        raise Refusal("BRIDGE_MODELS_UNKNOWN", f"{place} is {type(given).__name__}, and no MetaData", place=place)
    found: "list[Any]" = [getattr(part, "metadata", part) for part in parts]
    wrong = [part for part in found if not isinstance(part, sa.MetaData)]
    if wrong:
        raise Refusal("BRIDGE_MODELS_UNKNOWN", f"{place} holds {type(wrong[0]).__name__}, and no MetaData", place=place)
    return list(dict.fromkeys(found))


def tables_of(metadata: "list[sa.MetaData]") -> "list[sa.Table]":
    tables: "dict[str, sa.Table]" = {}
    for table in [table for one in metadata for table in one.tables.values()]:
        name = limbeck_options.full_name(table)
        if name in tables:
            raise Refusal("BRIDGE_MODELS_UNKNOWN", f'Two MetaData both have a table "{name}"', table=name)
        tables[name] = table
    return list(tables.values())


def cut_names(tables: "list[sa.Table]") -> None:
    """Gives tables and columns the names that PostgreSQL knows them by: it cuts longer ones silently, where the other names of a model are shortened by SQLAlchemy."""
    for table in tables:
        table.name = as_kept(table.name)
        for column in table.columns:
            column.name = as_kept(column.name)


def as_kept(name: str) -> str:
    kept = name.encode()[:LONGEST_NAME].decode(errors="ignore")
    return name if kept == name else sa.sql.quoted_name(kept, getattr(name, "quote", None))


def dialect_of(request: "dict[str, Any]") -> Dialect:
    """The first dialect that SQLAlchemy has by one of these names, as if it had connected to the server: it hasn't even a driver."""
    for name in request["dialects"]:
        try:
            found: Any = registry.load(name)
        except sa.exc.NoSuchModuleError:
            continue
        # For MariaDB it is no class. With this style of parameters, percent signs aren't doubled.
        dialect: Any = (found if isinstance(found, type) else type(found))(paramstyle="named")
        if hasattr(dialect, "_backslash_escapes"):
            dialect._backslash_escapes = request["backslashes"]
        if "server" in request and hasattr(dialect, "_parse_server_version"):
            # What connecting finds out: which of two products it is, and what DDL that takes.
            version = dialect._parse_server_version(request["server"])
            dialect.supports_sequences = dialect.is_mariadb and version >= (10, 3)
        return cast(Dialect, dialect)
    raise Refusal("BRIDGE_PYTHON_UNUSABLE", f"SQLAlchemy has no dialect {' or '.join(request['dialects'])}")
