"""Revisions in Python, run by Alembic's own machinery.

env.py is executed once for a command, online, and gives Alembic a list of steps that grows while it is gone through: Limbeck is asked for
some when those before are committed. Each step has a transaction of its own, in which Limbeck's books are written too.
"""
from __future__ import annotations

import gc
import logging
import re
import time
from collections import Counter
from functools import wraps
from typing import Any, Callable, Iterator, Optional

from alembic import util
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from limbeck_alone import count_faults, refuse_faults, rule, take_lock
from limbeck_back import PutBack
from limbeck_books import Books
from limbeck_bridge import Channel, Refusal
from limbeck_env import check_name, config_of, refuse_script, url_of, url_of_limbeck
from limbeck_memo import forget_dropped
from limbeck_parts import Parts, is_done, skip_what_is_done
from limbeck_redirect import led_to, redirect
from limbeck_role import Role
from limbeck_rows import compiled_rows
from limbeck_sql import execute, rows, scalar
from limbeck_steps import Json, PlannedStep, lend_graph, load_revision, refuse_journal, rows_after
from limbeck_transactions import break_chain, can_chain, chain, is_plain, overrule
from sqlalchemy import event
from sqlalchemy.engine import Connection, RootTransaction, TwoPhaseTransaction

# How often Python's collector of garbage runs among the objects that revisions make.
COLLECTOR = (20_000, 20, 20)
READS = re.compile(r"\s*(?:SELECT|SHOW|SET|EXPLAIN|DESCRIBE|DESC)\b", re.IGNORECASE)
# What ends the transaction past SQLAlchemy.
ENDS = re.compile(r"\s*(?:COMMIT|END)\b", re.IGNORECASE)
# Statements that commit by themselves where changes of the schema do.
COMMITS = re.compile(
    r"(?:\s|/\*(?!M?!).*?\*/|--[^\n]*\n|#[^\n]*\n)*(?:(?:CREATE|DROP)\b(?!\s+TEMPORARY\b)|ALTER\b|RENAME\b|TRUNCATE\b|GRANT\b|REVOKE\b|ANALYZE\b|OPTIMIZE\b|REPAIR\b)",
    re.IGNORECASE | re.DOTALL,
)


def run(request: Json, channel: Channel) -> None:
    """Runs env.py, and in it the steps that Limbeck asks for. Raises what the project's code raises."""
    if "insteadOf" in request:
        redirect(request["insteadOf"], url_of_limbeck(request["url"]))
    config = config_of(request)
    script = ScriptDirectory.from_config(config)
    lend_graph(script, lambda: channel.ask(kind="graph"))
    runner = Runner(request, channel, script)
    environment = EnvironmentContext(
        config, script, fn=runner.steps, as_sql=False, dont_mutate=True, destination_rev=request["target"], starting_rev=None, tag=None
    )
    # On the object: Alembic's `context` stands for objects of this very class.
    environment.configure = runner.configuring(environment)  # type: ignore[method-assign]
    environment.run_migrations = runner.running(environment)  # type: ignore[method-assign]
    with environment, compiled_rows(lambda: runner.books.done_ahead()):
        script.run_env()
    if not runner.ended:
        raise Refusal("BRIDGE_ENV_INCOMPLETE", "env.py ended without calling context.run_migrations()")


class Runner:
    """What one run of env.py has to do."""

    def __init__(self, request: Json, channel: Channel, script: ScriptDirectory) -> None:
        self.request, self.channel, self.script = request, channel, script
        self.ended = False
        # Calls of configure(), and the transaction of env.py's that was committed early.
        self.configured = 0
        self.taken: "Optional[tuple[Connection, RootTransaction]]" = None
        # What Limbeck has ordered, the step that has begun, and the journal.
        self.orders: Json = {}
        self.step: Optional[Json] = None
        self.books = Books(None)
        self.back = PutBack(None)
        # The rows of the version table before the step and after it, and at which of its versions the database was found so.
        self.heads: "set[str]" = set()
        self.after: "set[str]" = set()
        self.version: Any = None
        self.statements = 0
        # What the step has executed so far.
        self.parts: Optional[Parts] = None
        # True where SQL of the revision's own has ended the transaction, of which SQLAlchemy doesn't know.
        self.is_loose = False
        # Revisions that make tables anew.
        self.makers: "set[str]" = set()
        self.is_inside = False
        self.role = Role()
        # True from the beginning of the step's function to its first change.
        self.is_begun = False
        # Whether the next commit ends the step, and whether another one follows with nothing in between.
        self.is_over = self.is_followed = False
        # What Alembic remembers of the run.
        self.memo: "dict[Any, Any]" = {}
        self.faults: "Optional[Counter[Any]]" = None

    def steps(self, _heads: Any, context: MigrationContext) -> "Iterator[PlannedStep]":
        """The function that Alembic takes its steps from."""
        connection = context.connection
        if self.ended:
            raise Refusal("BRIDGE_ENV_SEVERAL", "env.py calls context.run_migrations() more than once")
        if connection is None:
            raise Refusal("BRIDGE_ENV_INCOMPLETE", "env.py calls context.configure() without a connection")
        modules = {step["revision"]: load_revision(step) for step in self.request["steps"]}
        self.watch_ops(context)
        self.memo = context.impl.memo
        self.look_at_texts()
        # The modules stay, and what revisions make of their data doesn't.
        gc.freeze()
        gc.set_threshold(*COLLECTOR)
        self.channel.ask(
            kind="ready",
            url=self.request["url"] if led_to(connection) else url_of(context),
            versionTable=context.version_table,
            versionTableSchema=context.version_table_schema,
            home=None if self.request["home"] is None else scalar(connection, self.request["home"]),
        )
        while True:
            # What was read on the way here has begun a transaction, which would hold what another one needs.
            connection.commit()
            orders = self.channel.ask(kind="next")
            if orders is None:
                self.ended = True
                self.give_back()
                return
            self.orders, self.after, self.books = orders, set(orders["heads"]), Books(orders)
            end = time.monotonic() + orders["limitMs"] / 1000
            for ordered, follower in zip(orders["steps"], [*orders["steps"][1:], None]):
                is_first = ordered is orders["steps"][0]
                step = ordered["step"]
                self.begin(connection, ordered)
                self.is_followed = follower is not None and not follower["empty"]
                function = self.applying(connection, is_first, ordered, getattr(modules[step["revision"]], step["direction"]))
                yield PlannedStep(step, function, self.script.revision_map, self.heads)
                self.end(connection)
                is_last = follower is None or time.monotonic() > end or not self.find_nothing(connection, follower["empty"])
                self.channel.note(kind="committed", isLast=is_last)
                if is_last:
                    break_chain(connection)
                    break

    def look_at_texts(self) -> None:
        """Refuses a revision that names the journal, and finds those that make tables anew, where either matters."""
        journal, guest = self.request["journal"], self.request["guest"]
        for step in self.request["steps"] if journal is not None or guest is not None else []:
            with open(step["path"], encoding="utf-8", errors="replace") as file:
                text = file.read()
            if journal is not None:
                refuse_journal(step, journal, text)
            if "batch_alter_table" in text:
                self.makers.add(step["revision"])

    def configuring(self, environment: EnvironmentContext) -> "Callable[..., None]":
        """`context.configure()` with a transaction for each revision, whatever env.py says of that."""
        configure = environment.configure

        def configure_steps(connection: "Optional[Connection]" = None, *given: Any, **options: Any) -> None:
            self.configured += 1
            refuse_script(options)
            if not self.is_meant():
                return configure(connection, *given, **options)
            # Limbeck tells of each step itself.
            logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)
            if isinstance(connection, Connection):
                self.take(connection)
            if self.request["transactionalDdl"]:
                options["transactional_ddl"] = True
            options["transaction_per_migration"] = True
            if options.get("version_table_schema") == self.request["databaseName"]:
                options["version_table_schema"] = None
            options["on_version_apply"] = (*util.to_tuple(options.get("on_version_apply"), default=()), self.applied)
            configure(connection, *given, **options)

        return configure_steps

    def running(self, environment: EnvironmentContext) -> "Callable[..., None]":
        """`context.run_migrations()`, which does nothing for the databases that aren't meant."""
        run_migrations = environment.run_migrations

        def run_meant(**given: Any) -> None:
            if self.is_meant():
                check_name(self.request, environment, given)
                run_migrations(**given)

        return run_meant

    def is_meant(self) -> bool:
        """Whether the last call of configure() was for the database of this run."""
        database = self.request["database"]
        return database is None or self.configured == database["place"] + 1

    def take(self, connection: Connection) -> None:
        """Makes a connection that env.py gives to configure() one on which each step has its own transaction."""
        transaction = connection.get_transaction()
        if isinstance(transaction, TwoPhaseTransaction):
            raise Refusal(
                "BRIDGE_ENV_SEVERAL",
                "env.py begins a two-phase transaction, and here each revision is a transaction of its own",
                "Let env.py begin ordinary ones: USE_TWOPHASE = False in the template of several databases.",
            )
        if transaction is not None:
            transaction.commit()
            self.taken = (connection, transaction)
            # `with engine.begin()` lets nothing run after its commit; at its end it finds that it is closed, and is content.
            connection._trans_context_manager = None
        event.listen(connection, "before_cursor_execute", self.meet, retval=True)
        event.listen(connection, "after_cursor_execute", self.tell)
        event.listen(connection, "begin", self.limit)
        event.listen(connection, "commit", self.part)
        if self.request["guest"] is not None:
            overrule(connection, "do_begin", lambda _driver, _usual: self.begin_alone(connection))
        elif can_chain(connection):
            overrule(connection, "do_commit", self.commit)

    def give_back(self) -> None:
        """Lets env.py find the transaction open that it began, for it may commit it itself."""
        if self.taken is not None:
            connection, transaction = self.taken
            connection._transaction = transaction
            transaction.is_active = True

    def commit(self, driver: Any, usual: "Callable[[Any], None]") -> None:
        """Commits; where the step ends with it, with the beginning of the next one's transaction."""
        is_over, self.is_over = self.is_over, False
        if is_over and self.is_followed and is_plain(driver):
            chain(driver)
        else:
            usual(driver)

    def watch_ops(self, context: MigrationContext) -> None:
        """Knows what the revision executes by `op`, which gives no answer back."""
        execute_op = context.impl._exec

        @wraps(execute_op)
        def execute_known(*given: Any, **options: Any) -> Any:
            if self.parts is not None:
                self.parts.is_by_op = True
            try:
                return execute_op(*given, **options)
            finally:
                if self.parts is not None:
                    self.parts.is_by_op = False

        context.impl._exec = execute_known  # type: ignore[method-assign]

    def meet(self, connection: Connection, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool) -> "tuple[str, Any]":
        """Counts a statement, and tells the journal of one that commits by itself. Returns what is executed in its place: itself, or what makes room for rows that are put back."""
        self.statements += 1
        if not self.is_inside:
            return statement, parameters
        if ENDS.match(statement):
            self.part(connection)
            self.is_loose = True
        self.role.meet(connection, statement)
        assert self.parts is not None
        is_change = self.parts.meet(statement, parameters, context)
        forget_dropped(self.memo, statement)
        executed = self.back.instead_of(statement, connection)
        if is_done(context):
            if self.parts.left or not self.is_unfilled:
                self.back.behind = []
        elif is_change and (self.is_alone(connection) or not self.request["transactionalDdl"] and COMMITS.match(statement)):
            self.tell_journal(connection, executed)
        return self.channel.ask(kind="admit", sql=executed) if self.request["admits"] else executed, parameters

    def is_alone(self, connection: Connection) -> bool:
        """Whether each statement is committed by itself, as far as can be known."""
        return self.is_loose or connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"

    def tell(self, connection: Connection, cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        """Puts rows back behind a statement that has made room for them, and tells that the step has changed something, as far as its SQL tells. Where a transaction holds it all, nobody needs to know."""
        if self.is_begun and not self.request["transactionalDdl"] and READS.match(statement) is None:
            self.is_begun = False
            self.channel.note(kind="changed")
        self.back.fill(connection)
        if self.is_inside and self.parts is not None and self.parts.coming is not None:
            self.parts.over(cursor, statement, context)
            if self.is_alone(connection) and not is_done(context):
                self.tell_journal(connection)

    def tell_journal(self, connection: Connection, at: "Optional[str]" = None) -> None:
        """Writes down how far the step is, in the transaction if there is one. While it meets what an earlier run has done, the journal is ahead of it."""
        assert self.parts is not None
        if self.parts.left:
            return
        if self.role.is_other and self.is_loose:
            # Nothing tells whether a transaction of Limbeck's own would end one of the revision's.
            self.parts.why = "it has ended its transaction by SQL, and acts as another role"
            return
        is_role_aside = self.role.is_other and self.is_alone(connection)
        if is_role_aside:
            # What is local needs a transaction.
            execute(connection, "BEGIN")
        self.role.put_back(connection, "LOCAL ")
        self.books.tell(connection, self.parts.plan(at), self.parts.count)
        if is_role_aside:
            execute(connection, "COMMIT")

    def limit(self, connection: Connection) -> None:
        """Gives each transaction of a step the limits of its statements. Outside of one, they would leave half an index behind."""
        self.is_loose = False
        if self.step is not None and connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            for sql in self.request["limits"]:
                execute(connection, sql)

    def begin(self, connection: Connection, ordered: Json) -> None:
        """What has to be done outside of the step's transaction, which comes next."""
        step = self.step = ordered["step"]
        self.heads, self.after = self.after, rows_after(step, self.after)
        self.faults, self.is_over = None, False
        resume = ordered.get("resume")
        self.books.begin(ordered["literals"], resume is not None)
        self.parts, self.is_loose = Parts(step, resume), False
        self.is_unfilled = resume is not None and resume["isUnfilled"]
        if resume is not None:
            skip_what_is_done(connection)
        self.back = PutBack(ordered.get("back"))
        guest = self.request["guest"]
        if guest is None or step["revision"] not in self.makers:
            return
        if scalar(connection, guest["isGuarded"]):
            execute(connection, guest["unguard"])
            self.faults = Counter()

    def end(self, connection: Connection) -> None:
        if self.faults is not None:
            execute(connection, self.request["guest"]["guard"])
        self.step = self.faults = None

    def begin_alone(self, connection: Connection) -> None:
        """Begins a transaction of a step as the only writer, in place of what the driver does: after all listeners, which may begin one in their way."""
        rule(connection)
        if self.step is None or connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
            return
        if getattr(connection.connection.driver_connection, "in_transaction", False):
            # A listener of the project's has begun, and not as a writer.
            execute(connection, "ROLLBACK")
        take_lock(connection, self.request, self.channel)
        if self.faults is not None:
            self.faults = count_faults(connection, self.request["guest"])

    def find_nothing(self, connection: Connection, queries: "list[str]") -> bool:
        """Whether there are no rows that the next step may drop; False also where that can't be told: Limbeck has a look at the tables then."""
        if not queries:
            return True
        if connection.in_transaction():
            return False
        try:
            with connection.begin() as transaction:
                for sql in self.request["limits"]:
                    execute(connection, sql)
                found = any(rows(connection, sql) for sql in queries)
                transaction.rollback()
            return not found
        except connection.dialect.loaded_dbapi.Error:
            return False

    def applying(self, connection: Connection, is_first: bool, ordered: Json, function: "Callable[..., Any]") -> "Callable[..., Any]":
        """The revision's function, with what Limbeck wants done before it and behind it."""
        orders = self.orders

        @wraps(function)
        def apply(**given: Any) -> None:
            self.check(connection, is_first)
            if any(rows(connection, sql) for sql in ordered["empty"]):
                raise Refusal("BRIDGE_OVERTAKEN", "Rows came to a table that loses some, and nothing was kept of them")
            for sql in orders["make"] if is_first else []:
                execute(connection, sql)
            if not self.request["transactionalDdl"]:
                self.books.open(connection)
            for sql in orders["keep"] if is_first else []:
                execute(connection, sql)
            whoami = orders.get("whoami") if is_first else None
            session = None if whoami is None else str(scalar(connection, whoami))
            self.channel.note(kind="begun", session=session)
            self.statements = 0
            self.role = Role()
            self.is_begun = self.is_inside = True
            try:
                function(**given)
            finally:
                self.is_begun = self.is_inside = False
            assert self.parts is not None
            self.parts.finish()
            self.role.put_back(connection)
            self.back.finish(connection)
            self.books.count(self.statements)

        return apply

    def check(self, connection: Connection, is_first: bool) -> None:
        """Makes sure that the database is where the step begins. Raises Refusal."""
        guest, between = self.request["guest"], self.orders["checksBetween"]
        if not is_first and between is None:
            return
        if guest is not None:
            version, self.version = self.version, scalar(connection, guest["version"])
            if not is_first and version == self.version:
                return
        checks = self.orders["checks"]
        if not is_first:
            checks = [{"sql": between["heads"], "values": self.heads}, {"sql": between["nothing"], "values": []}]
        for check in checks:
            if sorted(str(row[0]) for row in rows(connection, check["sql"])) != sorted(check["values"]):
                raise Refusal("BRIDGE_OVERTAKEN", "Another process has moved the database")

    def applied(self, ctx: MigrationContext, heads: "set[str]", **_: Any) -> None:
        """The last of the hooks `on_version_apply`: the version table is written, and nothing is committed."""
        connection = ctx.connection
        assert connection is not None
        if self.faults is not None:
            refuse_faults(connection, self.request["guest"], self.faults)
        if heads != self.after:
            raise Refusal("BRIDGE_PROTOCOL", f"Alembic makes {sorted(heads)} of the version table, and Limbeck {sorted(self.after)}")
        self.channel.note(kind="applied")
        # Nothing is committed that nobody waits for.
        self.channel.expect_reader()
        self.books.end(connection)
        self.is_over = True

    def part(self, connection: Connection) -> None:
        """Before the revision commits what it has done so far, itself or for an `autocommit_block`: the journal must know of that."""
        if not self.is_inside:
            return
        if not self.is_alone(connection):
            self.tell_journal(connection)
