import { type Code, call, namesUsed, record, text } from "./code.ts";
import { layOut } from "./code-layout.ts";
import { omit } from "./edit.ts";
import type { Op } from "./op.ts";

/** Neighbours that share a statement; every other op by itself. */
export function joinedGroups(ops: readonly Op[]): readonly (readonly Op[])[] {
  const groups: Op[][] = [];
  for (const op of ops) {
    const last = groups.at(-1);
    if (last !== undefined && "joined" in op && op.joined === true) last.push(op);
    else groups.push([op]);
  }
  return groups;
}

/** `op.alterTable("users", (t) => { … });`, indented by two spaces; undefined for a group that isn't one of changes of a table. */
export function printJoined(
  group: readonly Op[],
  codesOf: (op: Op) => readonly Code[],
): { readonly text: string; readonly imports: readonly string[] } | undefined {
  const [first] = group;
  if (group.length < 2 || first === undefined || !("table" in first) || typeof first.table !== "string")
    return undefined;
  const schema = "schema" in first ? first.schema : undefined;
  const codes = group.flatMap((op) =>
    codesOf(omit(op as Op & { joined?: true; schema?: string }, "joined", "schema") as Op),
  );
  const lines = codes.map((code) => layOut(withoutTable(code), 4));
  // The code of a call without its callback, which stands between the table and the options.
  const head = call("op.alterTable", text(first.table));
  const place = schema === undefined ? "" : `, ${layOut(record({ schema: text(schema) }) ?? head, 0).slice(0, -1)}`;
  const opened = layOut(head, 2).slice(0, -2);
  return { text: `${opened}, (t) => {\n${lines.join("\n")}\n  }${place});`, imports: codes.flatMap(namesUsed) };
}

/** A column is named behind its table, everything else before it. */
function withoutTable(code: Code): Code {
  if (code.kind !== "call") return code;
  const at = /^op\.(?:add|drop|alter)Column$/.test(code.callee) ? 0 : 1;
  return {
    ...code,
    callee: code.callee.replace(/^op\./, "t."),
    parameters: code.parameters.filter((_, i) => i !== at),
  };
}
