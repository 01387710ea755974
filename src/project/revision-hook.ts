import { given } from "../base/given.ts";
import type { DirectivesPart, DirectivesReply, HookedOps } from "../bridge/model-commands.ts";
import type { Dialect } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { sqlalchemyDialect, withTypeTexts } from "../sources/sqlalchemy-dialect.ts";
import type { NewRevisionRequest, PlacedRevision } from "./new-revision.ts";
import type { Project } from "./open.ts";
import type { Environment } from "./python.ts";
import type { RevisionInput } from "./use-cases.ts";

/** A new revision, for the hook of env.py that looks at it. */
export interface HookedRevision {
  readonly placed: Pick<PlacedRevision, "id" | "message" | "parents" | "format">;
  /** What it does to each database that env.py works on, in its order. */
  readonly parts: readonly HookedPart[];
  /** True where what it does hasn't been written yet. */
  readonly mayTake?: boolean;
}

export interface HookedPart {
  /** The database; absent where there is but one. */
  readonly database?: string;
  readonly upgrade: readonly Op[];
  readonly downgrade: readonly Op[];
  /** Absent where nothing is done. */
  readonly dialect?: Dialect;
}

/** What the hook makes of a revision: nothing, or the same with another header, more imports, and without some ops or with columns in another order. */
export type HookAnswer =
  | { readonly kind: "leftOut" }
  | {
      readonly kind: "kept";
      readonly changes: Partial<NewRevisionRequest>;
      readonly imports: readonly string[];
      readonly operations?: HookedOps;
    };

/**
 * Asks process_revision_directives of env.py about a revision; without such a hook it's kept as it is.
 * Errors: BRIDGE_*; BRIDGE_HOOK_UNSUPPORTED when the hook changes what the revision does in another way.
 */
export async function askRevisionHook(
  { python }: Project,
  input: RevisionInput,
  { placed, parts, mayTake = false }: HookedRevision,
): Promise<HookAnswer> {
  const isHooked = parts.some(({ database }) => database !== undefined) || hasHook(await python.environment());
  if (!isHooked) return { kind: "kept", changes: {}, imports: [] };
  const bridge = await python.bridge();
  const reply = await bridge.call("directives", {
    autogenerate: input.autogenerate === true,
    revId: placed.id,
    message: placed.message,
    parents: placed.parents.map((parent) => parent.id),
    head: input.heads?.[0] ?? "head",
    splice: input.splice ?? false,
    branchLabel: input.branchLabels ?? null,
    dependsOn: input.dependsOn ?? null,
    versionPath: input.versionPath ?? null,
    mayTake,
    takesImports: placed.format === "py",
    parts: parts.map(partOf),
  });
  if (reply.isLeftOut) return { kind: "leftOut" };
  const { imports = [], operations } = reply;
  return { kind: "kept", changes: changesOf(reply), imports, ...given({ operations }) };
}

/** Whether env.py gives such a hook to configure(). */
export function hasHook(environment: Environment | undefined): boolean {
  return environment?.hooks.includes("process_revision_directives") === true;
}

function partOf({ database: name, upgrade, downgrade, dialect }: HookedPart): DirectivesPart {
  const database = name ?? null;
  if (dialect === undefined) return { database, upgrade, downgrade };
  const texts = (ops: readonly Op[]): readonly object[] => ops.map((op) => withTexts(op, dialect));
  return { database, ...sqlalchemyDialect(dialect), upgrade: texts(upgrade), downgrade: texts(downgrade) };
}

function changesOf({
  revId,
  message,
  branchLabel,
  dependsOn,
  versionPath,
}: DirectivesReply): Partial<NewRevisionRequest> {
  return {
    ...(revId === undefined ? {} : { revId }),
    ...(message === undefined ? {} : { message }),
    ...(branchLabel === undefined ? {} : { labels: [branchLabel].flat() }),
    ...(dependsOn === undefined ? {} : { dependsOn: [dependsOn].flat() }),
    ...(versionPath === undefined ? {} : { versionPath }),
  };
}

/** The op with the text of every type in it. */
function withTexts(op: Op, dialect: Dialect): object {
  if (op.kind === "createTable") return { ...op, table: withTypeTexts(op.table, dialect) };
  if (op.kind === "addColumn") return { ...op, column: { ...op.column, sqlType: dialect.writeType(op.column.type) } };
  const type = op.kind === "alterColumn" ? op.changes.type : undefined;
  return type === undefined ? op : { ...op, sqlType: dialect.writeType(type) };
}
