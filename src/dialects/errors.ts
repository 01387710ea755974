import { errorTable, isLimbeckError } from "../base/error.ts";

/** Errors of the dialects: reaching a server, understanding SQL, carrying out a statement. */
export const { pages: dialectPages, fail } = errorTable({
  CONNECT_URL_INVALID: {
    title: "A database URL can't be read",
    why: "The URL has no scheme, an unknown one, or a part that the dialect doesn't know. Nothing was opened.",
    fix: "Write the URL as scheme://user:password@host:port/database, or scheme:///path/to/file for a database that is a file.",
    exit: 2,
  },
  CONNECT_DRIVER_MISSING: {
    title: "The package that talks to this server is not installed",
    why: "Limbeck loads a driver only when it is used, from your project or from beside itself.",
    fix: "Install the package that the message names.",
    exit: 3,
  },
  CONNECT_DATABASE_MISSING: {
    title: "There is no such database",
    why: "The command reads a database, and there is none at the URL. Limbeck makes one only for a command that writes.",
    fix: "Check the URL, or run `limbeck upgrade head` to create the database.",
    exit: 3,
  },
  CONNECT_NOT_A_DATABASE: {
    title: "The file is not a database",
    why: "The file at the URL exists but isn't a database of this kind. It was not touched.",
    fix: "Check the path in the URL.",
    exit: 3,
  },
  CONNECT_READ_ONLY: {
    title: "The database can't be written to",
    why: "The file, its directory or the account allows reading only.",
    fix: "Run as a user who may write to the database.",
    exit: 3,
  },
  CONNECT_FAILED: {
    title: "The database could not be opened",
    why: "The server or the system refused; its own words are in the message.",
    fix: "Check the URL, and that the server is up and lets you in.",
    exit: 3,
  },
  LOCK_TIMEOUT: {
    title: "Another process kept the database locked",
    why: "One runner works at a time, and a statement waits for those who use its table: the limit came first. What the transaction had done is undone, and was tried again as often as `lockTries` says.",
    fix: "Wait for the other process, which the message names where the server tells, or raise `lockTimeoutMs` (for another runner) or `statementLockTimeoutMs` (for a table) in the config.",
    exit: 4,
  },
  STATEMENT_FAILED: {
    title: "The server refused a statement",
    why: "The server's own words are in the message. The transaction that the statement was part of is undone.",
    fix: "Correct the revision and run the command again.",
    exit: 3,
  },
  DEMAND_REFUSED: {
    title: "The server can't make a change in the way that its statement demands",
    why: "A change whose cost is known demands it (`ALGORITHM=INSTANT`, `LOCK=NONE`), so that the server refuses rather than copy the table or keep its writers waiting. Something about this table or server makes it dearer than that. Nothing was changed by the statement.",
    fix: 'Set `onlineDdl: "prefer"` in the config, when the table is small or nobody works: the server then takes the best way that it has, which may copy the table and keep writers waiting. Or write the change in steps that the server can do online.',
    exit: 3,
  },
  STATEMENT_UNSETTLED: {
    title: "It can't be known whether a statement was carried out",
    why: "A run was cut off while the statement ran, which commits by itself. Neither its text nor the server's catalogue tells whether it has had its effect, and running it twice might do harm.",
    fix: "Look whether its effect is there; bring the revision to its end or its beginning by hand, and settle it with `limbeck repair`.",
    exit: 3,
  },
  CATALOGUE_CHANGED: {
    title: "The schema was changed while it was read",
    why: "The reading was part of a transaction that sees what others commit meanwhile, and what belongs to a table was no longer what its columns said. Nothing was changed.",
    fix: "Run the command again, when nobody else changes the schema.",
    exit: 3,
  },
  CHECK_FAILED: {
    title: "A check before the commit found a fault",
    why: "Limbeck counts rows and looks for dangling references before it commits; something would have been lost. The transaction was undone.",
    fix: "Look at the rows that the message names; correct them or the revision, and run the command again.",
    exit: 3,
  },
  DIALECT_UNSUPPORTED: {
    title: "The server has no way to do this",
    why: "The op, or one of its options, can't be expressed on this server. Limbeck refuses rather than leave a part out.",
    fix: "Take the option away, or do it in a way that the server has.",
    exit: 3,
  },
  BACKFILL_NO_KEY: {
    title: "A backfill can't tell the rows of its table apart",
    why: "It goes through the table by the primary key, or by another unique key whose columns are never NULL, so that each batch begins where the one before ended. The table has none, or the backfill changes it, or its values can't be written as SQL without loss.",
    fix: "Give the table a primary key; or, where the table is small, write the UPDATE with op.execute.",
    exit: 3,
  },
  DUMP_PROGRAM_MISSING: {
    title: "The program that writes backups isn't there",
    why: '`backups` in the config is "dump": what a revision drops is written to a file by the server\'s own program before, and no such program is on the machine. Nothing has run.',
    fix: 'Install the server\'s client programs; or name the program by `backupProgram` in the config; or let `backups` be "table", which needs none.',
    exit: 3,
  },
  DUMP_PROGRAM_UNFIT: {
    title: "The program that writes backups doesn't fit the server",
    why: "`pg_dump` refuses a server that is newer than it is, and a program of MariaDB's may read a server of MySQL's wrong, and the other way round. Nothing has run.",
    fix: 'Install the client programs of the server\'s version, or name one by `backupProgram` in the config; or let `backups` be "table", which needs none.',
    exit: 3,
  },
  DUMP_FAILED: {
    title: "A backup couldn't be written",
    why: "The program that writes what a revision is about to drop failed, or its file couldn't be written. Nothing was dropped.",
    fix: "Read what the program said: room on the disk, rights of the account, a lock that the revision itself holds. Then run the command again.",
    exit: 3,
  },
  DIALECT_SYNTAX: {
    title: "The server can't read a statement",
    why: "The text is not in the server's grammar. It was read before anything ran, so nothing was changed.",
    fix: "Correct the statement at the place that the message points at.",
    exit: 3,
  },
  DIALECT_SCRIPT_UNTERMINATED: {
    title: "A script ends inside a string, a comment or a block",
    why: "The statements of the script can't be told apart, so none is run.",
    fix: "Close the string, comment or block at the line that the message names.",
    exit: 3,
  },
  DIALECT_SCRIPT_SHELL_COMMAND: {
    title: "A script has a command of the server's own shell",
    why: "Such a line is no SQL: only the shell understands it, and a driver can't run it. Leaving it out could change what the script does.",
    fix: "Take the line out, or write what it does as SQL.",
    exit: 3,
  },
  DIALECT_UNREAD: {
    title: "The database has objects that Limbeck has no place for",
    why: "A schema without them would be taken for the whole, and what is made anew from it would lack them. So nothing is read.",
    fix: "Leave the objects that the message names out with `exclude` in the config, or take them away.",
    exit: 3,
  },
  DIALECT_DDL_UNREADABLE: {
    title: "Limbeck can't read the definition of an object",
    why: "The server keeps the definition as text, and Limbeck's parser doesn't understand this one. Going on could lose a part of it.",
    fix: "Report the definition; until then leave the table out with `exclude` in the config.",
    exit: 3,
  },
});

/** True for the refusal of what can't be read into a Schema. */
export function isUnread(error: unknown): boolean {
  return isLimbeckError(error, "DIALECT_UNREAD") || isLimbeckError(error, "DIALECT_DDL_UNREADABLE");
}
