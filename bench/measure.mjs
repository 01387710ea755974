// Times whole processes in turn, A B C A B C …, so that a drift of the machine's speed falls on all alike.
import { spawnSync } from "node:child_process";

/** The environment without what makes Node itself slower to start: a file of extra certificates is read at each start. */
export const environment = { ...process.env, NO_COLOR: "1", NODE_EXTRA_CA_CERTS: "" };
delete environment.NODE_EXTRA_CA_CERTS;

/** Median wall time in ms of each command: `{ name: [args of node…] }`. A command that fails stops the measurement. */
export function medians(commands, { runs = 15, cwd } = {}) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const [name, args] of Object.entries(commands)) {
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(process.execPath, args, { cwd, env: environment, encoding: "utf8" });
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      if (status !== 0) throw new Error(`${name} exited with ${status}: ${stderr}`);
      if (run >= 0) times[name].push(ms);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Prints a table of figures with their ratio to the first one, and the bound each is held to. */
export function report(title, figures, bounds = {}) {
  const [[, base]] = Object.entries(figures);
  console.log(`\n${title} (Node ${process.versions.node})`);
  for (const [name, ms] of Object.entries(figures)) {
    const bound =
      bounds[name] === undefined ? "" : `  bound ${bounds[name]}×${ms / base <= bounds[name] ? "" : "  EXCEEDED"}`;
    console.log(`  ${name.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms  ${(ms / base).toFixed(2).padStart(6)}×${bound}`);
    if (bound.endsWith("EXCEEDED")) process.exitCode = 1;
  }
}
