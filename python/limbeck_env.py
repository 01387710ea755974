"""Reads what env.py says, by running it as Alembic would, but without connecting anywhere.

env.py gets engines whose connections are SQLAlchemy's own objects with nothing behind them: they know their dialect and URL, they take
statements, and they have no rows. What env.py gives to configure() is kept for the commands that come after.
"""
from __future__ import annotations

import argparse
import contextlib
from typing import Any, Iterator, Optional
from urllib.parse import quote, unquote

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from limbeck_bridge import Channel, Refusal
from sqlalchemy.engine import URL, Connection, Engine, make_url

HOOKS = ("include_name", "include_object", "compare_type", "compare_server_default", "render_item", "process_revision_directives")

DATABASE = "limbecksdatabase"


class Captured:
    """What env.py gave to one call of configure(), and what it calls that database."""

    def __init__(self, context: MigrationContext, place: int) -> None:
        self.context, self.name = context, name_of(context.opts, {}, place)


# One for each call of configure() since `environment` ran last, and the one that the request named.
captured: "list[Captured]" = []
chosen: "Optional[str]" = None


def environment(request: "dict[str, Any]", _channel: Channel) -> "dict[str, Any]":
    """Runs env.py and says what it configured."""
    global chosen
    chosen = request.get("database")
    config = config_of(request, autogenerate=True)
    script = ScriptDirectory.from_config(config)
    locations = list(script.version_locations or ())
    captured.clear()
    with unconnected(), reading(config, script):
        script.run_env()
    moved = list(script.version_locations or ())
    if moved != locations:
        places = ", ".join(f'"{place}"' for place in moved)
        raise Refusal("BRIDGE_ENV_LOCATIONS", f"env.py says that the revisions are in {places}")
    return {"contexts": [{"name": one.name, **description(one.context)} for one in captured]}


def reading(config: Config, script: ScriptDirectory) -> EnvironmentContext:
    """The `context` of env.py while it is read: it is configured as always, and migrates nothing."""
    environment = EnvironmentContext(config, script, fn=lambda rev, context: [], as_sql=False)
    configure = environment.configure

    def configure_captured(*positional: Any, **options: Any) -> None:
        configure(*positional, **options)
        context = environment.get_context()
        # The next call would change the options of this one.
        context.opts = dict(context.opts)
        # Alembic compares defaults only when it's told to; here one has to say that they aren't.
        context.opts["compare_server_default"] = options.get("compare_server_default", True)
        captured.append(Captured(context, len(captured)))

    def run_captured(**given: Any) -> None:
        if captured:
            captured[-1].name = name_of(captured[-1].context.opts, given, len(captured) - 1)

    # On the object: Alembic's `context` stands for objects of this very class.
    environment.configure = configure_captured  # type: ignore[method-assign]
    environment.run_migrations = run_captured  # type: ignore[method-assign]
    return environment


def name_of(options: "Any", given: "dict[str, Any]", place: int) -> str:
    """What env.py calls a database: as the template of several does, by its place where that can't be told."""
    named = given.get("engine_name")
    token = options.get("upgrade_token", "upgrades")
    # Flask-Migrate's has an empty name for the first.
    if isinstance(named, str) and named:
        return named
    return token[: -len("_upgrades")] if token.endswith("_upgrades") and token != "_upgrades" else str(place + 1)


def config_of(request: "dict[str, Any]", **options: Any) -> Config:
    """Alembic's Config as its own command line makes it. `options` are those of the command, which env.py may look at."""
    section = request["section"]
    x = request["x"] or None
    given = argparse.Namespace(config=request.get("ini"), name=section, x=x, raiseerr=False, quiet=False, **options)
    places = {"file_": request.get("ini"), "toml_file": request.get("toml")}
    config = Config(ini_section=section, cmd_opts=given, **{key: place for key, place in places.items() if place is not None})
    if "url" in request:
        config.set_main_option("sqlalchemy.url", url_of_limbeck(request["url"]).replace("%", "%%"))
    if "flask" not in request:
        return config
    from limbeck_flask import enter

    return enter(config, request["flask"])


def url_of_limbeck(text: str) -> str:
    """Limbeck reads escapes in the name of a database, and so does SQLAlchemy 2.1, but not 2.0."""
    url = make_url(text)
    if url.database is None or make_url("x:///%3D").database == "=":
        return text
    return url.set(database=unquote(url.database)).render_as_string(hide_password=False)


@contextlib.contextmanager
def unconnected() -> "Iterator[None]":
    """While it lasts, engines open nothing."""
    connect, raw = Engine.connect, Engine.raw_connection
    Engine.connect = lambda engine: Connection(engine, connection=Nothing())  # type: ignore[method-assign,arg-type,assignment]
    Engine.raw_connection = lambda engine: Nothing()  # type: ignore[method-assign,assignment,return-value]
    try:
        yield
    finally:
        Engine.connect, Engine.raw_connection = connect, raw  # type: ignore[method-assign]


class Nothing:
    """A driver's connection to no database, its cursor, and every other part of it: it takes whatever it is told, and returns no rows."""

    description = None
    rowcount = -1
    lastrowid = None
    arraysize = 1

    def cursor(self, *_args: Any, **_options: Any) -> "Nothing":
        return Nothing()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __call__(self, *_args: Any, **_options: Any) -> None:
        """Whatever is called is done."""


def check_name(request: "dict[str, Any]", environment: EnvironmentContext, given: "dict[str, Any]") -> None:
    """Makes sure that env.py goes through its databases in the order in which it did when it was read. Raises Refusal."""
    database = request["database"]
    if database is None:
        return
    name = name_of(environment.get_context().opts, given, database["place"])
    if name != database["name"]:
        raise Refusal("BRIDGE_ENV_SEVERAL", f'env.py came to the database "{name}" where it came to "{database["name"]}" before')


def only_context() -> MigrationContext:
    """What env.py configured for the database that is meant. Raises Refusal when it did so never, or for several."""
    if not captured:
        raise Refusal("BRIDGE_ENV_INCOMPLETE", "env.py did not call context.configure()")
    found = [one.context for one in captured if chosen is None or one.name == chosen]
    if len(found) != 1:
        raise Refusal("BRIDGE_ENV_SEVERAL", f"env.py called context.configure() {len(captured)} times")
    return found[0]


def description(context: MigrationContext) -> "dict[str, Any]":
    options = context.opts
    found = {
        "url": url_of(context),
        "dialect": context.dialect.name,
        "versionTable": context.version_table,
        "versionTableSchema": context.version_table_schema,
        "versionTablePk": bool(options.get("version_table_pk", True)),
        "includeSchemas": bool(options.get("include_schemas")),
        "hasMetadata": options.get("target_metadata") is not None,
        "compareType": comparison(options.get("compare_type", True)),
        "compareServerDefault": comparison(options.get("compare_server_default", True)),
        "renderAsBatch": bool(options.get("render_as_batch")),
        "transactionPerMigration": bool(options.get("transaction_per_migration")),
        "upgradeToken": options.get("upgrade_token", "upgrades"),
        "downgradeToken": options.get("downgrade_token", "downgrades"),
        "hooks": [name for name in HOOKS if callable(options.get(name))],
    }
    return {key: value for key, value in found.items() if value is not None}


def comparison(option: Any) -> "bool | str":
    return "function" if callable(option) else bool(option)


def url_of(context: MigrationContext) -> Optional[str]:
    """The URL with its password; that of the engine, whose port or host a function of the project may have made."""
    given: "Optional[URL | str]" = context.connection.engine.url if context.connection is not None else context.opts.get("url")
    if given is None:
        return None
    url = make_url(given)
    if url.database is None:
        return url.render_as_string(hide_password=False)
    # SQLAlchemy 2.0 doesn't write escapes into the name of a database, and 2.1 does; Limbeck reads them.
    text = url.set(database=DATABASE).render_as_string(hide_password=False)
    return text.replace(DATABASE, quote(url.database, safe="/:="), 1)
