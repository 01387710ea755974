import { type Op, text, varchar } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.alterColumn("teams", "name", { type: varchar(500) });
}

export function downgrade(op: Op) {
  op.alterColumn("teams", "name", { type: text() });
}
