import { beforeAll, expect, test } from "vitest";
import { upgrade } from "../../src/project/upgrade.ts";
import { testPython } from "../servers/python.ts";
import { pythonProject } from "./python-project.ts";

// Made once per machine.
beforeAll(async () => void (await testPython()), 300_000);

/** Rows that refer to themselves, which only Python's collector of garbage finds. */
const MADE = 200_000;

test("what a revision makes of its data, and needs no more, is let go while it runs", async () => {
  const lines = `import gc
class Row:
    def __init__(self): self.own = self
for _ in range(${MADE}): Row()
left = sum(1 for one in gc.get_objects() if isinstance(one, Row))
print(f"{left} of ${MADE} are left")
assert left < ${MADE / 2}`;
  const options = await pythonProject({ a1: { up: lines } });
  expect(await upgrade(options, { target: "head" })).toMatchObject({ heads: ["a1"] });
});
