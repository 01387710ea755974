"""The SQL of Python revisions, by Alembic's offline mode: env.py runs once, and connects nowhere."""
from __future__ import annotations

import builtins
import contextlib
import io
import sys
from functools import wraps
from typing import Any, Callable, Iterator, Optional

from alembic.config import Config
from alembic.operations.batch import BatchOperationsImpl
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from limbeck_bridge import Channel, Refusal, fault_of
from limbeck_env import config_of, wrong_name
from limbeck_looks import Looks
from limbeck_memo import forget_dropped
from limbeck_parameters import heeding_parameters
from limbeck_rows import no_rows
from limbeck_steps import Json, PlannedStep, lend_graph, load_revision
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool


def script(request: Json, channel: Channel) -> "list[Optional[list[Json]]]":
    """The SQL of each of `steps`, in their order: what the functions emit, without the transaction around it and the version table.
    In parts, each with the line of the revision's file that emits it; None where one of `mayFail` has failed."""
    writer = Writer(request, channel)
    run_offline(request, channel, writer)
    if len(writer.texts) == len(request["steps"]):
        return writer.parts
    raise Refusal("BRIDGE_ENV_INCOMPLETE", "env.py ended in offline mode without calling context.run_migrations()")


def record(request: Json, channel: Channel) -> None:
    """The same for steps that Limbeck names when it is asked for some, in one run of env.py. A step that fails, fails alone."""
    recorder = Recorder(request, channel)
    run_offline(request, channel, recorder)
    if not recorder.ended:
        raise Refusal("BRIDGE_ENV_INCOMPLETE", "env.py ended in offline mode without calling context.run_migrations()")


def run_offline(request: Json, channel: Channel, writer: "Writer") -> None:
    """Runs env.py as for a script, with the writer's steps."""
    config = config_of(request, sql=True)
    directory = ScriptDirectory.from_config(config)
    lend_graph(directory, lambda: channel.ask(kind="graph"))
    configured, wrong = run_env(request, directory, config, writer)
    if writer.is_begun or request["database"] is None:
        return
    if configured == 1:
        # Online it goes through tenants, and offline it writes one script, which is for each of them.
        run_env({**request, "database": None}, directory, config, writer)
    elif wrong is not None:
        raise wrong


def run_env(request: Json, directory: ScriptDirectory, config: Config, writer: "Writer") -> "tuple[int, Optional[Refusal]]":
    """Runs it once. Returns how often it has called configure(), and what was wrong with the name of the database that is meant."""
    environment = EnvironmentContext(
        config,
        directory,
        fn=lambda _heads, _context: writer.begin(directory),
        as_sql=True,
        destination_rev=request["target"],
        starting_rev=start_of(request),
        tag=None,
    )
    configure, run_migrations = environment.configure, environment.run_migrations
    database, configured = request["database"], 0
    wrong: "Optional[Refusal]" = None

    def is_meant() -> bool:
        return database is None or configured == database["place"] + 1

    def configure_output(*given: Any, **options: Any) -> None:
        nonlocal configured
        configured += 1
        options.pop("output_encoding", None)
        refuse_start(request, directory, options.pop("starting_rev", None))
        configure(*given, **{**options, "output_buffer": writer.output})
        meet_server(environment.get_context().dialect, request.get("server"))
        impl = environment.get_context().impl
        put_out = impl.static_output

        def put_out_known(text: str) -> None:
            forget_dropped(impl.memo, text)
            put_out(text)

        impl.static_output = put_out_known  # type: ignore[method-assign]
        # Which statements want no transaction is known by themselves, but for who asks how the file has it.
        if not request["blocks"]:
            environment.get_context().autocommit_block = contextlib.nullcontext  # type: ignore[method-assign]

    def run_meant(**given: Any) -> None:
        nonlocal wrong
        if is_meant():
            wrong = wrong_name(request, environment, given)
            if wrong is None:
                run_migrations(**given)

    # On the object: Alembic's `context` stands for objects of this very class.
    environment.configure = configure_output  # type: ignore[method-assign]
    environment.run_migrations = run_meant  # type: ignore[method-assign]
    with environment, writer.reflecting(), unwritten(), no_rows(), heeding_parameters():
        directory.run_env()
    return configured, wrong


def start_of(request: Json) -> "Optional[str]":
    """Where the script that is written begins, as Alembic has it; None at the base, where that isn't one revision, and where no script is written."""
    start = request.get("start") or []
    return start[0] if len(start) == 1 else None


def refuse_start(request: Json, directory: ScriptDirectory, given: "Optional[str]") -> None:
    """Raises Refusal where env.py lets the script begin elsewhere than the command does."""
    if not given or "start" not in request:
        return
    found = directory.as_revision_number(given)
    revisions = [found] if isinstance(found, str) else list(found or ())
    if sorted(revisions) != sorted(request["start"]):
        raise Refusal("BRIDGE_ENV_OPTION", f"env.py gives starting_rev={given!r} to context.configure(), and the command begins at {', '.join(request['start']) or 'base'}")


def meet_server(dialect: Any, version: "Optional[str]") -> None:
    """Tells the dialect what connecting would: MariaDB and MySQL quote other names. The text is what the server gets, and not the driver, for which percent signs are doubled."""
    if version is not None and hasattr(dialect, "_parse_server_version"):
        dialect._parse_server_version(version)
    dialect.identifier_preparer._double_percents = False
    if dialect.name == "postgresql":
        # Until it has seen a server, it believes that a backslash has to be doubled in a text.
        dialect._backslash_escapes = False


@contextlib.contextmanager
def unwritten() -> "Iterator[None]":
    """While it lasts, the files stay as they are into which env.py of several databases writes its scripts."""
    real = builtins.open

    def open_unwritten(file: Any, mode: str = "r", *given: Any, **options: Any) -> Any:
        is_script = mode == "w" and isinstance(file, str) and file.endswith(".sql")
        return io.StringIO() if is_script else real(file, mode, *given, **options)

    builtins.open = open_unwritten  # type: ignore[assignment]
    try:
        yield
    finally:
        builtins.open = real


class Writer:
    """Where the SQL goes, step by step."""

    def __init__(self, request: Json, channel: Channel) -> None:
        self.request, self.channel = request, channel
        self.output = PlacedOutput()
        self.texts: "list[str]" = []
        # None for a step that failed, and might.
        self.parts: "list[Optional[list[Json]]]" = []
        # Where the running step begins in the output.
        self.start = 0
        self.is_begun = False

    def begin(self, directory: ScriptDirectory) -> "Iterator[PlannedStep]":
        if self.is_begun:
            raise Refusal("BRIDGE_ENV_SEVERAL", "env.py calls context.run_migrations() more than once")
        self.is_begun = True
        return self.steps(directory)

    def steps(self, directory: ScriptDirectory) -> "Iterator[PlannedStep]":
        functions = [getattr(load_revision(step), step["direction"]) for step in self.request["steps"]]
        for step, function in zip(self.request["steps"], functions):
            may_fail = step["revision"] in self.request.get("mayFail", ())
            recorded = self.recorded(step["path"], function)
            yield PlannedStep(step, self.tried(recorded) if may_fail else recorded, directory.revision_map)

    def recorded(self, path: str, function: "Callable[..., Any]") -> "Callable[..., Any]":
        """The function, with what it writes added to `texts`."""

        @wraps(function)
        def record(**given: Any) -> None:
            self.start = self.output.tell()
            self.output.begin(path)
            function(**given)
            self.texts.append(self.text())
            self.parts.append(self.output.end())

        return record

    def tried(self, recorded: "Callable[..., Any]") -> "Callable[..., Any]":
        """The recorded function, which may fail: nobody knows then what it does, and the others are recorded all the same."""

        @wraps(recorded)
        def attempt(**given: Any) -> None:
            try:
                recorded(**given)
            except Exception:
                self.output.end()
                self.texts.append("")
                self.parts.append(None)

        return attempt

    def text(self) -> str:
        return self.output.getvalue()[self.start :]

    @contextlib.contextmanager
    def reflecting(self) -> "Iterator[None]":
        """While it lasts, a batch operation that makes a table anew looks at the table in an empty copy of the database, where Alembic gives up."""
        flush = BatchOperationsImpl.flush

        def flush_reflecting(batch: Any) -> None:
            context = batch.operations.migration_context
            if batch.copy_from is not None or not context.as_sql or not batch._should_recreate():
                return flush(batch)
            with self.copy(context.dialect.name) as connection:
                # These two are what flush() looks at; the statements go where they always go.
                context.as_sql = False
                batch.operations.get_bind = lambda: connection
                try:
                    flush(batch)
                finally:
                    context.as_sql = True
                    del batch.operations.get_bind

        BatchOperationsImpl.flush = flush_reflecting  # type: ignore[method-assign]
        try:
            yield
        finally:
            BatchOperationsImpl.flush = flush  # type: ignore[method-assign]

    @contextlib.contextmanager
    def copy(self, dialect: str) -> "Iterator[Any]":
        """A database in memory with the schema that there is at this point of the script, and no rows."""
        engine = create_engine(f"{dialect}://", poolclass=StaticPool)
        with engine.connect() as connection:
            for sql in self.channel.ask(kind="schema", texts=self.texts, partial=self.text()):
                with contextlib.closing(connection.connection.cursor()) as cursor:
                    cursor.execute(sql)
            yield connection
        engine.dispose()


class Recorder(Writer):
    """A writer that is told its steps when it asks for some, each of which begins on its own."""

    ended = False
    # Why the last step has failed.
    fault: "Json | None" = None

    def __init__(self, request: Json, channel: Channel) -> None:
        super().__init__(request, channel)
        self.looks = Looks()

    def steps(self, directory: ScriptDirectory) -> "Iterator[PlannedStep]":
        while True:
            steps = self.channel.ask(kind="next")
            if steps is None:
                self.ended = True
                return
            for step in steps:
                self.texts, self.parts, self.fault = [], [], None
                yield PlannedStep(step, self.guarded(step), directory.revision_map)
                said = {"error": self.fault} if self.fault is not None else {"parts": self.parts[0], "hasLooked": self.looks.has_looked}
                # It goes with the next question.
                self.channel.write({"event": {"kind": "recorded", "said": said}})

    def guarded(self, step: Json) -> "Callable[..., Any]":
        """What loads the revision and records its function, and keeps the error for Limbeck."""

        def guard(**given: Any) -> None:
            try:
                with self.looks.watching():
                    self.recorded(step["path"], getattr(load_revision(step), step["direction"]))(**given)
            except (Exception, SystemExit) as error:
                self.output.end()
                self.fault = fault_of(error)

        return guard


class PlacedOutput(io.StringIO):
    """A text that knows which line of a file wrote which part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.path = ""
        self.parts: "list[Json]" = []

    def begin(self, path: str) -> None:
        self.path, self.parts = path, []

    def end(self) -> "list[Json]":
        parts, self.path, self.parts = self.parts, "", []
        return parts

    def write(self, text: str) -> int:
        line = self.line()
        if self.parts and self.parts[-1]["line"] == line:
            self.parts[-1]["sql"] += text
        else:
            self.parts.append({"sql": text, "line": line})
        return super().write(text)

    def line(self) -> "int | None":
        """The line of the file that the innermost of its functions has come to; nothing where none of them is at work."""
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self.path:
            frame = frame.f_back  # type: ignore[assignment]
        return None if frame is None else frame.f_lineno
