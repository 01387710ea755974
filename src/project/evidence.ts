import { hashText, stableJson } from "../base/hash.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import type { RevisionGraph } from "../revisions/graph.ts";
import { inOrder, withNeeds } from "../revisions/graph-node.ts";
import type { Revision } from "../revisions/revision.ts";
import type { LockFile, LockRecord } from "./lock-file.ts";

/** On which server a round trip was made. */
export interface Proving {
  readonly dialect: Dialect;
  readonly server: Server;
  /** Limbeck's own version. */
  readonly limbeck: string;
  /** The name of the database, where env.py works on several: what a revision does may differ from one to the other. */
  readonly database: string | undefined;
}

/** True when the revision, as its file is now and with all that it needs as that is now, made its round trip there without a finding. */
export function hasEvidence(file: LockFile, graph: RevisionGraph, revision: Revision, proving: Proving): boolean {
  return isOfNow(file.verified[evidenceKey(revision, proving)], graph, revision, proving.limbeck);
}

/** The same on any server of the dialect: where nobody can ask which one it is. */
export function hasEvidenceSomewhere(
  file: LockFile,
  graph: RevisionGraph,
  revision: Revision,
  { dialect, limbeck, database }: Pick<Proving, "dialect" | "limbeck" | "database">,
): boolean {
  const start = `${subjectOf(revision, database)} on ${dialect.name}`;
  return Object.entries(file.verified).some(
    ([key, record]) => (key === start || key.startsWith(`${start} `)) && isOfNow(record, graph, revision, limbeck),
  );
}

function isOfNow(record: LockRecord | undefined, graph: RevisionGraph, revision: Revision, limbeck: string): boolean {
  return (
    record?.["checksum"] === revision.checksum &&
    record["standsOn"] === standsOn(graph, revision) &&
    record["limbeck"] === limbeck
  );
}

/** The file with the evidence of another round trip; what was known of other states of the revision is replaced. */
export function withEvidence(
  file: LockFile,
  graph: RevisionGraph,
  { revision, ...proving }: Proving & { readonly revision: Revision; readonly seed: number; readonly rows: number },
): LockFile {
  const record: LockRecord = {
    checksum: revision.checksum,
    standsOn: standsOn(graph, revision),
    limbeck: proving.limbeck,
    seed: proving.seed,
    rows: proving.rows,
  };
  return { ...file, verified: { ...file.verified, [evidenceKey(revision, proving)]: record } };
}

/** The file without what it says of a revision there. */
export function withoutEvidence(file: LockFile, revision: Revision, proving: Proving): LockFile {
  const { [evidenceKey(revision, proving)]: _, ...verified } = file.verified;
  return { ...file, verified };
}

/** `1975ea83b712 on postgres 15`, or `1975ea83b712 of engine1 on postgres 15`; a server whose version has a name after it has that, too. */
function evidenceKey(
  revision: Revision,
  { dialect, server, database }: Pick<Proving, "dialect" | "server" | "database">,
): string {
  const [, major = "", flavor = ""] = /^(\d+)[\d.]*(?:-(\w+))?/.exec(server.version) ?? [];
  return [subjectOf(revision, database), "on", dialect.name, major, flavor].filter((word) => word !== "").join(" ");
}

function subjectOf({ id }: Revision, database: string | undefined): string {
  return database === undefined ? id : `${id} of ${database}`;
}

/** A hash of all that the revision needs, as the files are now. */
function standsOn(graph: RevisionGraph, { id }: Revision): string {
  const node = graph.byId.get(id);
  if (node === undefined) return "";
  const below = inOrder(withNeeds([node])).filter((each) => each !== node);
  return hashText(stableJson(below.map(({ revision }) => [revision.id, revision.checksum])));
}
