import { isLimbeckError, messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { backupStatements, emptyChecks, statementsIn, tablesAtRisk } from "./backup.ts";
import type { Books } from "./books.ts";
import { booksAside } from "./books-aside.ts";
import { guestParts } from "./guest-parts.ts";
import type { JournalRow } from "./journal-table.ts";
import type { GuestStep, Run } from "./run-input.ts";
import type { PlacedStep } from "./work.ts";

/**
 * Statements that copy what a guest's revision drops, to be executed in its transaction before it begins; none where the guest can't tell
 * what it would do, which is said. Of one that goes on, what is left to drop is kept once more: rows may have come, gone and changed.
 * Errors: BACKUP_TOO_LARGE.
 */
export async function guestBackups(
  run: Run,
  { step }: PlacedStep,
  { foreseen, recorded }: GuestStep,
  open?: JournalRow,
): Promise<readonly Statement[]> {
  const { books, input, dumps } = run;
  const { connection, dialect, names } = books;
  const { backups: policy, onEvent } = input;
  if (policy === undefined || recorded === undefined) return [];
  const subject = { revision: step.revision.id, direction: step.direction };
  const inspected = () => dialect.inspect(connection, { ...booksAside(names) });
  try {
    const found =
      (await foreseen?.()) ?? (await recorded(async () => (open && (await input.history?.())) ?? inspected()));
    const ops = open === undefined ? found : await leftOf(found, open, books);
    if (ops === undefined) {
      const tables = tablesAtRisk(found, books);
      if (tables === "unknown" || tables.length > 0)
        onEvent({
          kind: "noted",
          message: `Nothing more is kept of what ${step.revision.id} is still to drop, for what it has committed isn't what it was expected to do; what was kept when it began stays`,
        });
      return [];
    }
    const checks = open === undefined ? await checkAhead(books, ops) : "unknown";
    if (checks !== "unknown" && (await findNothing(books, checks))) return checks;
    const before = await inspected();
    const tell: Parameters<typeof backupStatements>[3]["tell"] = (backup) =>
      onEvent({ kind: "kept", ...subject, backup });
    return await backupStatements(books, ops, before, {
      ...subject,
      policy,
      ...given({ dumps }),
      tell,
    });
  } catch (error) {
    // Its own Python will tell what is wrong with the revision, if anything is.
    if (!isLimbeckError(error) || !UNTOLD.test(error.code)) throw error;
    const [reason = ""] = messageOf(error).split("\n");
    // Behind the place in the file.
    const words = reason.replace(/^\S.*?:\d+: /, "");
    const why = run.unkept.has(words) ? "for the same reason" : `which can't be told before: ${reason}`;
    run.unkept.add(words);
    onEvent({ kind: "noted", message: `Nothing is kept of what ${step.revision.id} may drop, ${why}` });
    return [];
  }
}

/**
 * The statements behind those that are committed, which are told by their beginnings: parameters stand in the one text, and not in the other.
 * Undefined where these aren't the first ones.
 */
async function leftOf(
  ops: readonly Op[],
  open: JournalRow,
  { connection, dialect }: Books,
): Promise<readonly Op[] | undefined> {
  await dialect.ready?.(ops, connection.server);
  const texts = statementsIn(ops, dialect);
  const done = guestParts(open)?.done ?? [];
  if (!done.every((text, i) => wordsOf(text) === wordsOf(texts[i] ?? ""))) return undefined;
  return texts.slice(done.length).map((sql) => ({ kind: "execute", sql }));
}

function wordsOf(sql: string): string {
  return sql.trim().split(/\s+/, 2).join(" ").toUpperCase();
}

/** What has to find no rows, so that nothing has to be kept of what the step drops; undefined where only its turn can tell. */
export async function emptyBefore(
  { books, input }: Run,
  { foreseen }: GuestStep,
): Promise<readonly Statement[] | undefined> {
  if (input.backups === undefined) return [];
  try {
    const ops = await foreseen?.();
    if (ops === undefined) return undefined;
    const checks = await checkAhead(books, ops);
    return checks === "unknown" ? undefined : checks;
  } catch (error) {
    // When its turn has come it is told.
    if (!isLimbeckError(error) || !UNTOLD.test(error.code)) throw error;
    return undefined;
  }
}

/** Finds out what has to be checked before ops that are foreseen: it is known then, and a step is looked at again whenever its guest rests before it. */
export async function checkAhead(books: Books, ops: readonly Op[]): Promise<readonly Statement[] | "unknown"> {
  const checks = checksOf.get(ops) ?? (await checksFor(books, ops));
  checksOf.set(ops, checks);
  return checks;
}

const checksOf = new WeakMap<readonly Op[], readonly Statement[] | "unknown">();

/** What sees to it that the tables have no rows that may lose some by the ops. */
async function checksFor(books: Books, ops: readonly Op[]): Promise<readonly Statement[] | "unknown"> {
  await books.dialect.ready?.(ops, books.connection.server);
  const tables = tablesAtRisk(ops, books);
  return tables === "unknown" ? tables : emptyChecks(books, tables);
}

/** False also where one of the tables can't be read by the name that it has in the SQL. */
async function findNothing({ connection }: Books, checks: readonly Statement[]): Promise<boolean> {
  try {
    for (const { sql } of checks) if ((await connection.query(sql)).length > 0) return false;
    return true;
  } catch (error) {
    // A look at the schema says what there is.
    if (!isLimbeckError(error, "STATEMENT_FAILED")) throw error;
    return false;
  }
}

/** Codes of what goes wrong where a guest is asked what a revision would do. */
export const UNTOLD = /^(?:BRIDGE|REVISION|DIALECT|SOURCE|OP)_/;
