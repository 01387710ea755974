import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { defineConfig, mergeConfig } from "vitest/config";
import whole from "./vitest.config.ts";

const servers = resolve("test/servers");
const tests = readdirSync("test", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));

/** True when a module comes, by its imports, to the servers and the Python of the tests. */
function needsServers(path: string, seen = new Set<string>()): boolean {
  if (dirname(path) === servers) return true;
  // A test may hold the text of a module, with imports that lead nowhere.
  if (seen.has(path) || !path.startsWith(resolve("test")) || !existsSync(path)) return false;
  seen.add(path);
  const imports = readFileSync(path, "utf8").matchAll(/^(?:import\b.*|\}) from "(\.[^"]+\.ts)";$/gm);
  return [...imports].some(([, to = ""]) => needsServers(resolve(dirname(path), to), seen));
}

// `npm run test:quick`: the tests that need nothing but Node, without the two that take longest, for they are made of repetition.
const LONG = ["test/run/kill.test.ts", "test/real.test.ts"];

export default mergeConfig(
  { ...whole, test: { ...whole.test, globalSetup: [] } },
  defineConfig({
    test: {
      exclude: [...LONG, ...tests.map((name) => join("test", name)).filter((path) => needsServers(resolve(path)))],
    },
  }),
);
