import { isLimbeckError, type LimbeckError } from "../base/error.ts";
import type { RevisionGraph } from "../revisions/graph.ts";
import { checkFiles } from "./ci-files.ts";
import { checkHeads } from "./ci-heads.ts";
import { type CiCheck, type CiCheckName, type CiFound, type CiResult, ciChecks } from "./ci-result.ts";
import { checkReviews } from "./ci-reviews.ts";
import { type CiRun, checkDrift, checkLint, checkVerify } from "./ci-runs.ts";
import { type CiScope, ciScope } from "./ci-scope.ts";
import { fail } from "./errors.ts";
import { openProject, type Project } from "./open.ts";
import type { CiInput, GlobalOptions, UseCases } from "./use-cases.ts";

/**
 * All that a change of the schema must pass before it is merged. A check that can't be carried out is one that has failed; the others are made
 * nevertheless. Changes nothing. Errors: CONFIG_*, CI_*, LOCK_FILE_*.
 */
export const ci: UseCases["ci"] = async (options, input, talk) => {
  const project = await openProject(options);
  const scope = await ciScope(project, options, input);
  const root = rootOf(project, scope);
  if (scope.staged?.size === 0) return nothingStaged(root);
  const checks: CiCheck[] = [];
  const add = async (name: CiCheckName, work: () => Promise<CiFound>, database?: string): Promise<void> => {
    checks.push({ ...(database === undefined ? {} : { database }), ...(await checked(name, input, work)) });
  };
  await add("heads", () => checkHeads(project));
  const graph = await project.graph().catch(() => undefined);
  if (graph === undefined) {
    // The first check has said why; or it wasn't asked, and then each of the others does.
    const about = "the history can't be read";
    const isSaid = checks[0]?.status === "failed";
    for (const name of ciChecks.slice(1)) {
      await add(name, async () => {
        if (!isSaid) await project.graph();
        return { status: "notAsked", about, findings: [] };
      });
    }
    return resultOf(checks, { scope: `no revision, for ${about}`, root });
  }
  const { revisions, about } = scope.judged(graph);
  await add("files", () => checkFiles(project, scope, graph));
  const isAsked = input.only?.includes("reviews") === true;
  const databases = await databasesOf(project, input);
  const each = async (name: CiCheckName, work: (run: CiRun) => Promise<CiFound>): Promise<void> => {
    for (const database of databases) {
      const there = await runOn(database, { project, options, graph });
      const run: CiRun = { ...there, revisions, lock: scope.lock, talk, signal: input.signal };
      await add(name, () => work(run), database);
    }
  };
  await each("lint", checkLint);
  await add("reviews", async () => checkReviews(project, scope, { revisions, isAsked }));
  await each("verify", checkVerify);
  await each("drift", checkDrift);
  return resultOf(checks, { scope: about, root });
};

/** The checks that need no scratch database, and so are quick enough for a hook. */
const QUICK: readonly CiCheckName[] = ["heads", "files", "lint", "reviews"];

/** Why a check isn't made; undefined where it is. */
function notAsked(name: CiCheckName, { only, skip, staged }: CiInput): string | undefined {
  if (skip?.includes(name) === true) return "left out by --skip";
  if (only !== undefined && !only.includes(name)) return "left out by --only";
  if (staged === true && only === undefined && !QUICK.includes(name)) return "left to the pipeline by --staged";
  return undefined;
}

async function checked(name: CiCheckName, input: CiInput, work: () => Promise<CiFound>): Promise<CiCheck> {
  const nothing = { findings: [], revisions: [], accepted: [], rules: [], ms: 0 };
  const reason = notAsked(name, input);
  if (reason !== undefined) return { name, status: "notAsked", about: reason, ...nothing };
  const start = performance.now();
  const found = await orBroken(work, input);
  const isFaulty = found.findings.some(({ severity }) => severity === "error");
  return {
    ...nothing,
    name,
    status: isFaulty ? "failed" : "passed",
    ...found,
    ms: Math.round(performance.now() - start),
  };
}

/** Codes of errors that are about revisions, and not about what surrounds them. */
const OF_REVISIONS = /^(?:RUN|REVISION|GRAPH|OP|DIFF|SOURCE_HISTORY)_/;

async function orBroken(work: () => Promise<CiFound>, { signal }: CiInput): Promise<CiFound> {
  try {
    const found = await work();
    refuseInterrupted(signal);
    return found;
  } catch (error) {
    refuseInterrupted(signal, error);
    if (!isLimbeckError(error)) throw error;
    return broken(error);
  }
}

/** What a check says that failed in another way than by its findings. */
function broken({ code, message, hint }: LimbeckError): CiFound {
  const [first = "", ...details] = message.split("\n").map((line) => line.trim());
  const finding = { severity: "error", rule: code, message: first, details, instead: { text: hint } } as const;
  const isOfRevisions = OF_REVISIONS.test(code);
  return {
    status: "failed",
    about: isOfRevisions ? "a revision can't be carried out" : "it couldn't be carried out",
    findings: [finding],
    ...(isOfRevisions ? {} : { error: code }),
  };
}

/** Whoever wants the command to end wants no result either. Errors: CI_INTERRUPTED. */
function refuseInterrupted(signal: AbortSignal | undefined, cause?: unknown): void {
  if (signal?.aborted !== true || isLimbeckError(cause, "CI_INTERRUPTED")) return;
  throw fail("CI_INTERRUPTED", "The command was told to end; its scratch databases are gone", { cause });
}

/** The databases that env.py works on, each of which is judged; undefined for the one that there is. */
async function databasesOf(project: Project, input: CiInput): Promise<readonly (string | undefined)[]> {
  const isNeeded = (["lint", "verify", "drift"] as const).some((name) => notAsked(name, input) === undefined);
  if (!isNeeded) return [undefined];
  try {
    const names = await project.python.databases();
    return names.length === 0 ? [undefined] : names;
  } catch (error) {
    // Each of the checks meets the same, and says it.
    if (isLimbeckError(error)) return [undefined];
    throw error;
  }
}

interface Whole {
  readonly project: Project;
  readonly options: GlobalOptions;
  readonly graph: RevisionGraph;
}

async function runOn(database: string | undefined, whole: Whole): Promise<Whole> {
  if (database === undefined) return whole;
  const options = { ...whole.options, database };
  return { ...whole, options, project: await openProject(options) };
}

function rootOf({ settings }: Project, { repository }: CiScope): string {
  return typeof repository === "string" ? settings.directory : repository.rootFrom(settings.directory);
}

function nothingStaged(root: string): CiResult {
  const nothing = { findings: [], revisions: [], accepted: [], rules: [], ms: 0 };
  const about = "none of the revisions is staged";
  return resultOf(
    ciChecks.map((name) => ({ name, status: "notAsked", about, ...nothing })),
    { scope: "no revision, for none is staged", root },
  );
}

function resultOf(checks: readonly CiCheck[], about: Pick<CiResult, "scope" | "root">): CiResult {
  return {
    checks,
    ...about,
    ok: checks.every(({ status }) => status !== "failed"),
    isBroken: checks.some(({ error }) => error !== undefined),
  };
}
