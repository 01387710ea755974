// Writes the generated pages: docs/commands.md from the command table, docs/errors.md from the error tables, docs/rules/ from the rules of lint
// and their examples.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
for (const page of ["commands", "errors"]) {
  writeFileSync(`${root}docs/${page}.md`, execFileSync(process.execPath, [`${root}bin/limbeck.js`, "__docs", page]));
}
// The test that holds the pages to the rules writes them when it is told to.
execFileSync(
  process.execPath,
  [
    `${root}node_modules/vitest/vitest.mjs`,
    "run",
    "-u",
    "--config",
    "vitest.quick.config.ts",
    "test/lint/pages.test.ts",
  ],
  {
    cwd: root,
    stdio: "inherit",
  },
);
