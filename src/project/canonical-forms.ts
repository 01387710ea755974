import type { Connection, Dialect, Unsettled } from "../dialects/contract.ts";
import { applyRenames, type Rename } from "../diff/renames.ts";
import type { Schema } from "../schema/schema.ts";

/** Two schemas in the form in which they are compared, object for object. */
export interface CanonicalForms {
  readonly have: Schema;
  readonly want: Schema;
  /** What the server could not be asked about, so that it counts as different. */
  readonly unsettled: readonly Unsettled[];
}

/**
 * The canonical forms of two schemas, in the server's words where it has some. What is renamed is put beside its new name for that, and
 * `have` stays under its old names. Errors: DIFF_RENAME_*, CONNECT_FAILED.
 */
export async function canonicalForms(
  { connection, dialect }: { readonly connection: Connection; readonly dialect: Dialect },
  { have, want }: { readonly have: Schema; readonly want: Schema },
  renames: readonly Rename[],
): Promise<CanonicalForms> {
  const normal = { have: dialect.normalise(have), want: dialect.normalise(want) };
  if (dialect.settle === undefined) return { ...normal, unsettled: [] };
  const renamed = applyRenames({ given: have, comparable: normal.have }, want, renames).have;
  const settled = await dialect.settle(connection, {
    have: renamed.given,
    want,
    canonical: { have: renamed.comparable, want: normal.want },
  });
  const old = renames.length === 0 ? settled.have : normal.have;
  return { have: old, want: settled.want, unsettled: settled.unknown };
}
