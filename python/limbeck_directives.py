"""Asks the hook process_revision_directives of env.py about a new revision.

The hook gets Alembic's own operations, made after Limbeck's. It may leave the revision out, change its header, name imports, take
operations away, give the columns of new tables another order, and say IF [NOT] EXISTS; if it changes what the others do, that is refused, for the file is
written from Limbeck's operations.
"""
from __future__ import annotations

import re
from typing import Any, Callable, Iterator, Optional

import limbeck_env
import sqlalchemy as sa
from alembic.operations import ops as alembic
from alembic.runtime.migration import MigrationContext
from limbeck_bridge import Channel, Refusal
from limbeck_filter import Reflection, default_text
from limbeck_models import dialect_of

HEADER = {"rev_id": "revId", "message": "message", "branch_label": "branchLabel", "depends_on": "dependsOn", "version_path": "versionPath"}
FIXED = ("head", "splice")
GUARDS = ("if_exists", "if_not_exists")


def directives(request: "dict[str, Any]", _channel: Channel) -> "dict[str, Any]":
    """Whether the revision is left out, what of its header the hook has changed, and what it has made of the operations."""
    script = alembic.MigrationScript(
        request["revId"],
        alembic.UpgradeOps([]),
        alembic.DowngradeOps([]),
        message=request["message"] or None,
        head=request["head"],
        splice=request["splice"],
        branch_label=request["branchLabel"],
        version_path=request["versionPath"],
        depends_on=request["dependsOn"],
        imports=set(),
    )
    # Alembic adds those of one database after the other, and asks each time.
    script.upgrade_ops_list.clear()
    script.downgrade_ops_list.clear()
    header, fixed = header_of(script, HEADER), header_of(script, FIXED)
    given: "list[alembic.MigrationScript]" = [script]
    made: "list[Part]" = []
    for part in request["parts"]:
        context = limbeck_env.only_context(part["database"])
        made.extend(add(script, part, context))
        hook = context.opts.get("process_revision_directives")
        if not callable(hook):
            continue
        environment = context.environment_context
        if environment is not None and environment.config.cmd_opts is not None:
            environment.config.cmd_opts.autogenerate = request["autogenerate"]
        operations = shape_of(script)
        hook(context, tuple(request["parents"]), given)
        if not given:
            return {"isLeftOut": True}
        if len(given) > 1 or given[0] is not script or header_of(script, FIXED) != fixed:
            raise unsupported("changes the head or the splice, or makes another revision")
        if script.imports and not request["takesImports"]:
            raise unsupported("names imports, which only a revision in Python has")
        if shape_of(script) != operations and not request["mayTake"]:
            raise unsupported("changes what the revision does to several databases")
    containers = [*script.upgrade_ops_list, *script.downgrade_ops_list]
    if request["mayTake"] and len(containers) != len(made):
        raise unsupported("changes what the revision does")
    revised = [part.revised(container) for part, container in zip(made, containers)] if request["mayTake"] else []
    now = header_of(script, HEADER)
    return {
        "isLeftOut": False,
        "imports": sorted(script.imports),
        **({"operations": {"upgrade": revised[0], "downgrade": revised[1]}} if any(any(one.values()) for one in revised) else {}),
        **{HEADER[name]: value for name, value in now.items() if value != header[name]},
    }


def unsupported(what: str) -> Refusal:
    return Refusal("BRIDGE_HOOK_UNSUPPORTED", f"process_revision_directives of env.py {what}")


def add(script: alembic.MigrationScript, part: "dict[str, Any]", context: MigrationContext) -> "tuple[Part, Part]":
    maker = Maker(Reflection(dialect_of(part) if "dialects" in part else context.dialect))
    upgrade, downgrade = maker.operations(part["upgrade"]), maker.operations(part["downgrade"])
    script.upgrade_ops_list.append(alembic.UpgradeOps(upgrade, upgrade_token=context.opts["upgrade_token"]))
    script.downgrade_ops_list.append(alembic.DowngradeOps(downgrade, downgrade_token=context.opts["downgrade_token"]))
    return Part(upgrade, maker.places), Part(downgrade, maker.places)


class Part:
    """The operations of one direction as they were made, and the place of the op of Limbeck's that each stands for."""

    def __init__(self, operations: "list[alembic.MigrateOperation]", places: "dict[int, int]") -> None:
        self.known = [(places[id(one)], shape(one), parts_of(one)) for one in leaves(operations)]

    def revised(self, container: Any) -> "dict[str, list[Any]]":
        """The places of those that are there no more, and of those that say IF [NOT] EXISTS, and the columns of tables that have them in another
        order. Raises Refusal where something else has changed, or only a part of one is gone."""
        left = list(leaves(container.ops))
        kept, gone = set(), set()
        # Of each place whether its operations say it, one after the other.
        guards: "dict[int, list[bool]]" = {}
        columns = []
        for place, known, parts in self.known:
            is_guarded = bool(left) and any(getattr(left[0], name, None) for name in GUARDS)
            guards.setdefault(place, []).append(is_guarded)
            if left and shape(left[0]) == known:
                kept.add(place)
                left.pop(0)
            elif left and parts is not None and is_reordered(parts, parts_of(left[0])):
                kept.add(place)
                columns.append({"place": place, "names": [part.name for part in left.pop(0).columns if isinstance(part, sa.Column)]})
            else:
                gone.add(place)
        if left or kept & gone:
            raise unsupported("changes what the revision does")
        said = {place: flags for place, flags in guards.items() if any(flags) and place not in gone}
        if not all(flags[0] for flags in said.values()):
            raise unsupported("says IF NOT EXISTS of an index and not of its new table")
        return {"taken": sorted(gone), "columns": columns, "guarded": sorted(said)}


def parts_of(operation: Any) -> "Optional[dict[str, Any]]":
    """What makes a table, as far as a copy has it that was made of its name, its parts and its keywords; None for all other operations."""
    if not isinstance(operation, alembic.CreateTableOp):
        return None
    # A column that is in no table yet doesn't name one.
    parts = [re.sub(r", table=<.*?>", "", repr(part)) if isinstance(part, sa.Column) else str(id(part)) for part in operation.columns]
    return {"table": (operation.table_name, operation.schema, operation.kw), "parts": parts, "rest": (operation.comment, operation.info, operation.prefixes)}


def is_reordered(old: "dict[str, Any]", new: "Optional[dict[str, Any]]") -> bool:
    """What such a copy has forgotten is none of its wishes."""
    if new is None or new["table"] != old["table"] or sorted(new["parts"]) != sorted(old["parts"]):
        return False
    return all(mine == theirs or not mine for mine, theirs in zip(new["rest"], old["rest"]))


def leaves(operations: "Any") -> "Iterator[alembic.MigrateOperation]":
    """The operations, one by one where those of a table are together."""
    for one in operations:
        if isinstance(one, alembic.ModifyTableOps):
            yield from leaves(one.ops)
        else:
            yield one


def header_of(script: Any, names: "Any") -> "dict[str, Any]":
    values = {name: getattr(script, name) for name in names}
    return {name: sorted(value) if isinstance(value, (set, tuple)) else value for name, value in values.items()}


def shape_of(script: alembic.MigrationScript) -> "list[Any]":
    """Equal only for the same operations, in the same order, with the same contents."""
    return [shape(operation) for container in (*script.upgrade_ops_list, *script.downgrade_ops_list) for operation in container.ops]


def shape(operation: Any) -> Any:
    inner = [shape(one) for one in getattr(operation, "ops", [])]
    # A Rewriter notes in `_mutations` that it was here.
    own = {name: repr(value) for name, value in vars(operation).items() if name not in ("ops", "_mutations", *GUARDS)}
    return (id(operation), own, inner)


class Maker:
    """Makes Alembic's operations of Limbeck's."""

    def __init__(self, reflection: Reflection) -> None:
        self.reflection = reflection
        # By the identity of an operation.
        self.places: "dict[int, int]" = {}

    def operations(self, given: "list[dict[str, Any]]") -> "list[alembic.MigrateOperation]":
        """Changes of one table that follow each other are together, as Alembic has them."""
        made: "list[alembic.MigrateOperation]" = []
        for place, op in enumerate(given):
            whole, part = WHOLE.get(op["kind"]), PARTS.get(op["kind"])
            if part is None:
                new = [alembic.ExecuteSQLOp(f"-- {op['kind']}")] if whole is None else list(whole(self, op))
                made.extend(new)
            else:
                last = made[-1] if made else None
                if not isinstance(last, alembic.ModifyTableOps) or (last.table_name, last.schema) != (op["table"], op.get("schema")):
                    last = alembic.ModifyTableOps(op["table"], [], schema=op.get("schema"))
                    made.append(last)
                new = [part(self, op)]
                last.ops.extend(new)
            self.places.update((id(one), place) for one in leaves(new))
        return made

    def create_table(self, op: "dict[str, Any]") -> "Iterator[alembic.MigrateOperation]":
        table: sa.Table = self.reflection.reflected(op["table"])["table"][0]
        yield alembic.CreateTableOp.from_table(table)
        if table.indexes:
            indexes = sorted(table.indexes, key=lambda index: str(index.name))
            yield alembic.ModifyTableOps(table.name, [alembic.CreateIndexOp.from_index(index) for index in indexes], schema=table.schema)

    def drop_table(self, op: "dict[str, Any]") -> "Iterator[alembic.MigrateOperation]":
        yield alembic.DropTableOp(op["table"], schema=op.get("schema"))

    def rename_table(self, op: "dict[str, Any]") -> "Iterator[alembic.MigrateOperation]":
        yield alembic.RenameTableOp(op["table"], op["to"], schema=op.get("schema"))

    def add_column(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        return alembic.AddColumnOp(op["table"], self.reflection.column(op["column"]), schema=op.get("schema"))

    def drop_column(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        return alembic.DropColumnOp(op["table"], op["column"], schema=op.get("schema"))

    def rename_column(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        return alembic.AlterColumnOp(op["table"], op["column"], modify_name=op["to"], schema=op.get("schema"))

    def alter_column(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        changes, wanted = op["changes"], {}
        if "nullable" in changes:
            wanted["modify_nullable"] = changes["nullable"]
        if "type" in changes:
            wanted["modify_type"] = self.reflection.type(op["sqlType"])
        if "default" in changes:
            text = default_text(changes["default"])
            wanted["modify_server_default"] = None if text is None else sa.text(text.replace(":", r"\:"))
        if "comment" in changes:
            wanted["modify_comment"] = changes["comment"]
        return alembic.AlterColumnOp(op["table"], op["column"], schema=op.get("schema"), **wanted)

    def create_index(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        index = op["index"]
        keys = [part["column"] if "column" in part else sa.text(part["expression"]) for part in index["parts"]]
        return alembic.CreateIndexOp(index["name"], op["table"], keys, schema=op.get("schema"), unique=bool(index.get("unique")))

    def drop_index(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        return alembic.DropIndexOp(op["index"], op["table"], schema=op.get("schema"))

    def create_unique(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        unique = op["unique"]
        return alembic.CreateUniqueConstraintOp(unique.get("name"), op["table"], unique["columns"], schema=op.get("schema"))

    def create_primary_key(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        key = op["primaryKey"]
        return alembic.CreatePrimaryKeyOp(key.get("name"), op["table"], key["columns"], schema=op.get("schema"))

    def create_check(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        check = op["check"]
        return alembic.CreateCheckConstraintOp(check.get("name"), op["table"], sa.text(check["expression"]), schema=op.get("schema"))

    def create_foreign_key(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        key, parent = op["foreignKey"], op["foreignKey"]["references"]
        rules = {"onupdate": key.get("onUpdate"), "ondelete": key.get("onDelete"), "source_schema": op.get("schema"), "referent_schema": parent.get("schema")}
        return alembic.CreateForeignKeyOp(
            key.get("name"), op["table"], parent["table"], key["columns"], parent["columns"], **{name: rule for name, rule in rules.items() if rule is not None}
        )

    def drop_constraint(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        return alembic.DropConstraintOp(op.get("name"), op["table"], type_=op["type"], schema=op.get("schema"))

    def table_comment(self, op: "dict[str, Any]") -> alembic.MigrateOperation:
        if "comment" not in op:
            return alembic.DropTableCommentOp(op["table"], schema=op.get("schema"))
        return alembic.CreateTableCommentOp(op["table"], op["comment"], schema=op.get("schema"))


WHOLE: "dict[str, Callable[[Maker, dict[str, Any]], Iterator[alembic.MigrateOperation]]]" = {
    "createTable": Maker.create_table,
    "dropTable": Maker.drop_table,
    "renameTable": Maker.rename_table,
}
PARTS: "dict[str, Callable[[Maker, dict[str, Any]], alembic.MigrateOperation]]" = {
    "addColumn": Maker.add_column,
    "dropColumn": Maker.drop_column,
    "renameColumn": Maker.rename_column,
    "alterColumn": Maker.alter_column,
    "createIndex": Maker.create_index,
    "dropIndex": Maker.drop_index,
    "createUnique": Maker.create_unique,
    "createPrimaryKey": Maker.create_primary_key,
    "createCheck": Maker.create_check,
    "createForeignKey": Maker.create_foreign_key,
    "dropConstraint": Maker.drop_constraint,
    "setTableComment": Maker.table_comment,
}
