import { setFlagsFromString } from "node:v8";
import { expect, it } from "vitest";
import { compileLater } from "../../src/cli/compile-later.ts";

/** A bit of %GetOptimizationStatus. Source: V8 11, src/runtime/runtime.h. */
const IS_OPTIMISED = 1 << 4;
const CALLS = 20_000;

setFlagsFromString("--allow-natives-syntax");
const statusOf = new Function("of", "return %GetOptimizationStatus(of);") as (of: unknown) => number;

/** A function that nobody has called yet, after many calls. */
async function isOptimised(): Promise<boolean> {
  const work = new Function("n", "return n % 7 + n % 5;") as (n: number) => number;
  for (let i = 0; i < CALLS; i++) work(i);
  // It is compiled aside.
  await new Promise((resolve) => setTimeout(resolve, 200));
  work(0);
  return (statusOf(work) & IS_OPTIMISED) !== 0;
}

it.runIf(process.versions.v8.startsWith("11."))(
  "a function that has run for a moment isn't compiled anew",
  async () => {
    expect(await isOptimised()).toBe(true);
    compileLater();
    expect(await isOptimised()).toBe(false);
  },
);
