import { errorTable } from "../base/error.ts";

/** What can be wrong with an operation: with how it is written, or with the schema that it meets. */
export const { pages: opPages, fail } = errorTable({
  OP_TABLE_MISSING: {
    title: "An operation is about a table that isn't there",
    why: "At this point of the history there is no table of this name, so that the operation could not be carried out.",
    fix: "Correct the name, or move the operation behind the one that makes the table.",
    exit: 3,
  },
  OP_TABLE_EXISTS: {
    title: "There is a table or a view of this name already",
    why: "Tables and views share their names, and at this point of the history the name is taken.",
    fix: "Choose another name, drop or rename the other first, or say `ifNotExists: true`.",
    exit: 3,
  },
  OP_TABLE_IN_USE: {
    title: "A table that others refer to would be dropped",
    why: "A foreign key of another table refers to it. Servers refuse, or leave the key pointing at nothing.",
    fix: "Drop the foreign key first: op.dropConstraint(…).",
    exit: 3,
  },
  OP_COLUMN_MISSING: {
    title: "An operation names a column that its table doesn't have",
    why: "At this point of the history the table has no column of this name.",
    fix: "Correct the name, or move the operation behind the one that adds the column.",
    exit: 3,
  },
  OP_COLUMN_EXISTS: {
    title: "The table has a column of this name already",
    why: "Column names are unique in their table.",
    fix: "Choose another name, or say `ifNotExists: true` where a column is added.",
    exit: 3,
  },
  OP_COLUMN_IN_USE: {
    title: "A column that something else needs would be dropped",
    why: "A check, a generated column, an index expression or a foreign key of another table depends on the column. Limbeck drops with a column only the keys and indexes that name it, and nothing whose meaning would be lost without a word.",
    fix: "Drop what depends on it first, in the same revision.",
    exit: 3,
  },
  OP_CONSTRAINT_MISSING: {
    title: "There is no such constraint",
    why: "At this point of the history the table has no constraint of this kind with this name, these columns or this expression.",
    fix: "Correct the name or the kind; a constraint without a name is found by its columns or its expression.",
    exit: 3,
  },
  OP_CONSTRAINT_EXISTS: {
    title: "The table has this constraint already",
    why: "A table has one primary key, and its constraints of one kind have different names.",
    fix: "Choose another name, or drop the other first.",
    exit: 3,
  },
  OP_CONSTRAINT_UNIDENTIFIED: {
    title: "It isn't said which constraint is meant",
    why: "Without a name, a unique constraint or a foreign key is found by its columns, and a check by its expression.",
    fix: 'Give the name, or { columns: ["email"] }, or { expression: "age > 0" }.',
    exit: 2,
  },
  OP_INDEX_MISSING: {
    title: "There is no such index",
    why: "At this point of the history the table has no index of this name.",
    fix: "Correct the name or the table, or say `ifExists: true`.",
    exit: 3,
  },
  OP_INDEX_EXISTS: {
    title: "The table has an index of this name already",
    why: "Index names are unique.",
    fix: "Choose another name, or say `ifNotExists: true`.",
    exit: 3,
  },
  OP_OBJECT_MISSING: {
    title: "There is no such object",
    why: "At this point of the history there is no view, trigger, rule, policy, statistics, routine, enum, sequence or namespace of this name.",
    fix: "Correct the name, or say `ifExists: true` where it is dropped.",
    exit: 3,
  },
  OP_OBJECT_EXISTS: {
    title: "There is such an object already",
    why: "At this point of the history the name is taken.",
    fix: "Choose another name, or drop the other first.",
    exit: 3,
  },
  OP_OBJECT_IN_USE: {
    title: "Something that is needed would be dropped",
    why: "A column has the enum for its type, or the namespace isn't empty.",
    fix: "Drop or change what depends on it first.",
    exit: 3,
  },
  OP_NOTHING_TO_CHANGE: {
    title: "A change changes nothing",
    why: "op.alterColumn was given none of the properties of a column. It would pass without doing what it was meant to.",
    fix: "Say what changes: type, nullable, default, newName …",
    exit: 2,
  },
  OP_COMBINATION: {
    title: "Two options can't be used together",
    why: "Together they have no meaning that could be carried out.",
    fix: "Take one of the two away, or write two operations.",
    exit: 2,
  },
  OP_LABEL_DUPLICATE: {
    title: "Two functions of a revision have one label",
    why: "Limbeck finds the function of a step again by its label, when it runs it and when it goes on after a crash.",
    fix: "Give each op.run a label of its own.",
    exit: 2,
  },
  OP_ASYNC: {
    title: "An upgrade or downgrade function is asynchronous",
    why: "It only records what is to be done, before the database is touched; what it awaits would come too late to be recorded.",
    fix: 'Make it a plain function; what has to look at the database goes into op.run("label", async (db) => …).',
    exit: 2,
  },
  OP_RECORDED_LATE: {
    title: "An operation was recorded when the recording was over",
    why: "The upgrade or downgrade function had returned: a callback or a promise of it called op afterwards. The operation would never run.",
    fix: 'Call op directly in the function; what has to look at the database goes into op.run("label", async (db) => …).',
    exit: 2,
  },
  OP_IRREVERSIBLE: {
    title: "A revision can't be taken back",
    why: "Its downgrade calls op.irreversible, since what undoes it isn't known. Nothing was changed.",
    fix: "Write what takes it back into the downgrade, restore a backup, or go on with a new revision.",
    exit: 3,
  },
  OP_NOT_PRINTABLE: {
    title: "An operation can't be written as text",
    why: "op.run holds a function of the revision that it was written in; its text isn't known.",
    fix: "Write the revision by hand, and copy the function into it.",
    exit: 3,
  },
});
