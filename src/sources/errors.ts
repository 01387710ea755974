import { errorTable } from "../base/error.ts";

/** Errors of reading the wanted schema. */
export const { pages: sourcePages, fail } = errorTable({
  SOURCE_UNKNOWN: {
    title: "Limbeck doesn't know how to read a schema from this",
    why: "A source is told by its file extension or by the scheme of its URL, and this one is neither.",
    fix: "Name a TypeScript or JavaScript module, a .sql file, a directory or pattern of either, or a database URL.",
    exit: 2,
  },
  SOURCE_NOT_FOUND: {
    title: "There is no file at the source of the schema",
    why: "The path or pattern matches no file that can define a schema. An empty schema would drop every table, so nothing was compared.",
    fix: "Check the path in the config; it starts at the directory of the config file.",
    exit: 2,
  },
  SOURCE_EMPTY: {
    title: "The wanted schema is empty",
    why: "None of the exports of the modules is a table or another object of a schema, the SQL files have no statement, or the MetaData has no table, for nothing imports the modules of its models. An empty schema would drop every table, so nothing was compared.",
    fix: 'Export the tables: `export const users = table("users", …)`, or import the modules of the models where the MetaData is named; to drop everything, write that revision by hand.',
    exit: 2,
  },
  SOURCE_DUPLICATE_TABLE: {
    title: "Two exports define a table or another object of the same name",
    why: "They differ, and only one of them can be in the database.",
    fix: "Rename one of them, or stop exporting it.",
    exit: 2,
  },
  SOURCE_SQL_FAILED: {
    title: "A statement of the schema file was refused",
    why: "The file is run in an empty scratch database, which is then read. The server's own words are in the message; your database was not touched.",
    fix: "Correct the statement at the line that the message names.",
    exit: 3,
  },
  SOURCE_HISTORY_FAILED: {
    title: "The revisions can't be replayed",
    why: "To know the schema that they lead to, they are carried out in an empty scratch database, and a statement or a check failed there. Your database was not touched.",
    fix: "Correct the revision that the message names.",
    exit: 3,
  },
  SOURCE_NO_PYTHON: {
    title: "There is no Python to read the models with",
    why: "Models in SQLAlchemy are read by the project's own Python, and this command has none.",
    fix: "Read models in SQLAlchemy with `limbeck revision --autogenerate` and `limbeck check`.",
    exit: 2,
  },
  SOURCE_NO_CONNECTION: {
    title: "There is no database to read the schema from",
    why: "The source is the project's own database, and none was opened.",
    fix: "Set `url` in the config, or pass `--url`.",
    exit: 2,
  },
});
