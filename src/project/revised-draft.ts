import { messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { applyOps, isOpKind } from "../ops/behaviours.ts";
import type { Op, Reversal } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import { type HookSet, shown, threw, wrongAnswer } from "./ask-hook.ts";
import type { RevisedDraft, RevisionDraft } from "./autogenerate-hooks.ts";
import { type Directions, directionsOf, type Manner, opsOf } from "./directions.ts";
import type { NewRevisionRequest } from "./new-revision.ts";

/** The header of a revision that may be written. */
export type DraftHeader = Omit<RevisionDraft, "upgrade" | "downgrade">;

/** What the hook makes of a revision: nothing, or one that does this, with these changes of its header. */
export type Revised =
  | { readonly kind: "leftOut" }
  | { readonly kind: "kept"; readonly directions: Directions; readonly header: Partial<NewRevisionRequest> };

/**
 * Asks `processRevision` of the config about a revision on a database that looks like `before`; without such a hook it's kept as it is.
 * Errors: CONFIG_HOOK_THREW, CONFIG_HOOK_ANSWER.
 */
export async function revisedDraft(
  hooks: HookSet | undefined,
  { header, directions }: { readonly header: DraftHeader; readonly directions: Directions },
  { before, ...manner }: Manner & { readonly before: Schema },
): Promise<Revised> {
  const process = hooks?.functions.processRevision;
  if (hooks === undefined || process === undefined) return { kind: "kept", directions, header: {} };
  const draft: RevisionDraft = { ...header, upgrade: directions.upgrade, downgrade: opsOf(directions.reversal) };
  const about = `revision "${header.message}"`;
  let answer: RevisedDraft | null | undefined;
  try {
    answer = await process(draft);
  } catch (cause) {
    throw threw(hooks, "processRevision", about, cause);
  }
  if (answer === undefined) return { kind: "kept", directions, header: {} };
  if (answer === null) return { kind: "leftOut" };
  const wrong = (is: string, instead: string) => wrongAnswer(hooks, "processRevision", { about, is, instead });
  checkShape(answer, draft, wrong);
  const revised = { ...given({ downgrade: answer.downgrade }), upgrade: answer.upgrade ?? directions.upgrade };
  const isSame = revised.upgrade === draft.upgrade && (answer.downgrade ?? draft.downgrade) === draft.downgrade;
  return {
    kind: "kept",
    directions: isSame ? directions : fitting(revised, { before, ...manner }, wrong),
    header: headerChanges(answer, draft),
  };
}

type Wrong = (is: string, instead: string) => Error;

const LISTS = ["branchLabels", "dependsOn", "upgrade", "downgrade"] as const;
const KEYS: readonly string[] = ["id", "message", "parents", ...LISTS];

/** Refuses what isn't a draft, since a misspelt key would be passed over, and an operation without a kind do nothing. */
function checkShape(answer: RevisedDraft, draft: RevisionDraft, wrong: Wrong): void {
  if (typeof answer !== "object" || Array.isArray(answer)) throw wrong(shown(answer), "a draft, undefined or null");
  const unknown = Object.keys(answer).find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    throw wrong(`a draft with "${unknown}"${didYouMean(unknown, KEYS)}`, "one with known keys");
  for (const key of LISTS) {
    const value: unknown = answer[key];
    if (value !== undefined && !Array.isArray(value)) throw wrong(`${shown(value)} as ${key}`, "a list");
  }
  for (const key of ["id", "message"] as const) {
    const value: unknown = answer[key];
    if (value !== undefined && typeof value !== "string") throw wrong(`${shown(value)} as ${key}`, "a text");
  }
  for (const op of [...(answer.upgrade ?? []), ...(answer.downgrade ?? [])] as readonly unknown[]) {
    const kind = typeof op === "object" && op !== null && "kind" in op ? op.kind : undefined;
    if (!isOpKind(kind)) throw wrong(`an operation of the kind ${shown(kind)}`, "operations of Limbeck's");
  }
  if ("parents" in answer && answer.parents !== draft.parents) throw wrong("other parents", "the same ones");
}

/** The directions, if they fit the database and each other. */
function fitting(
  { upgrade, downgrade }: { readonly upgrade: readonly Op[]; readonly downgrade?: readonly Op[] },
  { before, ...manner }: Manner & { readonly before: Schema },
  wrong: Wrong,
): Directions {
  const applied = (ops: readonly Op[], schema: Schema, { name, instead }: { name: string; instead: string }) => {
    try {
      return applyOps(schema, ops);
    } catch (cause) {
      throw wrong(`${name} that can't be (${messageOf(cause)})`, instead);
    }
  };
  const after = applied(upgrade, before, { name: "an upgrade", instead: "one that fits the database" });
  // The names are there already, of all that hadn't any before the hook was asked.
  const derived = directionsOf(upgrade, before, { ...manner, isBlocking: true }).reversal;
  if (downgrade === undefined || (downgrade.length === 0 && derived.kind === "irreversible")) {
    return { upgrade, reversal: derived };
  }
  applied(downgrade, after, {
    name: "a downgrade",
    instead: "one that fits the upgrade, or none, which makes it of that",
  });
  const reversal: Reversal =
    derived.kind === "lossy" ? { ...derived, ops: downgrade } : { kind: "exact", ops: downgrade };
  return { upgrade, reversal };
}

function headerChanges(
  { id, message, branchLabels, dependsOn }: RevisedDraft,
  draft: RevisionDraft,
): Partial<NewRevisionRequest> {
  return {
    ...(id === undefined || id === draft.id ? {} : { revId: id }),
    ...(message === undefined || message === draft.message ? {} : { message }),
    ...(branchLabels === undefined || branchLabels === draft.branchLabels ? {} : { labels: branchLabels }),
    ...(dependsOn === undefined || dependsOn === draft.dependsOn ? {} : { dependsOn }),
  };
}
