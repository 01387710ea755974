import { describe, expect, it } from "vitest";
import { keptStart, normalisePartitioning } from "../../src/dialects/mysql/system-time.ts";

const MONTHLY = "SYSTEM_TIME INTERVAL 1 MONTH";
const START = "STARTS TIMESTAMP'2026-01-01 00:00:00'";

describe("partitions of history", () => {
  it("that the server makes by itself are no difference", () => {
    const made = "(PARTITION `p0` HISTORY,\n PARTITION `pn` CURRENT)";
    expect(normalisePartitioning(`${MONTHLY} ${START} AUTO\n${made}`)).toBe(
      normalisePartitioning(`system_time interval 1 month starts timestamp '2026-01-01 00:00:00' auto partitions 2`),
    );
    expect(normalisePartitioning(`${MONTHLY} ${made}`)).not.toBe(normalisePartitioning(MONTHLY));
  });

  it.each([
    ["begin when they did, where nobody says when", `${MONTHLY} AUTO`, `${MONTHLY} ${START} AUTO`],
    ["begin when they did, with their number", `${MONTHLY} PARTITIONS 3`, `${MONTHLY} ${START} PARTITIONS 3`],
  ])("%s", (_, want, kept) => {
    expect(keptStart(want, `${MONTHLY} ${START} AUTO\nPARTITIONS 2`)).toBe(kept);
  });

  it.each([
    ["begin when they shall", `${MONTHLY} STARTS '2027-01-01' AUTO`, `${MONTHLY} ${START} AUTO`],
    ["begin when the server makes them", `${MONTHLY} AUTO`, undefined],
    ["of so many rows begin at no moment", "SYSTEM_TIME LIMIT 1000 PARTITIONS 3", `${MONTHLY} ${START}`],
    ["aren't meant", "HASH (id) PARTITIONS 3", `${MONTHLY} ${START}`],
  ])("%s", (_, want, have) => {
    expect(keptStart(want, have)).toBe(want);
  });
});
