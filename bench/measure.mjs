// Times whole processes in turn, A B C A B C …, so that a drift of the machine's speed falls on all alike.
import { spawnSync } from "node:child_process";

/** The environment without what makes Node itself slower to start: a file of extra certificates is read at each start. */
export const environment = { ...process.env, NO_COLOR: "1", NODE_EXTRA_CA_CERTS: "" };
delete environment.NODE_EXTRA_CA_CERTS;

/**
 * Median wall time in ms of each command: `{ name: [program, args…] }`, after one run that doesn't count. `before` is called before each run.
 * A command that fails stops the measurement.
 */
export async function medians(commands, { runs = 15, cwd, env = environment, before = () => {} } = {}) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const [name, [program, ...args]] of Object.entries(commands)) {
      await before();
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 28 });
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

/** Prints a table of figures with their ratio to the first one, and the bound each is held to: `{ most: 1.3 }` or `{ least: 5 }`. */
export function report(title, figures, bounds = {}) {
  const [[, base]] = Object.entries(figures);
  console.log(`\n${title} (Node ${process.versions.node})`);
  for (const [name, ms] of Object.entries(figures)) {
    const { most = Number.POSITIVE_INFINITY, least = 0 } = bounds[name] ?? {};
    const ratio = ms / base;
    const bound = least > 0 ? `  at least ${least}×` : `  at most ${most}×`;
    const isHeld = ratio <= most && ratio >= least;
    const verdict = bounds[name] === undefined ? "" : `${bound}  ${isHeld ? "held" : "NOT HELD"}`;
    console.log(`  ${name.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms  ${ratio.toFixed(2).padStart(6)}×${verdict}`);
    if (!isHeld) process.exitCode = 1;
  }
}
