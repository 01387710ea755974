import type { Op } from "../ops/op.ts";
import { headsOf } from "../revisions/graph.ts";
import type { Schema } from "../schema/schema.ts";
import type { Database } from "./database.ts";
import { directionsOf, opsOf } from "./directions.ts";
import { withHooked } from "./hooked-ops.ts";
import type { Project } from "./open.ts";
import { revisedDraft } from "./revised-draft.ts";
import { askRevisionHook, hasHook } from "./revision-hook.ts";

export { changesOf } from "./changes.ts";

/** What the hooks of the config and of env.py make of the ops between a database and the models. Errors: CONFIG_HOOK_*, BRIDGE_*. */
export async function processed(
  project: Project,
  { dialect, connection }: Database,
  { ops, have }: { readonly ops: readonly Op[]; readonly have: Schema },
): Promise<readonly Op[]> {
  const { autogenerate: hooks, blocking: isBlocking } = project.settings;
  const isOwn = hooks?.functions.processRevision !== undefined;
  if (!isOwn && !hasHook(await project.python.environment())) return ops;
  const manner = { dialect, server: connection.server, isBlocking, before: have };
  const heads = headsOf(await project.graph());
  const header = { message: "", parents: heads.map(({ id }) => id), branchLabels: [], dependsOn: [] };
  const revised = await revisedDraft(hooks, { header, directions: directionsOf(ops, have, manner) }, manner);
  if (revised.kind === "leftOut") return [];
  const { upgrade, reversal } = revised.directions;
  if (upgrade.length === 0) return [];
  const answer = await askRevisionHook(
    project,
    { autogenerate: true },
    {
      placed: { id: "0".repeat(12), message: "", parents: heads, format: "py" },
      parts: [{ upgrade, downgrade: opsOf(reversal), dialect }],
      mayTake: true,
    },
  );
  if (answer.kind === "leftOut") return [];
  return answer.operations === undefined ? upgrade : withHooked(revised.directions, answer.operations, manner).upgrade;
}
