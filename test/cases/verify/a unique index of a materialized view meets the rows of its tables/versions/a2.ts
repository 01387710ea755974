import type { Op } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.createIndex("ix_lengths", "lengths", ["one"], { unique: true });
}

export function downgrade(op: Op) {
  op.dropIndex("ix_lengths", "lengths");
}
