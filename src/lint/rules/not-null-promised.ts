import type { Op } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import { changesOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const notNullPromised: Rule = {
  id: "not-null-promised",
  severity: "warning",
  title: "A comment says that a new column is NOT NULL, and no step makes it so",
  why: "What only a comment says nobody does: the column stays nullable, and code that counts on it meets a NULL one day.",
  instead: "Make the column NOT NULL when its rows are filled, here or in the next revision.",
  check(step) {
    if (step.direction === "downgrade") return [];
    return changesOf(step, "addColumn").flatMap(({ change, at }) => {
      const on = { table: change.table, ...(change.schema === undefined ? {} : { schema: change.schema }) };
      const { name } = change.column;
      const table = findTable(step.after.schema, {
        name: change.table,
        ...(on.schema === undefined ? {} : { schema: on.schema }),
      });
      const column = table?.columns.find((each) => each.name === name);
      const promise = step.comments?.find(({ text }) => NOT_NULL.test(text) && mentions(text, name));
      if (column?.nullable !== true || promise === undefined) return [];
      const op: Op = { kind: "alterColumn", ...on, column: name, changes: { nullable: false }, online: true };
      const message = `The comment on line ${promise.line} says that "${tableName(change)}.${name}" is NOT NULL, and no step makes it so`;
      return [{ at, message, ops: [op], before: step.after.schema }];
    });
  },
};

const NOT_NULL = /\bnot[\s_-]*null|\bnon-?null|\bnullable\s*[=:]\s*false/i;

function mentions(text: string, name: string): boolean {
  return text.split(/[^\p{L}\p{N}_$]+/u).includes(name);
}
