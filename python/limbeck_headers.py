"""The headers of revisions that are no literals: their files are executed, as Alembic executes every file."""
from __future__ import annotations

import os
import sys
from typing import Any

from alembic import util
from alembic.script import ScriptDirectory
from limbeck_bridge import HERE, STDLIB, Channel
from limbeck_env import config_of

NAMES = ("revision", "down_revision", "branch_labels", "depends_on")
# What no project changes: the parts of Alembic itself.
INSTALLED = {"alembic", "sqlalchemy", "mako", "markupsafe", "greenlet", "typing_extensions"}


def headers(request: "dict[str, Any]", _channel: Channel) -> "dict[str, Any]":
    """What the files' headers come to, and which other files that took. Raises what the files raise."""
    # It puts the project's directories in front of sys.path.
    ScriptDirectory.from_config(config_of(request))
    return {"headers": [header_of(path) for path in request["paths"]], "sources": sources()}


def header_of(path: str) -> "dict[str, Any]":
    module = util.load_python_file(os.path.dirname(path), os.path.basename(path))
    values = {name: value_of(getattr(module, name)) for name in NAMES if hasattr(module, name)}
    return {"values": values, "message": module.__doc__ or ""}


def value_of(value: Any) -> "dict[str, Any]":
    """A string, None or a list of strings; anything else as it prints."""
    if value is None or isinstance(value, str):
        return {"value": value}
    if isinstance(value, (tuple, list, set, frozenset)) and all(isinstance(item, str) for item in value):
        return {"value": sorted(value) if isinstance(value, (set, frozenset)) else list(value)}
    return {"wrong": repr(value)}


def sources() -> "list[str]":
    """The files of all modules that have been imported, but Python's own and Alembic's."""
    found = set()
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__file__", None)
        if not isinstance(path, str) or not path.endswith(".py") or name.split(".")[0] in INSTALLED:
            continue
        path = os.path.abspath(path)
        if path.startswith((HERE + os.sep, STDLIB)) and "site-packages" not in path:
            continue
        found.add(path)
    return sorted(path for path in found if os.path.isfile(path))
