"""Reads what env.py says, by running it as Alembic would, but without connecting anywhere.

env.py gets engines whose connections are SQLAlchemy's own objects with nothing behind them: they know their dialect and URL, they take
statements, and they have no rows. One that asks for rows, for a list of tenants say, is run again with what Alembic would give it. What env.py
gives to configure() is kept for the commands that come after.
"""
from __future__ import annotations

import argparse
from typing import Any, Optional
from urllib.parse import quote, unquote

from alembic import command
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from limbeck_bridge import Channel, Refusal, heard
from limbeck_sessions import database_of, first_of, has_read, session_of, unconnected
from sqlalchemy.engine import URL, make_url

HOOKS = ("include_name", "include_object", "compare_type", "compare_server_default", "render_item", "process_revision_directives")

DATABASE = "limbecksdatabase"

# As Alembic's command line has it: the function, and what goes into it.
UPGRADE = (command.upgrade, ["revision"], ["sql", "tag"])


class Captured:
    """What env.py gave to one call of configure(), and what it calls that database."""

    def __init__(self, context: MigrationContext, place: int, template_args: "dict[str, Any]") -> None:
        self.template_args = template_args
        # The connection goes on, and is told something else for the next call.
        self.context, self.url, self.session = context, url_of(context), session_of(context.connection)
        self.place = place
        self.name = ""
        self.call({})

    def call(self, given: "dict[str, Any]") -> None:
        """Names it by the first of its names that no other has; `given` is what run_migrations() is given."""
        taken = [one.name for one in captured if one is not self]
        self.name = next(name for name in names_of(self.context, given, self.place) if name not in taken)


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
    read(config, script)
    moved = list(script.version_locations or ())
    if moved != locations:
        places = ", ".join(f'"{place}"' for place in moved)
        raise Refusal("BRIDGE_ENV_LOCATIONS", f"env.py says that the revisions are in {places}")
    return {"contexts": [description(one) for one in captured]}


def read(config: Config, script: ScriptDirectory) -> None:
    """Runs env.py without a connection; where it asks for rows, with one."""
    try:
        with unconnected() as said, reading(config, script):
            script.run_env()
    except Exception:
        if not has_read(said):
            raise
        captured.clear()
    if not captured and has_read(said):
        with reading(config, script):
            script.run_env()


def reading(config: Config, script: ScriptDirectory) -> EnvironmentContext:
    """The `context` of env.py while it is read: it is configured as always, and migrates nothing."""
    captured.clear()
    environment = EnvironmentContext(config, script, fn=lambda rev, context: [], as_sql=False, destination_rev="heads", starting_rev=None, tag=None)
    configure = environment.configure

    def configure_captured(*positional: Any, **options: Any) -> None:
        refuse_script(options)
        configure(*positional, **options)
        context = environment.get_context()
        # The next call would change the options of this one.
        context.opts = dict(context.opts)
        # Alembic compares defaults only when it's told to; here one has to say that they aren't.
        context.opts["compare_server_default"] = options.get("compare_server_default", True)
        context.opts.update({name: heard(context.opts[name]) for name in HOOKS if callable(context.opts.get(name))})
        captured.append(Captured(context, len(captured), options.get("template_args") or {}))

    def run_captured(**given: Any) -> None:
        if captured:
            captured[-1].call(given)

    # On the object: Alembic's `context` stands for objects of this very class.
    environment.configure = configure_captured  # type: ignore[method-assign]
    environment.run_migrations = run_captured  # type: ignore[method-assign]
    return environment


def refuse_script(options: "dict[str, Any]") -> None:
    """Raises Refusal where a real connection is to get no statement."""
    if options.get("as_sql"):
        raise Refusal("BRIDGE_ENV_OPTION", "env.py gives as_sql=True to context.configure(), with which nothing is executed")


def names_of(context: MigrationContext, given: "dict[str, Any]", place: int) -> "list[str]":
    """What env.py may call a database, the best first: as the template of several does, by the schema that it works in, by its place."""
    named = given.get("engine_name")
    token = context.opts.get("upgrade_token", "upgrades")
    path = session_of(context.connection).get("searchPath", "")
    names = [
        # Flask-Migrate's has an empty name for the first.
        named if isinstance(named, str) else "",
        token[: -len("_upgrades")] if token.endswith("_upgrades") else "",
        context.version_table_schema or "",
        first_of(path),
    ]
    return [*(name for name in names if name), str(place + 1)]


def config_of(request: "dict[str, Any]", **options: Any) -> Config:
    """Alembic's Config as its own command line makes it. `options` are those of the command, which env.py may look at."""
    section = request["section"]
    x = request["x"] or None
    target = request.get("target", "heads")
    said = {"cmd": UPGRADE, "revision": target, "sql": False, "tag": None, **options}
    given = argparse.Namespace(config=request.get("ini"), name=section, x=x, raiseerr=False, quiet=False, **said)
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


def wrong_name(request: "dict[str, Any]", environment: EnvironmentContext, given: "dict[str, Any]") -> "Optional[Refusal]":
    """What is wrong where env.py doesn't go through its databases in the order in which it did when it was read."""
    database = request["database"]
    if database is None:
        return None
    names = names_of(environment.get_context(), given, database["place"])
    if database["name"] in names:
        return None
    return Refusal("BRIDGE_ENV_SEVERAL", f'env.py came to the database "{names[0]}" where it came to "{database["name"]}" before')


def check_name(request: "dict[str, Any]", environment: EnvironmentContext, given: "dict[str, Any]") -> None:
    """Raises what is wrong with it."""
    wrong = wrong_name(request, environment, given)
    if wrong is not None:
        raise wrong


def only_context(database: "Optional[str]" = None) -> MigrationContext:
    """What env.py configured for this database, or else for the one that is meant. Raises Refusal when it did so never, or for several."""
    if not captured:
        raise Refusal("BRIDGE_ENV_INCOMPLETE", "env.py did not call context.configure()")
    name = chosen if database is None else database
    found = [one.context for one in captured if name is None or one.name == name]
    if len(found) != 1:
        raise Refusal("BRIDGE_ENV_SEVERAL", f"env.py called context.configure() {len(captured)} times")
    return found[0]


def description(one: Captured) -> "dict[str, Any]":
    context, options = one.context, one.context.opts
    found = {
        "name": one.name,
        "url": one.url,
        "session": one.session or None,
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
        "isInTransaction": True if context._in_external_transaction else None,
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
    used = database_of(context.connection)
    url = make_url(given) if used is None else make_url(given).set(database=used)
    if url.database is None:
        return url.render_as_string(hide_password=False)
    # SQLAlchemy 2.0 doesn't write escapes into the name of a database, and 2.1 does; Limbeck reads them.
    text = url.set(database=DATABASE).render_as_string(hide_password=False)
    return text.replace(DATABASE, quote(url.database, safe="/:="), 1)
