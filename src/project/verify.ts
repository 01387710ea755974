import { inOrder, withNeeds } from "../revisions/graph-node.ts";
import type { VerifiedRevision } from "../verify/verified-revision.ts";
import { type OpenGround, type Verification, verifyRevisions } from "../verify/verify-revisions.ts";
import { fail } from "./errors.ts";
import { hasEvidence, withEvidence, withoutEvidence } from "./evidence.ts";
import { limbeckVersion } from "./limbeck-entry.ts";
import { lintScope } from "./lint-scope.ts";
import { lockPath, readLockFile, writeLockFile } from "./lock-file.ts";
import { openProject, type Project } from "./open.ts";
import { databaseName } from "./python.ts";
import type { VerifyResult } from "./results.ts";
import { openScratchGround } from "./scratch-ground.ts";
import type { GlobalOptions, Talk, UseCases, VerifyInput } from "./use-cases.ts";

const DEFAULT_ROWS = 20;
const DEFAULT_SEED = 1;

/**
 * Makes the round trip of revisions on a scratch database, and keeps the evidence of those that came back whole.
 * Errors: CONFIG_*, REVISION_*, GRAPH_*, CONNECT_*, LOCK_FILE_*, VERIFY_INTERRUPTED.
 */
export const verify: UseCases["verify"] = async (options, input, talk) =>
  verifyIn(await openProject(options), { ...input, options }, talk);

/** What the round trips of one command are about. */
interface VerifyRun extends VerifyInput {
  readonly options: GlobalOptions;
  /** Leaves limbeck.lock as it is. */
  readonly keepsNothing?: boolean;
}

/** The same in a project that is open. */
export async function verifyIn(
  project: Project,
  { options, ...input }: VerifyRun,
  talk: Talk | undefined,
): Promise<VerifyResult> {
  const graph = await project.graph();
  const path = lockPath(project.settings);
  const file = readLockFile(path);
  const scope = await lintScope(project, { targets: input.targets, all: input.all === true });
  const asked = {
    dialect: scope.dialect,
    server: scope.server,
    limbeck: limbeckVersion(),
    database: await databaseName(project),
  };
  const named = [...graph.byId.values()].filter(({ revision }) => scope.wanted.has(revision.id));
  const order = inOrder(withNeeds(named)).map((node) => node.revision);
  const isKnown = (id: string): boolean => {
    const revision = graph.byId.get(id)?.revision;
    return input.again !== true && revision !== undefined && hasEvidence(file, graph, revision, asked);
  };
  const known = [...scope.wanted].filter(isKnown);
  const wanted = new Set([...scope.wanted].filter((id) => !known.includes(id)));
  const { rows = DEFAULT_ROWS, seed = DEFAULT_SEED } = input;
  let server = scope.server;
  const revisions = await unlessInterrupted(input.signal, {
    revisions: order,
    wanted,
    seed,
    rows,
    open: async () => {
      const ground = closedByAbort(await openScratchGround(project, options, order), input.signal);
      server = ground.connection.server;
      return ground;
    },
    onRevision: ({ id, message }) => talk?.onProgress?.({ kind: "verifying", revision: id, message }),
  });
  const proving = { ...asked, server };
  const after = revisions.reduce((kept, { revision: id, ok }) => {
    const revision = graph.byId.get(id)?.revision;
    if (revision === undefined) return kept;
    return ok
      ? withEvidence(kept, graph, { ...proving, revision, seed, rows })
      : withoutEvidence(kept, revision, proving);
  }, file);
  const isNews = JSON.stringify(after) !== JSON.stringify(file);
  if (isNews && input.keepsNothing !== true) writeLockFile(path, after);
  return { revisions, known, ok: revisions.every(({ ok }) => ok), evidence: path, notes: scope.notes };
}

/** A scratch database that is dropped as soon as somebody wants the command to end, whatever runs in it. */
export function closedByAbort<Opened extends OpenGround>(ground: Opened, signal: AbortSignal | undefined): Opened {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    signal?.removeEventListener("abort", closeEarly);
    closing ??= ground.close();
    return closing;
  };
  // Whoever works with the database closes it too, and hears of what goes wrong in that.
  function closeEarly(): void {
    close().catch(() => undefined);
  }
  if (signal?.aborted === true) closeEarly();
  signal?.addEventListener("abort", closeEarly, { once: true });
  return { ...ground, close };
}

async function unlessInterrupted(
  signal: AbortSignal | undefined,
  verification: Verification,
): Promise<readonly VerifiedRevision[]> {
  try {
    return await verifyRevisions(verification);
  } catch (cause) {
    if (signal?.aborted !== true) throw cause;
    throw fail("VERIFY_INTERRUPTED", "The command was told to end; its scratch database is gone", { cause });
  }
}
