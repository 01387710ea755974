import { errorTable } from "../base/error.ts";

/** Errors of the Python process that reads and runs what is written in Python. */
export const { pages: bridgePages, fail } = errorTable({
  BRIDGE_PYTHON_MISSING: {
    title: "There is no Python to read this project with",
    why: "Models in SQLAlchemy, an env.py and revisions in Python are read by the project's own Python, and none was found.",
    fix: "Activate the project's virtual environment, or name its interpreter: --python PATH, or `python` in the config.",
    exit: 2,
  },
  BRIDGE_PYTHON_UNUSABLE: {
    title: "The Python that was found can't read this project",
    why: "It lacks SQLAlchemy 2.0 or Alembic, or is older than 3.9. It is perhaps not the one in which the application is installed.",
    fix: "Activate the project's virtual environment, name its interpreter with --python PATH, or install what is missing into it.",
    exit: 2,
  },
  BRIDGE_CODE_FAILED: {
    title: "The project's own Python code failed",
    why: "Limbeck ran code of the project, such as env.py or the module of the models, and it raised an exception, which the message quotes.",
    fix: "Correct the code at the line that the message names, or set what it needs, such as an environment variable.",
    exit: 3,
  },
  BRIDGE_ENV_INCOMPLETE: {
    title: "env.py doesn't say what is needed",
    why: "Limbeck runs env.py as Alembic does, and takes from its call of context.configure() what to compare and where.",
    fix: "Let env.py call context.configure() with `target_metadata` on every run.",
    exit: 2,
  },
  BRIDGE_ENV_SEVERAL: {
    title: "env.py configures several databases",
    why: "It calls context.configure() more than once in one run, and what was asked for can only be done for one database at a time. The command line goes through them by itself, but not for a script, and not where two of them are the same database with the same version table.",
    fix: "Name the database that is meant: --database NAME.",
    exit: 2,
  },
  BRIDGE_ENV_OPTION: {
    title: "env.py gives configure() an option that says something else than the command",
    why: "With `as_sql=True` Alembic writes a script where the command is told to change the database, and with `starting_rev` a script begins elsewhere than the command says.",
    fix: "Take the option out of context.configure(), and say what is meant on the command line: `--sql`, and where a script begins as `upgrade START:TARGET --sql`.",
    exit: 2,
  },
  BRIDGE_ENV_LOCATIONS: {
    title: "env.py moves the revisions elsewhere",
    why: "It changes `context.script.version_locations`. The history is read without running env.py, and would be another one.",
    fix: "Write the directories as `version_locations` in alembic.ini; where there are several sets of revisions, give each a section of its own, and name it with -n.",
    exit: 2,
  },
  BRIDGE_FLASK_APP: {
    title: "The application of a Flask-Migrate project isn't found",
    why: "The env.py of such a project takes the database and the models from Flask's current application. Limbeck makes the one that `flask db` would: that of FLASK_APP, in the environment or a .flaskenv, else `app` or `create_app()` of wsgi.py or app.py.",
    fix: "Set FLASK_APP, and run Limbeck in the directory in which you run `flask db`.",
    exit: 2,
  },
  BRIDGE_HOOK_UNSUPPORTED: {
    title: "env.py gives a hook that Limbeck can't honour",
    why: "What the hook would have changed would be written otherwise than the project wants it, so nothing was written.",
    fix: "Take the option out of context.configure(), or keep using Alembic for autogenerate in this project.",
    exit: 2,
  },
  BRIDGE_MODELS_UNKNOWN: {
    title: "The models aren't where the config says",
    why: "The place is written `package.module:attribute`, and the attribute must be a SQLAlchemy MetaData, something with a `metadata`, or a list of them.",
    fix: "Correct the place, such as `myapp.models:Base.metadata`.",
    exit: 2,
  },
  BRIDGE_MODEL_UNSUPPORTED: {
    title: "A model has something that Limbeck doesn't know",
    why: "Leaving it out would make another table than the one that the model describes, so nothing was compared.",
    fix: "Write this part in a revision by hand and take it out of the model, or leave the table out of the comparison with include_object.",
    exit: 3,
  },
  BRIDGE_FUNCTION_MISSING: {
    title: "A revision in Python lacks one of its functions",
    why: "A revision has `upgrade()` and `downgrade()`; the one that is to be run isn't there, so nothing of the command was begun.",
    fix: "Write the function, or choose a target that doesn't need it.",
    exit: 3,
  },
  BRIDGE_JOURNAL_NAMED: {
    title: "A revision in Python names Limbeck's own table",
    why: "Alembic's autogenerate takes the journal for a table that has lost its model, and writes that it is to be dropped; its downgrade would make it again. Nothing of the command was begun.",
    fix: "Take the lines about the table out of the revision, in both directions, and let env.py leave it out with include_name (see docs/alembic.md).",
    exit: 3,
  },
  BRIDGE_LOCK_TIMEOUT: {
    title: "Another process kept the database locked",
    why: "A revision in Python runs on a connection of its own, which must be the only one that writes. Something else has the lock: another runner, or an application.",
    fix: "Let the other process finish, or end it; then run the command again. `lockTimeout` in the config says how long to wait.",
    exit: 4,
  },
  BRIDGE_OVERTAKEN: {
    title: "Another process has moved the database",
    why: "While Python waited for its turn, another runner ran revisions, so what was planned doesn't fit any more; or rows came to a table that had none, and that the revision may drop. The revision was not begun.",
    fix: "Run the command again.",
    exit: 4,
  },
  BRIDGE_PARTS_DIFFER: {
    title: "A half-applied revision in Python doesn't go the way that it has begun to go",
    why: "What an earlier run has committed of the revision isn't executed again: its function is called anew, and the statements that it executes there must be those that are committed, with the same parameters. It executes others now, as where it looks at the clock, at files, or at a module that was changed. Nothing was changed.",
    fix: "See with `limbeck repair` what is committed. Undo that by hand and say so with `limbeck repair --undone REVISION`; or finish the revision by hand and say `limbeck repair --done REVISION`.",
    exit: 4,
  },
  BRIDGE_ROWS_DANGLE: {
    title: "A revision in Python would leave rows that refer to nothing",
    why: "While a revision makes tables anew (`batch_alter_table`), references aren't enforced, or dropping the old table would delete the rows that refer to it. They were checked at the end, and the revision was undone.",
    fix: "Let the revision correct the rows, or delete them, too.",
    exit: 3,
  },
  BRIDGE_ANOTHER_DATABASE: {
    title: "env.py connects to another database",
    why: "Limbeck keeps its journal and its lock in the database of the config, or of --url, and revisions in Python run on the connection that env.py makes. Both must be the same database, and the same version table.",
    fix: 'Let env.py make its engine from a URL, such as `config.get_main_option("sqlalchemy.url")`, or give Limbeck the URL that env.py uses.',
    exit: 2,
  },
  BRIDGE_TEMPLATE: {
    title: "The template of new revisions failed",
    why: "A new revision in Python is written by the project's own script.py.mako, and that raised an error, or left out what the revision is to do.",
    fix: "Correct the template at the place that the message names; `alembic init` in an empty directory makes a fresh one to compare with.",
    exit: 3,
  },
  BRIDGE_WRITE_HOOK: {
    title: "A post-write hook of the Alembic project can't be run",
    why: "Its type is one that env.py registers, or it names a program that isn't installed. The hooks are looked at before the revision is written, so there is none.",
    fix: "Correct the section post_write_hooks; types are console_scripts, exec and module.",
    exit: 2,
  },
  BRIDGE_CRASHED: {
    title: "The Python process ended before it answered",
    why: "It was killed, it ran out of memory, or a compiled module of it crashed. What it wrote last is in the message.",
    fix: "Run the command again; if it comes back, run the project's code alone: `python -c 'import myapp.models'`.",
    exit: 3,
  },
  BRIDGE_TIMEOUT: {
    title: "The Python process took too long to answer",
    why: "The project's code may wait for something: a database, a network, a lock, an answer on the terminal.",
    fix: "Find out what env.py or the models wait for when they are imported.",
    exit: 3,
  },
  BRIDGE_PROTOCOL: {
    title: "The Python process said something that Limbeck doesn't understand",
    why: "A mistake in Limbeck itself, or two versions of it mixed in one installation.",
    fix: "Install Limbeck again, and report it if it comes back.",
    exit: 3,
  },
});
