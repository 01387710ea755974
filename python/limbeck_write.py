"""What a new revision in Python needs of the project: its types, its template, and its programs that run on a new file."""
from __future__ import annotations

import builtins
import datetime
import importlib
import importlib.util
import os
import re
import shlex
import sys
import warnings
from importlib import metadata as packages
from typing import Any, Optional

import limbeck_env
import limbeck_models
import limbeck_options
import sqlalchemy as sa
from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from limbeck_bridge import Channel, Refusal
from mako import exceptions
from mako.template import Template
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.type_api import TypeEngine

TOKEN = "REVISION_SCRIPT_FILENAME"
# What configure() gives to the renderer where env.py says nothing.
PREFIXES = {"sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op.", "user_module_prefix": None}


def spell(request: "dict[str, Any]", _channel: Channel) -> "list[dict[str, Any]]":
    """How Alembic prints the types of the columns of some tables. Left out are those that, read again, are another type."""
    limbeck_options.take_home(request)
    place = request.get("place")
    metadata = limbeck_models.env_metadata() if place is None else limbeck_models.placed_metadata(place, request["path"])
    dialect = limbeck_models.dialect_of(request)
    context = limbeck_env.only_context() if place is None else MigrationContext.configure(dialect=dialect)
    wanted = {(table.get("schema"), table["name"]) for table in request["tables"]}
    tables = [table for table in limbeck_models.tables_of(metadata) if (limbeck_options.schema_of(table), table.name) in wanted]
    found = [spelling(column, context, dialect) for table in tables for column in table.columns]
    return [one for one in found if one is not None]


def spelling(column: "sa.Column[Any]", context: MigrationContext, dialect: sa.Dialect) -> "Optional[dict[str, Any]]":
    code, own = rendered(column.type, context, {})
    sql = compiled(column.type, dialect)
    # What a prefix of the project's stands for, its template imports.
    plain, named = (code, own) if context.opts.get("user_module_prefix") is None else rendered(column.type, context, {"user_module_prefix": None})
    imports = sorted(named | module_imports(plain))
    if sql is None or makes_check(column.type) or compiled(evaluated(plain, imports), dialect) != sql:
        return None
    imports = imports if code == plain else sorted(own)
    place = {"schema": limbeck_options.schema_of(column.table), "table": column.table.name, "column": column.name}
    return {**{key: name for key, name in place.items() if name is not None}, "sql": sql, "code": code, "imports": imports}


def rendered(type_: TypeEngine[Any], context: MigrationContext, options: "dict[str, Any]") -> "tuple[str, set[str]]":
    """As Alembic's own renderer has it, with the options and the hook that env.py gave, and what that imports."""
    rendering = AutogenContext(context, opts={**PREFIXES, **context.opts, **options}, autogenerate=False)
    rendering.imports = set()
    return render._repr_type(type_, rendering), rendering.imports


def module_imports(code: str) -> "set[str]":
    """Imports of the modules that the code names in full, `myapp.types.GUID()`, which Alembic leaves to the user."""
    names = re.findall(r"(?<![\w.'\"])((?:[A-Za-z_]\w*\.)+)[A-Za-z_]\w*\(", code)
    modules = [name[:-1] for name in names]
    return {f"import {name}" for name in modules if name in sys.modules and name not in ("sa", "op")}


def evaluated(code: str, imports: "list[str]") -> Any:
    """What the code makes in a revision with these imports; None where it can't be run."""
    scope: "dict[str, Any]" = {"sa": sa}
    try:
        exec("\n".join(imports), scope)
        return builtins.eval(code, scope)
    except Exception:
        # The repr of a type of the project's own needn't be code: the type is then written in SQLAlchemy's words.
        return None


def compiled(type_: Any, dialect: sa.Dialect) -> Optional[str]:
    if not isinstance(type_, TypeEngine):
        return None
    try:
        return type_.compile(dialect=dialect)
    except (sa.exc.CompileError, NotImplementedError):
        return None


def makes_check(type_: TypeEngine[Any]) -> bool:
    """Whether the type brings a CHECK with it, which the revision has on its own."""
    parts = [type_, getattr(type_, "impl", None)]
    return any(getattr(part, "create_constraint", False) for part in parts)


def remake(request: "dict[str, Any]", _channel: Channel) -> "list[dict[str, Any]]":
    """The statements by which SQLAlchemy would make the tables that it reads: what Alembic's batch mode makes of them."""
    url = sa.engine.make_url(request["url"]).set(drivername=request["dialect"])
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection, warnings.catch_warnings():
        # What it leaves out is found by comparing.
        warnings.simplefilter("ignore")
        return [{**table, "statements": remade(table, connection)} for table in request["tables"]]


def remade(place: "dict[str, Any]", connection: sa.Connection) -> "Optional[list[str]]":
    try:
        table = sa.Table(place["name"], sa.MetaData(), schema=place.get("schema"), autoload_with=connection)
        made = [CreateTable(table), *(CreateIndex(index) for index in sorted(table.indexes, key=lambda index: str(index.name)))]
        return [str(one.compile(dialect=connection.dialect)) for one in made]
    except (sa.exc.SQLAlchemyError, NotImplementedError):
        return None


def template(request: "dict[str, Any]", _channel: Channel) -> str:
    """The text of a revision by the project's own script.py.mako."""
    config = limbeck_env.config_of(request)
    path = os.path.join(ScriptDirectory.from_config(config).dir, "script.py.mako")
    given = request["values"]
    own = own_names(given)
    bodies = {**own, **request["tokens"]}
    refuse_prefixes("".join(bodies.values()))
    named = {name: value for one in limbeck_env.captured for name, value in one.template_args.items()}
    values = {**named, **given, "message": in_docstring(given["message"]), "create_date": datetime.datetime.fromisoformat(given["create_date"]), "config": config, "comma": with_commas, **bodies}
    for name in ("down_revision", "branch_labels", "depends_on"):
        values[name] = tuple(given[name]) if isinstance(given[name], list) else given[name]
    try:
        text = str(Template(filename=path).render_unicode(**values))
    except Exception as error:
        raise Refusal("BRIDGE_TEMPLATE", f'"{path}" failed: {exceptions.text_error_template().render_unicode().strip()}', path=path) from error
    # A project that only goes forward has a template without that function.
    unwanted = [] if re.search(r"^(?:async\s+)?def\s+downgrade\b", text, re.MULTILINE) else list(own)[1:]
    for name, body in bodies.items():
        if body not in text and name not in unwanted:
            raise Refusal("BRIDGE_TEMPLATE", f'"{path}" doesn\'t print `{name}`, so that the changes would be lost', path=path)
    return text


def own_names(given: "dict[str, Any]") -> "dict[str, str]":
    """The two directions by the names that env.py has for them, where it has one for each."""
    names = {(one.context.opts["upgrade_token"], one.context.opts["downgrade_token"]) for one in limbeck_env.captured}
    up, down = names.pop() if len(names) == 1 else ("upgrades", "downgrades")
    return {up: given["upgrades"], down: given["downgrades"]}


def refuse_prefixes(body: str) -> None:
    """The changes are written with `op.` and `sa.`."""
    for name in ("alembic_module_prefix", "sqlalchemy_module_prefix"):
        for one in limbeck_env.captured if body else []:
            given = one.context.opts.get(name, PREFIXES[name])
            if given != PREFIXES[name]:
                raise Refusal("BRIDGE_HOOK_UNSUPPORTED", f'{name}="{given}" of env.py can\'t be honoured: Limbeck writes "{PREFIXES[name]}"')


def in_docstring(message: str) -> str:
    """The template has it as it is between quotation marks."""
    return message.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def with_commas(value: Any) -> str:
    """Alembic's filter `comma`."""
    parts = [] if value is None else [value] if isinstance(value, str) else list(value)
    return ", ".join(parts)


def hooks(request: "dict[str, Any]", _channel: Channel) -> "list[dict[str, Any]]":
    """The project's post_write_hooks as programs and their arguments, with the token where the path of the file goes."""
    config = limbeck_env.config_of(request)
    # It puts the project's own directories where modules are looked for.
    ScriptDirectory.from_config(config)
    return [hook(name, options) for name, options in hook_options(config)]


def hook_options(config: Config) -> "list[tuple[str, dict[str, str]]]":
    """Names and options, from the section of the ini, or from pyproject.toml where there is none."""
    section = config.get_section("post_write_hooks", {}) or {}
    names = [name for name in re.split(r",\s*|\s+", section.get("hooks", "").strip()) if name]
    if section:
        return [(name, {key[len(name) + 1 :]: value for key, value in section.items() if key.startswith(name + ".")}) for name in names]
    # Alembic reads pyproject.toml since 1.16; it knows `here` when it has read it.
    listed = getattr(config, "toml_alembic_config", {}).get("post_write_hooks", [])
    return [(one.get("name", ""), {key: str(value) % config.toml_args for key, value in one.items()}) for one in listed]


def hook(name: str, options: "dict[str, str]") -> "dict[str, Any]":
    kind = options.get("type", "")
    makers = {"console_scripts": console_script, "exec": program, "module": module}
    if kind not in makers:
        known = ", ".join(makers)
        raise Refusal("BRIDGE_WRITE_HOOK", f'The post-write hook "{name}" has the type "{kind}"; Limbeck runs {known}', hook=name)
    words = shlex.split(options.get("options", ""), posix=os.name == "posix")
    arguments = words if any(TOKEN in word for word in words) else [TOKEN, *words]
    made = {"name": name, "command": [*makers[kind](name, options), *arguments]}
    return {**made, "cwd": options["cwd"]} if options.get("cwd") else made


def console_script(name: str, options: "dict[str, str]") -> "list[str]":
    wanted = required(name, options, "entrypoint")
    found = packages.entry_points()
    scripts = found.select(group="console_scripts") if hasattr(found, "select") else found.get("console_scripts", ())
    for entry in scripts:
        if entry.name == wanted:
            target, _, function = entry.value.partition(":")
            return [sys.executable, "-c", f"import {target}; {target}.{function.split('[')[0].strip()}()"]
    raise Refusal("BRIDGE_WRITE_HOOK", f'The post-write hook "{name}" names the program "{wanted}", which no installed package has', hook=name)


def program(name: str, options: "dict[str, str]") -> "list[str]":
    return [required(name, options, "executable")]


def module(name: str, options: "dict[str, str]") -> "list[str]":
    wanted = required(name, options, "module")
    if importlib.util.find_spec(wanted.split(".")[0]) is None:
        raise Refusal("BRIDGE_WRITE_HOOK", f'The post-write hook "{name}" names the module "{wanted}", which isn\'t installed', hook=name)
    return [sys.executable, "-m", wanted]


def required(name: str, options: "dict[str, str]", key: str) -> str:
    if not options.get(key):
        raise Refusal("BRIDGE_WRITE_HOOK", f'The post-write hook "{name}" has no "{key}"', hook=name)
    return options[key]
