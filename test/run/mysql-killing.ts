import { spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { newDirectory } from "./files.ts";

export const moments = ["before", "meanwhile", "after"] as const;

/** A round trip to the server, and the moment of it. */
export type Kill = readonly [trip: number, when: (typeof moments)[number]];

/** The program of a file beside this one, in one file. */
export async function killProgram(source = "./mysql-kill-child.ts"): Promise<string> {
  const directory = newDirectory();
  // The program finds the packages there that it isn't made of.
  symlinkSync(resolve("node_modules"), join(directory, "node_modules"));
  const outfile = join(directory, "child.mjs");
  const entry = fileURLToPath(new URL(source, import.meta.url));
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return outfile;
}

/** Runs it to its end: the number of round trips, or the signal that ended it, or its words. */
export async function runProgram(program: string, url: string, victim: string, [trip, when]: Kill, which = "") {
  const child = spawn(process.execPath, [program, url, victim, String(trip), when, which]);
  let said = "";
  child.stdout.on("data", (data) => (said += String(data)));
  child.stderr.on("data", (data) => (said += String(data)));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return code === 0 ? { trips: Number(said) } : { signal, said };
}

/** Kills that are spread over a run of so many round trips: all of them, or so many, each drawn in its part of the run. */
export function killsOver(trips: number, most: number | undefined, draw: () => number = Math.random): readonly Kill[] {
  const all = Array.from({ length: trips }, (_, i) => moments.map((when): Kill => [i + 1, when])).flat();
  if (most === undefined) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor(((i + draw()) * all.length) / most)]).filter(
    (kill) => kill !== undefined,
  );
}
