import type { Connection, Dialect, KeptAnswers, Unsettled } from "../dialects/contract.ts";
import { applyRenames, type Rename } from "../diff/renames.ts";
import { applyOps } from "../ops/behaviours.ts";
import type { Schema } from "../schema/schema.ts";
import { withShared } from "../schema/shared-tables.ts";

/** Two schemas in the form in which they are compared, object for object. */
export interface CanonicalForms {
  readonly have: Schema;
  readonly want: Schema;
  /** What the server could not be asked about, so that it counts as different. */
  readonly unsettled: readonly Unsettled[];
}

/**
 * The canonical forms of two schemas, in the server's words where it has some. What is renamed is put beside its new name for that, and
 * `have` stays under its old names; values of enums have their old ones in both, for the server knows no others yet. Errors: DIFF_RENAME_*, CONNECT_FAILED.
 */
export async function canonicalForms(
  { connection, dialect }: { readonly connection: Connection; readonly dialect: Dialect },
  sides: { readonly have: Schema; readonly want: Schema },
  { renames, kept }: { readonly renames: readonly Rename[]; readonly kept: KeptAnswers },
): Promise<CanonicalForms> {
  const { have, want } = sides;
  const normal = { have: dialect.normalise(have), want: dialect.normalise(want) };
  const compared = { have: normal.have, want: withShared(normal.want, normal.have) };
  if (dialect.settle === undefined) return { ...compared, unsettled: [] };
  const { ops } = applyRenames({ given: have, comparable: compared.have }, want, renames);
  const values = ops.filter((op) => op.kind === "renameEnumValue");
  const others = renames.filter(({ kind }) => kind !== "value");
  const renamed = applyRenames({ given: have, comparable: compared.have }, want, others).have;
  const back = values.toReversed().map((op) => ({ ...op, value: op.to, to: op.value }));
  const settled = await dialect.settle(connection, {
    have: renamed.given,
    want: applyOps(want, back),
    canonical: { have: renamed.comparable, want: applyOps(compared.want, back) },
    kept,
  });
  const old = renames.length === 0 ? settled.have : compared.have;
  const wanted = applyOps(settled.want, values);
  return { have: old, want: withShared(wanted, settled.have), unsettled: settled.unknown };
}
