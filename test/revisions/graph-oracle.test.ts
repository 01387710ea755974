import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultOf, graphOfCase, type OracleCase } from "./graph-oracle.ts";

const file = new URL("../cases/graph/graph_cases.jsonl", import.meta.url);
const cases = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as OracleCase);

describe("Alembic 1.20.0 and Limbeck answer alike", () => {
  it("on 150 histories", () => expect(cases).toHaveLength(150));

  it.each(cases.map((oracle, index) => ({ oracle, index })))("case $index", ({ oracle }) => {
    const graph = graphOfCase(oracle);
    expect(oracle.queries.flatMap((query) => faultOf(graph, query) ?? [])).toEqual([]);
  });
});
