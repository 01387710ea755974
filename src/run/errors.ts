import { errorTable } from "../base/error.ts";

/** What can go wrong while revisions run, and in the two tables in which Limbeck and Alembic keep books. */
export const { pages: runPages, fail } = errorTable({
  RUN_REVISION_FAILED: {
    title: "A revision failed",
    why: "The server refused a statement of the revision, a check found a fault, or the revision can't be carried out on this server. What was done in the open transaction is undone; the message says where the database stands now.",
    fix: "Correct the revision and run the command again.",
    exit: 3,
  },
  RUN_REVISION_EDITED: {
    title: "The file of an applied revision was changed",
    why: "The journal keeps the checksum of each file that it ran. This one reads differently now, so the files no longer say how this database came to be, and another database made from them would differ.",
    fix: "Restore the file and put the change into a new revision; or, if the change means nothing to the database, run `limbeck repair --accept REVISION`.",
    exit: 4,
  },
  RUN_UNDO_FAILED: {
    title: "A half-applied revision could not be undone",
    why: "The server refused a statement that takes back what the revision has committed. What was done in the open transaction is undone; where the server commits each statement by itself, the journal keeps how far the undoing is.",
    fix: "Correct the cause and run `limbeck repair --undo REVISION` again; or take the rest back by hand and say so with `limbeck repair --undone REVISION`.",
    exit: 3,
  },
  RUN_NOT_UNDOABLE: {
    title: "What is committed of a half-applied revision can't be undone by Limbeck",
    why: "Limbeck takes back what a revision has committed by the reverse of its operations, where that loses nothing. Raw SQL and functions have no known reverse; dropped data doesn't come back; and what others have written into what the revision made would go with it. Nothing was changed.",
    fix: "Take back by hand what the message lists as committed, and say so with `limbeck repair --undone REVISION`; or correct the cause and run the interrupted command again.",
    exit: 3,
  },
  RUN_CHECK_FAILED: {
    title: "A check inside a revision found rows that are at fault",
    why: "Some changes are followed by a query that must find nothing, such as a reference to a row that isn't there. It found something, so the transaction was undone.",
    fix: "Look at the rows that the message names, correct them or the revision, and run the command again.",
    exit: 3,
  },
  RUN_FUNCTION_MISSING: {
    title: "A step of a revision names a function that isn't there",
    why: "`op.run(label, function)` is found again by its label. The revision that was loaded has no function of this label, so the step can't be carried out.",
    fix: "Give every `op.run` of a revision a label of its own, and leave the label as it is while the revision is half-applied.",
    exit: 3,
  },
  RUN_KEY_UNREADABLE: {
    title: "A backfill met a row that it can't go on from",
    why: "It goes through a table by a key whose columns are never NULL, and one was NULL all the same, which only a damaged database or a changed table has.",
    fix: "Look for the row, correct it, and run the command again; what was done stays.",
    exit: 3,
  },
  RUN_SESSION_LOST: {
    title: "A half-applied revision stands on something that ended with its session",
    why: "An earlier statement of the revision has set a variable from the data or the clock, or made a temporary table, and a later one uses it. The run between them ended, and with its session the value or the table; made again now, it could be another one. What the text alone decides, such as `SET @x = 5`, `SET sql_mode = ''` or `SET ROLE owner`, is set again by itself.",
    fix: "Finish or undo the revision by hand, then say so with `limbeck repair`. Keep what such a revision needs in a table, or put the statements into one `op.run`.",
    exit: 4,
  },
  RUN_OFFLINE_OPAQUE: {
    title: "A step can't be written as SQL",
    why: "`op.run(label, function)` runs code against the database. A script can't hold it, and leaving it out would give another database.",
    fix: "Run these revisions online, or write the step as SQL with `op.execute`.",
    exit: 3,
  },
  VERSION_TABLE_LAYOUT: {
    title: "The version table isn't one",
    why: "The table under this name has no column `version_num`, so it isn't Alembic's version table, and what the database has run can't be read from it.",
    fix: "Name the right table with `versionTable` in the config.",
    exit: 3,
  },
  VERSION_TABLE_ELSEWHERE: {
    title: "The version table is in another namespace",
    why: "There is none in the namespace to which this account's search_path leads, but there is one in another. Whether this is the same database seen by another account, or a history of its own, can't be told; the first would be run again from its beginning.",
    fix: "Name the namespace with `versionTableSchema` or `searchPath` in the config, also where it is a new history: then the table is made there.",
    exit: 3,
  },
  VERSION_TABLE_VALUE: {
    title: "The version table holds something that isn't a revision id",
    why: "Each row is the id of a revision: a text, never empty and never NULL. Where the database stands can't be told from this row.",
    fix: "Delete the row that the message names from the version table.",
    exit: 3,
  },
  VERSION_TABLE_DUPLICATE: {
    title: "The version table holds a revision twice",
    why: "Each head has one row. A table without a primary key can hold one twice; an update of it would then change both.",
    fix: "Delete all but one of the rows that the message names from the version table.",
    exit: 3,
  },
  VERSION_ROW_MISSING: {
    title: "A row of the version table was not where it should be",
    why: "Moving from one revision to the next changes exactly one row for each head. The server changed another number of rows, so something else writes to the table. The transaction was undone.",
    fix: "Look for what else changes the version table (a trigger, another tool), then run the command again.",
    exit: 4,
  },
  JOURNAL_UNREADABLE: {
    title: "The journal can't be read",
    why: "The table under the journal's name lacks a column, or holds a value that Limbeck never writes: it belongs to something else, or was changed by hand.",
    fix: "Rename or drop the table that the message names; Limbeck makes a new one. The version table is not affected.",
    exit: 3,
  },
  JOURNAL_DIRTY: {
    title: "A revision is half-applied",
    why: "The revision has a statement that runs outside a transaction, so it is committed in parts, and the run ended between two of them. It is gone on with only if it is the next step and its file is unchanged.",
    fix: "Restore the file and run the same command again; or finish or undo the revision by hand and say so with `limbeck repair`.",
    exit: 4,
  },
  BACKUP_TOO_LARGE: {
    title: "There is more to back up than the policy allows",
    why: "Before a revision drops a table or a column, Limbeck copies what is in it to a table of its own, and `backupMaxRows` in the config bounds how many rows that may be. Nothing was dropped.",
    fix: "Raise `backupMaxRows`; or make a backup yourself and run the command with `--without-backup REASON`.",
    exit: 3,
  },
  BACKUP_UNREADABLE: {
    title: "The list of backups can't be read",
    why: "A row of the table in which Limbeck lists its backups holds what Limbeck never writes: it was changed by hand.",
    fix: "Correct or delete the row that the message names; the rows that were kept are in the table of the backup's own.",
    exit: 3,
  },
  BACKUP_UNKNOWN: {
    title: "There is no such backup",
    why: "No backup of this number is in the list: it was dropped, or never made.",
    fix: "See `limbeck backups list`.",
    exit: 2,
  },
  BACKUPS_LEFT: {
    title: "There are backups still",
    why: "`limbeck forget` takes Limbeck's tables out of the database, and some of them keep rows and values that revisions have dropped.",
    fix: "See `limbeck backups list`. Put back or copy what you need, then `limbeck backups drop --all`, and forget.",
    exit: 2,
  },
  BACKUP_NOT_BACK: {
    title: "The downgrade is done, and what was kept isn't back",
    why: "Alembic runs a revision in Python, and Limbeck puts the rows and values back behind it, in a transaction of its own, which failed. They are still kept.",
    fix: "Make room for them, as the message says, then `limbeck backups restore` with the numbers that it names.",
    exit: 3,
  },
  BACKUP_NO_PLACE: {
    title: "The backup can't be put back where it was",
    why: "The table isn't there, or lacks the columns, or the rows can't be told apart because the table had no key.",
    fix: "Make the table or the columns first, as the downgrade of the revision does; or copy what you need from the table of the backup by hand.",
    exit: 3,
  },
  REPAIR_NOTHING: {
    title: "There is nothing to settle",
    why: "The journal has no half-applied revision of this name, or never recorded that it was applied.",
    fix: "Run `limbeck status` to see what is unfinished or edited.",
    exit: 2,
  },
});
