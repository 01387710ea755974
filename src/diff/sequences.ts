import { stableJson } from "../base/hash.ts";
import { omit } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { SequenceOptions } from "../schema/numbering.ts";
import type { Schema, Sequence } from "../schema/schema.ts";
import { changeComment } from "./comments.ts";
import { byName, matchBy, type Sided, sidedOf } from "./pairs.ts";

export interface SequenceDiff {
  /** Before anything else: takes sequences from columns that may go. */
  readonly free: readonly Op[];
  readonly create: readonly Op[];
  readonly drop: readonly Op[];
  /** When the tables are there: gives sequences to their columns. */
  readonly own: readonly Op[];
  readonly comment: readonly Op[];
}

/** Sequences are made before the tables whose defaults ask them, and dropped after those. */
export function diffSequences(have: Sided<Schema>, want: Sided<Schema>): SequenceDiff {
  const sequences = (schema: Schema) => schema.sequences;
  const { both, removed, added } = matchBy(
    byName(sidedOf(have, sequences)),
    byName(sidedOf(want, sequences)),
    ({ given }) => nameKey(given),
  );
  const changed = both.filter((pair) => differ(pair.have, pair.want, optionsOf));
  const moved = both.filter((pair) => differ(pair.have, pair.want, ({ ownedBy }) => ownedBy ?? null));
  return {
    comment: both.flatMap((pair) =>
      changeComment(pair.have.given, pair.want.given, { kind: "sequence", ...nameOf(pair.want.given) }),
    ),
    free: [...removed, ...moved.map((pair) => pair.have)]
      .filter(({ given }) => given.ownedBy !== undefined)
      .map(({ given }) => ({ kind: "setSequenceOwner", ...nameOf(given) })),
    create: [
      ...added.map(({ given }): Op => ({ kind: "createSequence", sequence: omit(given, "ownedBy") })),
      ...changed.map(
        ({ want: { given } }): Op => ({ kind: "alterSequence", ...nameOf(given), options: optionsOf(given) }),
      ),
    ],
    drop: removed.map(({ given }) => ({ kind: "dropSequence", ...nameOf(given) })),
    own: [...added, ...moved.map((pair) => pair.want)].flatMap(({ given }): readonly Op[] => {
      const { ownedBy } = given;
      return ownedBy === undefined ? [] : [{ kind: "setSequenceOwner", ...nameOf(given), ownedBy }];
    }),
  };
}

function differ(have: Sided<Sequence>, want: Sided<Sequence>, part: (sequence: Sequence) => unknown): boolean {
  return stableJson(part(have.comparable)) !== stableJson(part(want.comparable));
}

function optionsOf(sequence: Sequence): SequenceOptions {
  return omit(sequence, "name", "schema", "ownedBy", "comment");
}
