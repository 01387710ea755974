"""Flask-Migrate's projects: their env.py takes the engine and the models from Flask's current application, which `flask db` makes before."""
from __future__ import annotations

import os
from typing import Any

from alembic.config import Config
from limbeck_bridge import Refusal

HINT = "Name the application as for `flask db`: FLASK_APP in the environment or in a .flaskenv."

# The application whose context this process is in.
current: Any = None


def enter(config: Config, scripts: str) -> Config:
    """Does what `flask db` does before it calls Alembic: the config in the context of the application. Raises Refusal, and what the application raises."""
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    migrate = application().extensions.get("migrate")
    if migrate is None:
        raise Refusal("BRIDGE_FLASK_APP", f'The Flask application "{current.name}" has no Flask-Migrate: it does not call Migrate(app, db)', HINT)
    configured: Config = migrate.migrate.call_configure_callbacks(config)
    return configured


def application() -> Any:
    """The application that `flask` would find, made once; what follows is done in its context."""
    global current
    if current is not None:
        return current
    from flask import cli

    # An application that ends with app.run() must not begin to serve.
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    if not os.environ.get("FLASK_SKIP_DOTENV"):
        cli.load_dotenv()
    named = os.environ.get("FLASK_APP")
    try:
        current = cli.ScriptInfo(app_import_path=named).load_app()
    except cli.NoAppException as error:
        raise Refusal("BRIDGE_FLASK_APP", error.format_message(), HINT) from error
    current.app_context().push()
    return current
