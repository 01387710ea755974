import type { Revision } from "../revisions/revision.ts";
import { placeIn } from "./ci-place.ts";
import type { CiFinding, CiFound } from "./ci-result.ts";
import type { CiScope } from "./ci-scope.ts";
import type { Project } from "./open.ts";
import { approvalOf } from "./review.ts";

/**
 * Whether somebody has approved the revisions as they are. With `--staged` it only says so of those that nobody has, for a revision is
 * committed before others can read it.
 */
export function checkReviews(
  { settings }: Project,
  { lock, staged }: CiScope,
  { revisions, isAsked }: { readonly revisions: readonly Revision[]; readonly isAsked: boolean },
): CiFound {
  const hasApprovals = Object.keys(lock.reviewed).length > 0;
  if (!isAsked && settings.demandsReviews !== true && !hasApprovals) {
    const about =
      "the config protects no database, and limbeck.lock has no approval; `--only reviews` asks for them nevertheless";
    return { status: "notAsked", about, findings: [] };
  }
  const open = revisions.filter((revision) => approvalOf(lock, revision) === undefined);
  const findings = open.map((revision): CiFinding => {
    const { id } = revision;
    const record = lock.reviewed[id];
    const what =
      record === undefined
        ? "nobody has approved"
        : `was edited after ${String(record["by"])} approved it on ${String(record["at"]).slice(0, 10)}`;
    return {
      severity: staged === undefined ? "error" : "warning",
      rule: record === undefined ? "not-reviewed" : "edited-since-review",
      message: record === undefined ? `Revision "${id}" is one that ${what}` : `Revision "${id}" ${what}`,
      details: [],
      instead: { text: `Read it and say that it may run: limbeck review ${id} --approve` },
      revision: id,
      place: placeIn(revision, "revision"),
    };
  });
  const approved = revisions.length - open.length;
  return {
    about: revisions.length === 0 ? "no revision to approve" : `${approved} of ${revisions.length} approved`,
    revisions: revisions.map(({ id }) => id),
    findings,
  };
}
