import { column, type Op, text } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.addColumn("books", column("title", text()));
}

export function downgrade(op: Op) {
  op.dropColumn("books", "title");
}
