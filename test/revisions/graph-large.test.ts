import { describe, expect, it } from "vitest";
import { buildGraph, headsOf, labelsOf } from "../../src/revisions/graph.ts";
import { historyRange, planDowngrade, planUpgrade } from "../../src/revisions/path.ts";
import type { Revision } from "../../src/revisions/revision.ts";
import { revision } from "./revision-maker.ts";

const count = 10_000;

function numbered(total: number, make: (i: number) => Revision): readonly Revision[] {
  return Array.from({ length: total }, (_, i) => make(i));
}

const line = (total: number): readonly Revision[] =>
  numbered(total, (i) => revision(`r${i}`, i === 0 ? [] : `r${i - 1}`, i % 100 === 0 ? { labels: [`label${i}`] } : {}));

/** Branches that fork off all along, merge two by two, carry labels, and depend on one another. */
const bushy = numbered(count, (i) => {
  if (i < 4) return revision(`r${i}`, [], { labels: [`root${i}`] });
  const parents = i % 7 === 0 ? [`r${i - 1}`, `r${i - 4}`] : [`r${i % 5 === 0 ? Math.floor(i / 2) : i - 2}`];
  const dependsOn = i % 11 === 0 ? [`r${i - 3}`] : [];
  return revision(`r${i}`, parents, { dependsOn, labels: i % 50 === 0 ? [`label${i}`] : [] });
});

/** Two lines, each revision of the one depending on one of the other. */
const crossed = numbered(count, (i) => {
  const k = Math.floor(i / 2);
  const [own, other] = i % 2 === 0 ? ["a", "z"] : ["z", "a"];
  return revision(`${own}${k}`, k === 0 ? [] : `${own}${k - 1}`, own === "a" ? { dependsOn: [`${other}${k}`] } : {});
});

describe("large histories are planned whole (bench/graph.mjs times them)", () => {
  it.each([
    ["in a line", line(count)],
    ["in many branches", bushy],
    ["in two lines that depend on each other", crossed],
  ])(`${count} revisions %s`, (_claim, revisions) => {
    const graph = buildGraph(revisions);
    expect(headsOf(graph).length).toBeGreaterThan(0);
    const { steps, heads } = planUpgrade(graph, [], "heads");
    expect(steps).toHaveLength(count);
    expect(planDowngrade(graph, heads, "base").steps).toHaveLength(count);
    expect(historyRange(graph, undefined, heads)).toHaveLength(count);
    for (const each of revisions) labelsOf(graph, each);
  });

  it("100,000 in a line don't overflow the stack", () => {
    const graph = buildGraph(line(100_000));
    expect(planUpgrade(graph, [], "head").steps).toHaveLength(100_000);
    expect(planDowngrade(graph, ["r99999"], "-99999").heads).toEqual(["r0"]);
  });
});
