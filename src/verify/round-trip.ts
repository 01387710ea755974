import { isLimbeckError, type LimbeckError, messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Connection, Dialect } from "../dialects/contract.ts";
import type { Revision } from "../revisions/revision.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";
import { withRules } from "./added-rules.ts";
import type { DeclaredLoss } from "./declared-loss.ts";
import { addRows, type Filling, fillTables } from "./fill.ts";
import { judgeData, type Moments } from "./judge-data.ts";
import { schemaDifferences } from "./schema-differences.ts";
import { readSnapshot, type Snapshot } from "./snapshot.ts";
import type { StepName, VerifiedRevision, VerifyFinding, VerifyStep } from "./verified-revision.ts";

/** A scratch database in which revisions are carried out. */
export interface Ground {
  readonly connection: Connection;
  readonly dialect: Dialect;
  /** Limbeck's own tables. */
  readonly exclude: readonly ObjectName[];
  /** Carries out the revisions, in this order. Errors: RUN_REVISION_FAILED, and those of loading a revision. */
  readonly move: (direction: "upgrade" | "downgrade", revisions: readonly Revision[]) => Promise<void>;
  /** What a revision says may be lost, on the schema that its upgrade meets. */
  readonly declared: (revision: Revision, before: Schema) => Promise<readonly DeclaredLoss[]>;
}

/**
 * Upgrades, downgrades and upgrades one revision on a database in which all that it needs is applied, with made-up rows in its tables.
 * What goes wrong is a finding. Errors: CONNECT_FAILED, and what is wrong with the project rather than with the revision.
 */
export async function roundTrip(
  ground: Ground,
  revision: Revision,
  filling: Filling,
  { writesLater = true, meets }: TripOptions = {},
): Promise<VerifiedRevision> {
  const trip: Trip = { ground, revision, filling, writesLater, steps: [], findings: [], notes: [] };
  const before = await look(trip);
  const filled = await fillTables(filling, meets === undefined ? before.schema : withRules(before.schema, meets));
  trip.notes.push(...filled.notes);
  const start = await readSnapshot(ground, before.schema);
  const moments = await travel(trip, { ...before, rows: start });
  if (moments !== undefined) {
    const isLossy = judgeData(moments).findings.length > 0;
    const { findings, notes } = judgeData(moments, isLossy ? await ground.declared(revision, before.schema) : []);
    trip.findings.push(...findings);
    trip.notes.push(...notes);
  }
  return {
    revision: revision.id,
    ok: trip.findings.length === 0,
    steps: trip.steps,
    findings: trip.findings,
    notes: trip.notes,
    seed: filling.seed,
    rows: [...start.values()].reduce((sum, { rows }) => sum + rows.length, 0),
  };
}

export interface TripOptions {
  /** Rows are written between the upgrade and the downgrade, as the application does; true when left out. */
  readonly writesLater?: boolean;
  /** A schema whose rules the rows meet that are there before the upgrade, too. */
  readonly meets?: Schema;
}

interface Trip {
  readonly ground: Ground;
  readonly revision: Revision;
  readonly filling: Filling;
  readonly writesLater: boolean;
  readonly steps: VerifyStep[];
  readonly findings: VerifyFinding[];
  readonly notes: string[];
}

interface Sight {
  readonly schema: Schema;
  readonly rows: Snapshot;
}

/** The moments as far as the way leads; undefined when not even the upgrade succeeds. */
async function travel(trip: Trip, before: Sight): Promise<Moments | undefined> {
  if (!(await step(trip, "upgrade"))) return undefined;
  const upgraded = await look(trip);
  const written = trip.writesLater ? await writeRows(trip, before.schema, upgraded.schema) : undefined;
  const moments = { before: before.rows, upgraded: upgraded.rows, ...given({ written }) };
  if (!(await step(trip, "downgrade"))) return moments;
  const downgraded = await look(trip);
  await compare(trip, "downgrade", downgraded.schema, before.schema);
  if (!(await step(trip, "upgrade again"))) return { ...moments, downgraded: downgraded.rows };
  const again = await look(trip);
  // A downgrade that left something different has been told of.
  const isKnown = trip.findings.some(({ kind }) => kind === "schema");
  if (!isKnown) await compare(trip, "upgrade again", again.schema, upgraded.schema);
  return { ...moments, downgraded: downgraded.rows, again: again.rows };
}

/** The rows after some have been written to the tables as they are now, of values that the schema before could hold, too. */
async function writeRows({ ground, filling }: Trip, before: Schema, now: Schema): Promise<Snapshot | undefined> {
  const made = await addRows(filling, before, now);
  return made === 0 ? undefined : readSnapshot(ground, now);
}

async function look({ ground }: Trip): Promise<Sight> {
  const { connection, dialect, exclude } = ground;
  const schema = await dialect.inspect(connection, { exclude });
  return { schema, rows: await readSnapshot(ground, schema) };
}

/** Carries out one step; false when it fails, which is a finding. */
async function step(trip: Trip, name: StepName): Promise<boolean> {
  const started = performance.now();
  try {
    await trip.ground.move(name === "downgrade" ? "downgrade" : "upgrade", [trip.revision]);
    trip.steps.push({ name, ms: Math.round(performance.now() - started) });
    return true;
  } catch (error) {
    if (!isOfRevision(error)) throw error;
    trip.steps.push({ name, ms: Math.round(performance.now() - started) });
    trip.findings.push(failure(error, name));
    return false;
  }
}

/** True for an error that says something about a revision, not about the project or the server. */
export function isOfRevision(error: unknown): error is LimbeckError {
  return isLimbeckError(error) && !OUTSIDE.test(error.code);
}

const OUTSIDE = /^(?:CONNECT_|CONFIG_|BRIDGE_(?!CODE_FAILED)|INSTALLATION_|LOCK_|VERSION_TABLE_|JOURNAL_)/;

function failure(error: LimbeckError, step: StepName): VerifyFinding {
  const { code, details, cause } = error;
  const isRun = code === "RUN_REVISION_FAILED" && cause !== undefined;
  const [first = "", ...more] = messageOf(isRun ? cause : error).split("\n");
  const { sql, path, line } = details;
  const shown = [
    ...more,
    ...(typeof sql === "string" && sql !== "" && !first.includes(sql) ? [`the statement: ${sql}`] : []),
    ...(typeof path === "string" ? [`in ${path}${typeof line === "number" ? `:${line}` : ""}`] : []),
  ];
  if (step === "downgrade" && isWayless(error)) {
    return { kind: "irreversible", step, message: `there is no way back: ${first}`, details: shown };
  }
  const name = step === "upgrade again" ? "second upgrade" : step;
  return { kind: "failed", step, message: `the ${name} fails: ${first}`, details: shown };
}

const WAYLESS: readonly string[] = ["OP_IRREVERSIBLE", "REVISION_NO_DOWNGRADE", "BRIDGE_FUNCTION_MISSING"];

/** True for an error that says that a revision has no downgrade; in Python that is said by raising NotImplementedError. */
function isWayless(error: unknown): boolean {
  if (!isLimbeckError(error)) return false;
  return WAYLESS.includes(error.code) || /\bNotImplementedError\b/.test(error.message) || isWayless(error.cause);
}

async function compare(trip: Trip, step: StepName, have: Schema, want: Schema): Promise<void> {
  const details = await schemaDifferences(trip.ground, have, want);
  if (details.length === 0) return;
  const message =
    step === "downgrade"
      ? "after the downgrade the schema isn't what it was before the upgrade; what is left to do"
      : "after the second upgrade the schema isn't what it was after the first; what is left to do";
  trip.findings.push({ kind: "schema", step, message, details });
}
