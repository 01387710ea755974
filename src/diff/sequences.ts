import type { Op } from "../ops/op.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { Schema, Sequence, SequenceOptions } from "../schema/schema.ts";
import { byName, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

/** Sequences are made before the tables whose defaults ask them, and dropped after those. */
export function diffSequences(
  have: Sided<Schema>,
  want: Sided<Schema>,
): { readonly create: readonly Op[]; readonly drop: readonly Op[] } {
  const sequences = (schema: Schema) => schema.sequences;
  const { both, removed, added } = matchBy(
    byName(sidedOf(have, sequences)),
    byName(sidedOf(want, sequences)),
    ({ given }) => nameKey(given),
  );
  const changed = both.filter((pair) => !sameObject(pair.have, pair.want));
  return {
    create: [
      ...added.map(({ given }): Op => ({ kind: "createSequence", sequence: given })),
      ...changed.map(
        ({ want: { given } }): Op => ({
          kind: "alterSequence",
          ...nameOf(given),
          options: optionsOf(given),
        }),
      ),
    ],
    drop: removed.map(({ given }) => ({ kind: "dropSequence", ...nameOf(given) })),
  };
}

function optionsOf({ name: _name, schema: _schema, ...options }: Sequence): SequenceOptions {
  return options;
}
