// Builds the package: ESM bundles of the two entry points, split so that a command loads only what it uses,
// and the types for users' editors. Everything of npm stays outside the bundles, but for the parser of the command line.
import { spawnSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { startUpPlugins } from "./start-up-plugins.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

// Built beside the old one, so that a build that fails leaves that as it was.
const next = `${root}dist-${process.pid}`;
await build({
  absWorkingDir: root,
  entryPoints: { limbeck: "src/limbeck.ts", cli: "src/cli/cli.ts" },
  outdir: next,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external: ["esbuild", "libpg-query", "@photostructure/sqlite", "better-sqlite3"],
  chunkNames: "chunks/[name]-[hash]",
  // All that is loaded is read to its end before any of it runs. The build is the same each time, so that a stack can be traced back.
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  plugins: startUpPlugins,
});

const types = spawnSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "--project", "tsconfig.types.json", "--outDir", `${next}/types`],
  {
    cwd: root,
    stdio: "inherit",
  },
);
if (types.status === 0) {
  rmSync(`${root}dist`, { recursive: true, force: true });
  renameSync(next, `${root}dist`);
} else {
  rmSync(next, { recursive: true, force: true });
  process.exitCode = 1;
}
