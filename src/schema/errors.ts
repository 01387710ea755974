import { errorTable } from "../base/error.ts";

/** What can be wrong in a schema that a person writes: in a revision or in models. */
export const { pages: schemaPages, fail } = errorTable({
  SCHEMA_OPTION_UNKNOWN: {
    title: "An option has a name that Limbeck doesn't know",
    why: "Every option is honoured or refused. One that is passed over, for it is misspelt, would leave out what it was meant to say: a constraint, an ON DELETE, a place.",
    fix: "Use one of the options that the message lists, or take it out.",
    exit: 2,
  },
  SCHEMA_VALUE_INVALID: {
    title: "A value is not of the kind that is needed here",
    why: "Revisions and models run without type-checking, so that values are checked when they are used. A wrong one would become wrong SQL.",
    fix: "Give the kind of value that the message asks for.",
    exit: 2,
  },
  SCHEMA_NAME_INVALID: {
    title: "A name is empty or not a string",
    why: "Tables, columns, constraints and indexes are told apart by their names, which servers don't allow to be empty.",
    fix: "Give a name; a constraint without one is written without the argument, or with null in an operation.",
    exit: 2,
  },
  SCHEMA_TYPE_INVALID: {
    title: "A column's type is not one",
    why: 'A type is made by one of Limbeck\'s functions: integer(), varchar(255), raw("NVARCHAR(160)").',
    fix: 'Call the function of the type, with its parentheses; a type that Limbeck has no function for is raw("…").',
    exit: 2,
  },
  SCHEMA_COLUMN_DUPLICATE: {
    title: "A table has two columns of one name",
    why: "The server would refuse it, and everything that refers to a column does so by its name.",
    fix: "Rename one of the two, or take it out.",
    exit: 2,
  },
  SCHEMA_COLUMN_UNKNOWN: {
    title: "A key or an index names a column that its table doesn't have",
    why: "The server would refuse the table.",
    fix: "Correct the name, or add the column to the table.",
    exit: 2,
  },
  SCHEMA_PRIMARY_KEY_DUPLICATE: {
    title: "A table has two primary keys",
    why: "A primary key of several columns is one constraint; `primaryKey: true` on each of two columns says two.",
    fix: 'Write one primaryKey(["a", "b"]) among the parts of the table.',
    exit: 2,
  },
  SCHEMA_INDEX_DUPLICATE: {
    title: "A table has two indexes of one name",
    why: "The server would refuse the second.",
    fix: "Rename one of the two, or take it out.",
    exit: 2,
  },
});
