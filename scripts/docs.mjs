// Writes the generated pages: docs/commands.md from the command table, docs/errors.md from the error tables.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
for (const page of ["commands", "errors"]) {
  writeFileSync(`${root}docs/${page}.md`, execFileSync(process.execPath, [`${root}bin/limbeck.js`, "__docs", page]));
}
