import { join } from "node:path";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { flaskPath, testPython } from "../servers/python.ts";
import { inDirectory, projectDirectory } from "./project-directory.ts";
import { pythonRevision } from "./python-project.ts";

/** What Flask-Migrate leaves in an application, which is all of it that an env.py sees. */
const FLASK_MIGRATE = `
class Migrate:
    def __init__(self, app, db, **given):
        self.db, self.configure_args, self.migrate, self.callbacks = db, given, self, []
        app.extensions["migrate"] = self

    def configure(self, function):
        self.callbacks.append(function)
        return function

    def call_configure_callbacks(self, config):
        for function in self.callbacks:
            config = function(config)
        return config
`;

const APP = `import os
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_migrate import Migrate

db = SQLAlchemy()


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))


def create_app(name="app.db"):
    app = Flask("shop")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + os.path.abspath(name)
    db.init_app(app)
    migrate = Migrate(app, db, compare_type=True, render_as_batch=True)

    @migrate.configure
    def configured(config):
        config.set_main_option("file_note", "asked")
        return config

    return app
`;

const ENV = `from flask import current_app
from alembic import context

config = context.config
assert config.get_main_option("file_note") == "asked"
db = current_app.extensions['migrate'].db


def directives(context, revision, directives):
    if getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


if context.is_offline_mode():
    url = db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=db.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            process_revision_directives=directives,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
`;

const MADE = `op.create_table("user", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(80)))`;

/** A new project of Flask-Migrate's on SQLite with a revision that makes the table of its model, and the options of a verb. */
export async function flaskProject(
  more: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<GlobalOptions & { readonly python: string }> {
  const directory = projectDirectory({
    "flask_migrate.py": FLASK_MIGRATE,
    "app.py": APP,
    "migrations/alembic.ini": "[alembic]\n# file_template = %%(rev)s_%%(slug)s\n",
    "migrations/env.py": ENV,
    "migrations/versions/r1_.py": pythonRevision("r1", { up: MADE, back: 'op.drop_table("user")' }),
    ...more,
  });
  const path = [join(directory), await flaskPath()].join(":");
  const { FLASK_APP: _, ...own } = process.env;
  return { ...inDirectory(directory, { env: { ...own, PYTHONPATH: path, ...env } }), python: await testPython() };
}
