import { expect, it } from "vitest";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { inDirectory, projectDirectory } from "./project-directory.ts";

const revision = (id: string, down: string | null, body: string) =>
  `import { column, integer, sql } from "limbeck";
export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export function upgrade(op) { ${body} }
export function downgrade(op) { op.irreversible("a test"); }\n`;

const ROWS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)";

it("status tells how far a backfill is, how fast it goes and what is left", async () => {
  const directory = projectDirectory({
    "limbeck.config.json": JSON.stringify({ url: "sqlite:///app.db" }),
    "migrations/versions/a1.ts": revision(
      "a1",
      null,
      `op.createTable("t", [column("id", integer(), { primaryKey: true }), column("n", integer())]);
       op.execute("INSERT INTO t (id) ${ROWS} SELECT i FROM n");`,
    ),
    "migrations/versions/b1.ts": revision("b1", "a1", `op.backfill("t", { set: { n: sql\`id\` }, batchSize: 1000 });`),
  });
  const options = inDirectory(directory);
  const looks: ReturnType<typeof status>[] = [];
  await upgrade(options, { target: "a1" });
  await upgrade(
    options,
    { target: "b1" },
    {
      onProgress: (progress) => {
        if (progress.kind === "filled" && progress.passed < 5_000) looks.push(status(options));
      },
    },
  );
  const [first] = await Promise.all(looks);
  expect(first?.unfinished?.filling).toMatchObject({
    text: "Fill t.n in batches",
    about: 5_000,
    rate: expect.any(Number),
  });
  const { passed = 0, left = 0 } = first?.unfinished?.filling ?? {};
  expect(passed).toBeGreaterThan(0);
  expect(passed + left).toBe(5_000);
  expect((await status(options)).unfinished).toBeUndefined();
});
