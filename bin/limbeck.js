#!/usr/bin/env node
import { readFileSync } from "node:fs";

const [first, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (first === "--version" || first === "-V")) {
  // The version costs no more than Node's own start: nothing else is loaded.
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  process.stdout.write(`limbeck ${JSON.parse(text).version}\n`);
} else {
  const { runProcess } = await import("../dist/cli.js");
  await runProcess();
}
