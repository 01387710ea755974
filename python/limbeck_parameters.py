"""Parameters in the SQL of Alembic's offline mode, which knows none."""
from __future__ import annotations

import contextlib
from typing import Any, Iterator

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy.sql.visitors import cloned_traverse, iterate


@contextlib.contextmanager
def heeding_parameters() -> "Iterator[None]":
    """While it lasts, statements that are executed on the connection itself are written with their parameters, where Alembic writes NULL."""
    stdout_connection = MigrationContext._stdout_connection

    def connection_of(context: MigrationContext, given: Any) -> Any:
        connection: Any = stdout_connection(context, given)

        def execute(statement: Any, parameters: Any = None) -> None:
            for one in filled(statement, parameters):
                context.impl._exec(one)

        connection._execute_impl = execute
        return connection

    MigrationContext._stdout_connection = connection_of  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        MigrationContext._stdout_connection = stdout_connection  # type: ignore[method-assign]


def filled(statement: Any, parameters: Any) -> "Iterator[Any]":
    """The statement with its parameters in it: one for each set of them."""
    if not parameters:
        yield statement
        return
    for values in parameters if isinstance(parameters, (list, tuple)) else [parameters]:
        if isinstance(statement, sa.TextClause):
            yield statement.bindparams(**{name: value for name, value in values.items() if name in statement._bindparams})
            continue
        names = {str(bind.key) for bind in iterate(statement) if isinstance(bind, sa.BindParameter)}
        columns = {name: typed(statement, name, value) for name, value in values.items() if name not in names}
        whole = statement.values(columns) if columns and isinstance(statement, (sa.Insert, sa.Update)) else statement

        def fill(bind: Any) -> None:
            if bind.key in names and bind.key in values:
                with_value = bind._with_value(values[bind.key], required=False)
                bind.value, bind.type, bind.required, bind.callable = with_value.value, with_value.type, False, None

        yield cloned_traverse(whole, {}, {"bindparam": fill})


def typed(statement: Any, name: str, value: Any) -> Any:
    """The value of a column; of the type that it has by itself where the column has none."""
    columns = statement.table.c if isinstance(statement, (sa.Insert, sa.Update)) else {}
    return sa.literal(value) if name in columns and isinstance(columns[name].type, sa.types.NullType) else value
