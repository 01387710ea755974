"""Types with a name of their own, which the server must have before the tables: enums and domains."""
from __future__ import annotations

from typing import Any, Callable, Iterable, Optional

import sqlalchemy as sa
from limbeck_options import present, schema_of, unsupported
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.sqltypes import SchemaType


class OwnTypes:
    """Gathers the types that columns need, each once, and refuses two that have one name."""

    def __init__(self, dialect: Dialect, ddl: Any, sql: Callable[[Any], str]) -> None:
        self.dialect, self.ddl, self.sql = dialect, ddl, sql
        self.enums: "dict[tuple[Optional[str], str], dict[str, Any]]" = {}
        self.domains: "dict[tuple[Optional[str], str], dict[str, Any]]" = {}

    def gather(self, type_: Any) -> None:
        """The type, what it is an array of, and what a domain is made of."""
        impl = type_._unwrapped_dialect_impl(self.dialect)
        if getattr(impl, "item_type", None) is not None:
            self.gather(impl.item_type)
        elif not self.is_named(impl):
            return
        elif isinstance(impl, sa.Enum):
            self.add("enum", self.enums, impl, {"values": list(impl.enums)})
        elif impl.__visit_name__ == "DOMAIN":
            given = self.given(type_)
            self.gather(given.data_type)
            self.add("domain", self.domains, impl, self.domain(given))

    def add(self, kind: str, known: "dict[tuple[Optional[str], str], dict[str, Any]]", impl: Any, parts: "dict[str, Any]") -> None:
        made = {**named(impl), **parts}
        before = known.setdefault((named(impl).get("schema"), str(impl.name)), made)
        if before != made:
            both = [{key: value for key, value in one.items() if key not in ("name", "schema")} for one in (before, made)]
            raise unsupported(f'The {kind} "{impl.name}" is defined twice, as {both[0]} and {both[1]}')

    def given(self, type_: Any) -> Any:
        """The type as the model wrote it, for SQLAlchemy's copies of it lack what only keywords say."""
        variant = type_._variant_mapping.get(self.dialect.name)
        if variant is not None:
            return self.given(variant)
        return self.given(type_.load_dialect_impl(self.dialect)) if isinstance(type_, sa.types.TypeDecorator) else type_

    def domain(self, impl: Any) -> "dict[str, Any]":
        if getattr(impl, "collation_schema", None) is not None:
            raise unsupported(f'The domain "{impl.name}" has the option collation_schema={impl.collation_schema!r}')
        default = None
        if impl.default is not None:
            default = impl.default if isinstance(impl.default, str) else {"sql": self.ddl.render_default_string(impl.default)}
        # In what SQLAlchemy writes, the name stands in front of NOT NULL where there is one.
        name = None if impl.not_null else impl.constraint_name
        checks = [] if impl.check is None else [present({"name": None if name is None else str(name), "expression": self.sql(impl.check)})]
        collation = None if impl.collation is None else str(impl.collation)
        return present({"type": self.type(impl.data_type), "collation": collation, "default": default, "nullable": not impl.not_null, "checks": checks})

    def type(self, type_: Any) -> "dict[str, Any]":
        """A type by its name, or as the dialect spells it."""
        own = self.named_type(type_._unwrapped_dialect_impl(self.dialect))
        return own or {"kind": "raw", "sql": self.dialect.type_compiler_instance.process(type_)}

    def named_type(self, impl: Any) -> "Optional[dict[str, Any]]":
        """A type that has a name, or an array of it."""
        item = getattr(impl, "item_type", None)
        if item is not None:
            named_item = self.named_type(item._unwrapped_dialect_impl(self.dialect))
            return None if named_item is None else {"kind": "array", "of": named_item}
        return {"kind": "named", **named(impl)} if self.is_named(impl) else None

    def is_named(self, impl: Any) -> bool:
        """Types that the server knows by a name of the schema: all that DDL says of them is the name."""
        if not isinstance(getattr(impl, "name", None), str) or not hasattr(impl, "schema"):
            return False
        start = "" if impl.schema is None else self.ddl.preparer.quote_schema(impl.schema) + "."
        text = self.dialect.type_compiler_instance.process(impl)
        return bool(text == start + self.ddl.preparer.quote(impl.name))


def types_of(metadata: "Iterable[sa.MetaData]") -> "list[SchemaType]":
    """Types that belong to the metadata itself, whether a column has them or not: what `create_all()` would make first."""
    found = [(one, getattr(listener, "target", getattr(listener, "__self__", None))) for one in metadata for listener in one.dispatch.before_create]
    return [type_ for one, type_ in found if isinstance(type_, SchemaType) and type_.metadata is one]


def named(impl: Any) -> "dict[str, Any]":
    return present({"name": str(impl.name), "schema": schema_of(impl)})
