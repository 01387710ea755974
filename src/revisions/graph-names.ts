import { fail } from "./errors.ts";
import type { Revision } from "./revision.ts";

/** Words that are targets themselves, so that no revision or branch can have them as its name. */
export const RESERVED: ReadonlySet<string> = new Set(["head", "heads", "base", "current"]);

/** Throws REVISION_ID_INVALID when a target could not name the revision. */
export function checkId(revision: Revision): void {
  const { id, path } = revision;
  const hint = "Give it an id of letters and digits, and change every file that refers to it.";
  if (id === "") throw fail("REVISION_ID_INVALID", `The revision in ${path} has an empty id`, { hint });
  if (RESERVED.has(id)) {
    throw fail("REVISION_ID_INVALID", `"${id}" can't be a revision's id, for it is a target itself: ${path}`, { hint });
  }
  if (/[@+:-]/.test(id)) {
    const bad = [...new Set(id.match(/[@+:-]/g))].sort();
    const message = `Character(s) '${bad.join(", ")}' not allowed in revision identifier '${id}': ${path}`;
    throw fail("REVISION_ID_INVALID", message, { hint, details: { id, path } });
  }
}

/**
 * Throws REVISION_ID_INVALID when a target could not name the branch.
 * A label may hold `-` and `+`, as in Alembic ("shopping-cart"): exact names go before relative steps.
 */
export function checkLabel(revision: Revision, label: string): void {
  if (label !== "" && !/[@:]/.test(label) && !RESERVED.has(label)) return;
  const message = `"${label}" can't be a branch label, for no target could name it: revision "${revision.id}" in ${revision.path}`;
  throw fail("REVISION_ID_INVALID", message, {
    hint: "Give the branch a label of letters, digits and dashes.",
    details: { id: revision.id, label, path: revision.path },
  });
}
