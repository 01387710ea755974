import { messageOf } from "../base/error.ts";
import type { Dialect } from "../dialects/contract.ts";
import type { Revision } from "../revisions/revision.ts";
import type { Schema } from "../schema/schema.ts";
import { addedRules } from "./added-rules.ts";
import { type Filling, fillTables } from "./fill.ts";
import { type Ground, isOfRevision, roundTrip, type TripOptions } from "./round-trip.ts";
import type { VerifiedRevision, VerifyFinding } from "./verified-revision.ts";

/** What is verified, and how. */
export interface Verification {
  /** All revisions on the way, in an order in which each comes after those that it needs. */
  readonly revisions: readonly Revision[];
  /** Ids of those that make the round trip; the others are only applied. */
  readonly wanted: ReadonlySet<string>;
  /** A new scratch database; called again where a round trip has spoiled the last one. */
  readonly open: () => Promise<OpenGround>;
  readonly seed: number;
  /** Rows for each table. */
  readonly rows: number;
  readonly onRevision: (revision: Revision) => void;
}

export interface OpenGround extends Ground {
  readonly close: () => Promise<void>;
}

/**
 * The round trip of each wanted revision, one after the other on one scratch database. After a finding the next one starts on a new database,
 * to which the history is applied without rows; where that fails, the revisions that need the faulty one can't be verified, which is a
 * finding of each. Errors: CONNECT_*, and those of loading the history before the first wanted revision.
 */
export async function verifyRevisions(verification: Verification): Promise<readonly VerifiedRevision[]> {
  const { revisions, wanted, seed, rows } = verification;
  const results: VerifiedRevision[] = [];
  let place: Place | undefined;
  try {
    for (const [i, revision] of revisions.entries()) {
      if (!wanted.has(revision.id)) continue;
      verification.onRevision(revision);
      place ??= await openPlace(verification);
      let blocked = await bring(place, revisions.slice(place.applied, i));
      if (blocked !== undefined && place.filling.filled.size > 0) {
        // The rows may be in the way of a revision that nobody wants to verify.
        await place.ground.close();
        place = await openPlace(verification);
        blocked = await bring(place, revisions.slice(0, i));
      }
      if (blocked !== undefined) {
        if (results.length === 0) throw blocked;
        results.push(unreachable(revision, blocked, { seed }));
        await place.ground.close();
        place = undefined;
        continue;
      }
      place.applied = i;
      const result = await roundTrip(place.ground, revision, { ...place.filling, seed, rows });
      if (result.ok) {
        place.applied = i + 1;
        results.push(result);
        continue;
      }
      await place.ground.close();
      place = undefined;
      results.push(await explained(verification, { revision, index: i, result }));
    }
  } finally {
    await place?.ground.close();
  }
  return results;
}

interface Place {
  readonly ground: OpenGround;
  readonly filling: Filling;
  /** How many of the revisions are applied. */
  applied: number;
}

async function openPlace({ open, seed, rows }: Verification): Promise<Place> {
  const ground = await open();
  const { connection, dialect } = ground;
  return { ground, filling: { connection, dialect, seed, rows, filled: new Map() }, applied: 0 };
}

/** Applies the revisions before one; the error that kept it from that. */
async function bring({ ground }: Place, revisions: readonly Revision[]): Promise<Error | undefined> {
  if (revisions.length === 0) return undefined;
  try {
    await ground.move("upgrade", revisions);
    return undefined;
  } catch (error) {
    if (isOfRevision(error)) return error;
    throw error;
  }
}

/** Applies the revisions before one, with rows in each table from the moment that it is there; the error that kept it from that. */
async function bringRows(place: Place, revisions: readonly Revision[], filling: Filling): Promise<Error | undefined> {
  const { connection, dialect, exclude } = place.ground;
  for (const revision of revisions) {
    const failed = await bring(place, [revision]);
    if (failed !== undefined) return failed;
    await fillTables(filling, await dialect.inspect(connection, { exclude }));
  }
  return undefined;
}

function unreachable(revision: Revision, cause: Error, { seed }: { readonly seed: number }): VerifiedRevision {
  const [first = "", ...details] = messageOf(cause).split("\n");
  const message = `it can't be verified, for a revision that it comes after fails: ${first}`;
  const finding = { kind: "failed", step: "upgrade", message, details } as const;
  return { revision: revision.id, ok: false, steps: [], findings: [finding], notes: [], seed, rows: 0 };
}

/**
 * An upgrade that fails is tried without rows, and a downgrade without those that came after the upgrade, so that it is known whether they are
 * in its way. Where rows only fail a rule that the revision adds, such as a key, the trip is made with rows that meet it: whether the
 * user's rows do is for him to look. Where it needs what a revision before it does to rows, such as a backfill, the trip is made with rows
 * that were there then.
 */
async function explained(
  verification: Verification,
  { revision, index, result }: Which & { readonly result: VerifiedRevision },
): Promise<VerifiedRevision> {
  const [first, ...others] = result.findings;
  if (first?.kind === "failed" && first.step === "downgrade") {
    return (await succeedsWithoutLater(verification, { revision, index }))
      ? { ...result, findings: [told(first, "downgrade fails", "where rows came after the upgrade"), ...others] }
      : result;
  }
  if (first?.kind !== "failed" || first.step !== "upgrade" || result.rows === 0) return result;
  const schemas = await schemasAround(verification, { revision, index });
  if (schemas === undefined) return result;
  const rules = addedRules(schemas.before, schemas.after, schemas.dialect);
  const fitting =
    rules.length === 0 ? undefined : await anotherTrip(verification, { revision, index }, { meets: schemas.after });
  if (fitting !== undefined && fitting.findings[0]?.step !== "upgrade") {
    const notes = rules.map(
      ({ what, query }) => `rows that don't meet what it adds stop the upgrade: ${what}; to find yours: ${query}`,
    );
    return { ...fitting, notes: [...fitting.notes, ...notes] };
  }
  const grown = await anotherTrip(verification, { revision, index }, { isGrown: true });
  if (grown !== undefined && grown.rows > 0 && grown.findings[0]?.step !== "upgrade") {
    const [reason = ""] = first.message.replace("the upgrade fails: ", "").split("\n");
    const note = `rows as the revisions before it leave them go through; those that would still be written as before stop it: ${reason}`;
    return { ...grown, notes: [...grown.notes, note] };
  }
  return { ...result, findings: [told(first, "upgrade fails", "where the tables have rows"), ...others] };
}

interface Which {
  readonly revision: Revision;
  /** Its place among the revisions. */
  readonly index: number;
}

/** What tables without rows are like before and behind the upgrade; undefined where it fails with them, too. */
async function schemasAround(
  verification: Verification,
  { revision, index }: Which,
): Promise<{ readonly before: Schema; readonly after: Schema; readonly dialect: Dialect } | undefined> {
  const { ground } = await openPlace(verification);
  const { connection, dialect, exclude } = ground;
  try {
    await ground.move("upgrade", verification.revisions.slice(0, index));
    const before = await dialect.inspect(connection, { exclude });
    await ground.move("upgrade", [revision]);
    return { before, after: await dialect.inspect(connection, { exclude }), dialect };
  } catch (error) {
    if (isOfRevision(error)) return undefined;
    throw error;
  } finally {
    await ground.close();
  }
}

/** The round trip once more, on a place of its own; undefined where the history can't be applied. */
async function anotherTrip(
  verification: Verification,
  { revision, index }: Which,
  { isGrown = false, ...options }: TripOptions & { readonly isGrown?: boolean },
): Promise<VerifiedRevision | undefined> {
  const place = await openPlace(verification);
  const history = verification.revisions.slice(0, index);
  const filling: Filling = isGrown ? { ...place.filling, isOnce: true } : place.filling;
  try {
    const failed = isGrown ? await bringRows(place, history, filling) : await bring(place, history);
    return failed === undefined ? await roundTrip(place.ground, revision, filling, options) : undefined;
  } finally {
    await place.ground.close();
  }
}

function told(finding: VerifyFinding, what: string, where: string): VerifyFinding {
  return { ...finding, message: finding.message.replace(`the ${what}:`, `the ${what} ${where}:`) };
}

async function succeedsWithoutLater(verification: Verification, which: Which): Promise<boolean> {
  const trip = await anotherTrip(verification, which, { writesLater: false });
  return trip !== undefined && !trip.findings.some(({ kind, step }) => kind === "failed" && step === "downgrade");
}
