import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isLimbeckError } from "../base/error.ts";
import type { RevisionGraph } from "../revisions/graph.ts";
import type { Revision } from "../revisions/revision.ts";
import type { VerifyFinding } from "../verify/verified-revision.ts";
import { driftOf } from "./check.ts";
import { fileStart, placeIn } from "./ci-place.ts";
import type { CiFinding, CiFound } from "./ci-result.ts";
import { databaseTarget } from "./database.ts";
import { hasEvidenceSomewhere } from "./evidence.ts";
import { limbeckVersion } from "./limbeck-entry.ts";
import { lintIn } from "./lint.ts";
import type { LockFile } from "./lock-file.ts";
import type { Project } from "./open.ts";
import { databaseName } from "./python.ts";
import type { LintFinding } from "./results.ts";
import { openScratchGround } from "./scratch-ground.ts";
import type { GlobalOptions, Talk } from "./use-cases.ts";
import { closedByAbort, verifyIn } from "./verify.ts";

/** What the checks that carry revisions out, or read what they would do, are about. */
export interface CiRun {
  readonly project: Project;
  readonly options: GlobalOptions;
  readonly graph: RevisionGraph;
  /** Those that are judged one by one, in the graph's order. */
  readonly revisions: readonly Revision[];
  readonly lock: LockFile;
  readonly talk: Talk | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What the rules say of the revisions. */
export async function checkLint({ project, graph, revisions }: CiRun): Promise<CiFound> {
  if (revisions.length === 0) return { about: "no revision to look at", findings: [] };
  const targets = revisions.map(({ id }) => id);
  const isAll = revisions.length === graph.nodes.length;
  const result = await lintIn(project, isAll ? { targets: [], all: true } : { targets });
  const { counts, accepted, failed } = result;
  const found = (["error", "warning", "note"] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => plural(counts[severity], severity));
  const beside = accepted.length === 0 ? "" : `, ${plural(accepted.length, "finding")} accepted`;
  return {
    status: failed ? "failed" : "passed",
    about: `${plural(result.revisions.length, "revision")}: ${found.join(", ") || "no findings"}${beside}`,
    revisions: result.revisions,
    findings: result.findings.map(ofLint),
    accepted: accepted.map(({ finding, reason }) => ({ finding: ofLint(finding), reason })),
    rules: result.rules,
  };
}

function ofLint({ severity, rule, message, why, instead, revision, direction, place }: LintFinding): CiFinding {
  return {
    ...{ severity, rule, message, why, details: [], instead, direction, place },
    ...(revision === undefined ? {} : { revision }),
  };
}

/** Whether the revisions come back whole; what limbeck.lock has evidence of isn't tried again. It is left as it is. */
export async function checkVerify(run: CiRun): Promise<CiFound> {
  const { project, options, graph, revisions, lock, talk, signal } = run;
  if (revisions.length === 0) return { about: "no revision to try", findings: [] };
  const ids = revisions.map(({ id }) => id);
  const abort = signal === undefined ? {} : { signal };
  try {
    const result = await verifyIn(project, { options, targets: ids, keepsNothing: true, ...abort }, talk);
    const findings = result.revisions.flatMap((verified) => {
      const revision = graph.byId.get(verified.revision)?.revision;
      return revision === undefined ? [] : verified.findings.map((finding) => ofVerify(finding, revision));
    });
    const fresh = result.revisions.filter(({ ok }) => ok).map(({ revision }) => revision);
    const known = result.known.length;
    const tried = result.revisions.length;
    return {
      about: [
        ...(tried > 0
          ? [`${tried - fresh.length === 0 ? "" : `${fresh.length} of `}${plural(tried, "revision")} came back whole`]
          : []),
        ...(known > 0 ? [`${plural(known, "revision")} with evidence in limbeck.lock`] : []),
      ].join(", "),
      revisions: ids,
      findings: [
        ...findings,
        ...(project.settings.demandsReviews === true ? fresh.map((id) => withoutEvidence(id, graph)) : []),
      ],
    };
  } catch (error) {
    if (!isLimbeckError(error) || !error.code.startsWith("CONNECT_")) throw error;
    const { dialect } = await databaseTarget(project);
    const proving = { dialect, limbeck: limbeckVersion(), database: await databaseName(project) };
    if (!revisions.every((revision) => hasEvidenceSomewhere(lock, graph, revision, proving))) throw error;
    const about = `${plural(ids.length, "revision")} with evidence in limbeck.lock; the server couldn't be asked which it is (${error.code})`;
    return { about, revisions: ids, findings: [] };
  }
}

function ofVerify({ kind, step, message, details }: VerifyFinding, revision: Revision): CiFinding {
  return {
    severity: "error",
    rule: `verify-${kind}`,
    message,
    details,
    instead: { text: `Correct the revision, and try it: limbeck verify ${revision.id}` },
    revision: revision.id,
    direction: step === "downgrade" ? "downgrade" : "upgrade",
    place: placeIn(revision, kind === "failed" && step !== "downgrade" ? "upgrade" : "downgrade"),
  };
}

/** A protected database asks limbeck.lock, and nobody else. */
function withoutEvidence(id: string, graph: RevisionGraph): CiFinding {
  const revision = graph.byId.get(id)?.revision;
  return {
    severity: "warning",
    rule: "evidence-not-kept",
    message: `Revision "${id}" came back whole, and limbeck.lock doesn't say so`,
    why: "A protected database takes only revisions with evidence for a server like it.",
    details: [],
    instead: { text: `limbeck verify ${id}, and commit limbeck.lock` },
    revision: id,
    ...(revision === undefined ? {} : { place: placeIn(revision, "revision") }),
  };
}

/** Whether the models say what all revisions come to, on a scratch database. */
export async function checkDrift({ project, options, graph, signal }: CiRun): Promise<CiFound> {
  const { settings, python } = project;
  if (settings.models.length === 0) {
    const environment = await python.environment();
    if (environment === undefined) return unasked(`"${settings.file}" names no models`);
    if (!environment.hasMetadata) return unasked("env.py gives no target_metadata to compare with");
  }
  const revisions = graph.nodes.map((node) => node.revision);
  const ground = closedByAbort(await openScratchGround(project, options, revisions), signal);
  try {
    if (revisions.length > 0) await ground.move("upgrade", revisions);
    const result = await driftOf(ground.project, ground.database, {});
    if (result.kind === "same")
      return {
        about: `the models say what ${revisions.length === 1 ? "the revision makes" : `the ${revisions.length} revisions make`}`,
        findings: [],
      };
    const { changes, maybeRenames, warnings } = result;
    const renames = maybeRenames.map(({ what, from, to }) => `perhaps the ${what} "${from}" is "${to}" now`);
    const finding: CiFinding = {
      severity: "error",
      rule: "models-differ",
      message: `The models say something else than the revisions make; a revision of it would have ${plural(changes.length, "change")}`,
      why: "The application expects a database that `upgrade` doesn't lead to.",
      details: [...changes.map(({ text }) => text), ...renames, ...warnings],
      instead: { text: 'Write a revision of it: limbeck revision --autogenerate -m "…"; or put the models right' },
      place: fileStart(modelsFile(project)),
    };
    return { about: `${plural(changes.length, "change")} between the models and the revisions`, findings: [finding] };
  } finally {
    await ground.close();
  }
}

function unasked(about: string): CiFound {
  return { status: "notAsked", about, findings: [] };
}

/** The file of the models where it is one file, else the config. */
function modelsFile({ settings: { models, directory, file } }: Project): string {
  const [first] = models;
  const path = first === undefined ? file : resolve(directory, first);
  return existsSync(path) ? path : file;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
