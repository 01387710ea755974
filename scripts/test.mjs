// The whole test command: build, lint and format, types, dead exports, then every test.
// Closes with the plain line "N passed, N failed".
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "limbeck-test-"));
const report = join(scratch, "report.json");

const steps = [
  ["build", "scripts/build.mjs"],
  ["lint and format", "node_modules/@biomejs/biome/bin/biome", "ci", "."],
  ["types", "node_modules/typescript/bin/tsc", "--noEmit"],
  ["dead exports", "node_modules/knip/bin/knip.js"],
];

let failed = 0;
for (const [name, ...command] of steps) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: "inherit" });
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name}`);
  if (status !== 0) failed += 1;
}

const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile=${report}`,
];
const tests = spawnSync(process.execPath, vitest, { cwd: root, stdio: "inherit" });
let passed = steps.length - failed;
try {
  const result = JSON.parse(readFileSync(report, "utf8"));
  passed += result.numPassedTests;
  failed += result.numFailedTests + (tests.status !== 0 && result.numFailedTests === 0 ? 1 : 0);
  for (const { assertionResults } of result.testResults) {
    const skipped = assertionResults.filter(({ status }) => status === "skipped" || status === "pending");
    for (const { fullName } of skipped) console.log(`skipped, for this machine has not what it needs: ${fullName}`);
  }
} catch (error) {
  console.error(`No test report: ${error.message}`);
  failed += 1;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
