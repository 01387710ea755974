// Start-up against Node's own: `limbeck --version` within 1.3×, `limbeck heads` on a small project within 2.2×.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment, medians, report } from "./measure.mjs";

const limbeck = fileURLToPath(new URL("../bin/limbeck.js", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "limbeck-bench-"));
try {
  const run = (...args) => spawnSync(process.execPath, [limbeck, ...args], { cwd: project, env: environment });
  run("init");
  for (let i = 0; i < 5; i++) run("revision", "-m", `revision ${i}`);
  const figures = await medians(
    {
      "node -e 0": [process.execPath, "-e", "0"],
      "limbeck --version": [process.execPath, limbeck, "--version"],
      "limbeck heads (5 revisions)": [process.execPath, limbeck, "heads"],
    },
    { runs: 21, cwd: project },
  );
  report("start-up", figures, { "limbeck --version": { most: 1.3 }, "limbeck heads (5 revisions)": { most: 2.2 } });
} finally {
  rmSync(project, { recursive: true, force: true });
}
