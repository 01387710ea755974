import type { Connection, Dialect } from "../dialects/contract.ts";
import { diff } from "../diff/diff.ts";
import { describeOp } from "../ops/behaviours.ts";
import type { Schema } from "../schema/schema.ts";

/**
 * What would have to be done to `have` to make it `want`, in words; nothing when both are the same to the server, which is asked where
 * texts differ.
 */
export async function schemaDifferences(
  { connection, dialect }: { readonly connection: Connection; readonly dialect: Dialect },
  have: Schema,
  want: Schema,
): Promise<readonly string[]> {
  const { traits } = dialect;
  const normal = { have: dialect.normalise(have), want: dialect.normalise(want) };
  const { ops } = diff(have, want, { canonical: normal, traits, renames: [] });
  if (ops.length === 0 || dialect.settle === undefined) return ops.map(describeOp);
  const settled = await dialect.settle(connection, { have, want, canonical: normal });
  return diff(have, want, { canonical: settled, traits, renames: [] }).ops.map(describeOp);
}
