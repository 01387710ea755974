import type { Op } from "../ops/op.ts";
import { headsOf } from "../revisions/graph.ts";
import type { Schema } from "../schema/schema.ts";
import type { Database } from "./database.ts";
import { directionsOf, type Manner } from "./directions.ts";
import type { Project } from "./open.ts";
import { revisedDraft } from "./revised-draft.ts";

export { changesOf } from "./changes.ts";

/** What a hook of the config makes of the ops between a database and the models. Errors: CONFIG_HOOK_*. */
export async function processed(
  project: Project,
  { dialect, connection }: Database,
  { ops, have }: { readonly ops: readonly Op[]; readonly have: Schema },
): Promise<readonly Op[]> {
  const { autogenerate: hooks, blocking: isBlocking } = project.settings;
  if (hooks?.functions.processRevision === undefined) return ops;
  const manner: Manner = { dialect, server: connection.server, isBlocking };
  const parents = headsOf(await project.graph()).map(({ id }) => id);
  const header = { message: "", parents, branchLabels: [], dependsOn: [] };
  const directions = directionsOf(ops, have, manner);
  const revised = await revisedDraft(hooks, { header, directions }, { ...manner, before: have });
  return revised.kind === "leftOut" ? [] : revised.directions.upgrade;
}
