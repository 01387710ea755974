// A history of 10,000 revisions: the first call, with nothing cached, and the calls after it.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment, median, report } from "./measure.mjs";

const count = 10_000;
const limbeck = fileURLToPath(new URL("../bin/limbeck.js", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "limbeck-bench-"));
const versions = join(project, "migrations", "versions");

function time(args, env = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    env: { ...environment, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${args.join(" ")} exited with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

try {
  spawnSync(process.execPath, [limbeck, "init"], { cwd: project, env: environment });
  mkdirSync(versions, { recursive: true });
  const id = (i) => i.toString(16).padStart(12, "0");
  for (let i = 0; i < count; i++) {
    // Of every ten revisions two stand side by side, and a merge joins them: one head is left.
    const parents =
      i === 0 ? "null" : i % 10 === 4 ? `["${id(i - 1)}", "${id(i - 2)}"]` : `"${id(i - (i % 10 === 3 ? 2 : 1))}"`;
    writeFileSync(
      join(versions, `${id(i)}_step_${i}.ts`),
      `/** step ${i} */\nimport type { Op } from "limbeck";\n\nexport const revision = "${id(i)}";\nexport const downRevision = ${parents};\nexport const branchLabels = null;\nexport const dependsOn = null;\n\nexport function upgrade(op: Op) {\n  op.execute("select ${i}");\n}\n\nexport function downgrade(op: Op) {\n  op.execute("select -${i}");\n}\n`,
    );
  }
  const figures = { "node -e 0": median(Array.from({ length: 9 }, () => time(["-e", "0"]))) };
  for (const [name, ...args] of [
    ["heads", "heads"],
    ["history", "history"],
    ["plan", "plan", "upgrade", "heads", "--json"],
  ]) {
    rmSync(join(project, "node_modules"), { recursive: true, force: true });
    const cold = Array.from({ length: 3 }, (_, i) =>
      time([limbeck, ...args], { XDG_CACHE_HOME: join(project, `cache-${name}-${i}`) }),
    );
    figures[`limbeck ${name}, nothing cached`] = median(cold);
    // What was written within two seconds of the fill is read again; then the answer is kept.
    spawnSync("sleep", ["2.1"]);
    time([limbeck, ...args], { XDG_CACHE_HOME: join(project, `cache-${name}-0`) });
    const warm = Array.from({ length: 5 }, () =>
      time([limbeck, ...args], { XDG_CACHE_HOME: join(project, `cache-${name}-0`) }),
    );
    figures[`limbeck ${name}, cached`] = median(warm);
  }
  report(`${count} revisions`, figures);
} finally {
  rmSync(project, { recursive: true, force: true });
}
