import { expect, it } from "vitest";
import { enumValuesFirst } from "../../src/diff/enum-values-first.ts";
import type { Op } from "../../src/ops/op.ts";

const dropView: Op = { kind: "dropView", name: "v" };
const rename: Op = { kind: "renameColumn", table: "t", column: "a", to: "b" };
const value = (name: string, text: string): Op => ({ kind: "addEnumValue", name, value: text });
const made: Op = { kind: "createEnum", enum: { name: "new", values: ["a"] } };
const raw: Op = { kind: "execute", sql: "SELECT 1" };

it.each<readonly [string, readonly Op[], readonly Op[]]>([
  [
    "pass what has nothing to do with them, in their order",
    [dropView, rename, value("r", "x"), value("r", "y")],
    [value("r", "x"), value("r", "y"), dropView, rename],
  ],
  ["stay behind what makes their enum", [dropView, made, value("new", "b")], [dropView, made, value("new", "b")]],
  [
    "stay behind what may do anything",
    [value("r", "x"), raw, value("r", "y")],
    [value("r", "x"), raw, value("r", "y")],
  ],
])("new values of enums %s", (_, ops, ordered) => {
  expect(enumValuesFirst(ops)).toEqual(ordered);
});
