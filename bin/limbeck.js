#!/usr/bin/env node
// CommonJS, for Node starts it sooner than a module.
"use strict";

const [first, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (first === "--version" || first === "-V")) {
  // The version costs no more than Node's own start: nothing else is loaded.
  process.stdout.write(`limbeck ${require("../package.json").version}\n`);
} else {
  import("../dist/cli.js").then(({ runProcess }) => runProcess());
}
