import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { main } from "../src/cli/cli.ts";
import { recordingIo } from "./cli/recording-io.ts";

it.each(["commands", "errors"])("docs/%s.md is as generated (npm run docs)", async (page) => {
  const io = recordingIo(".");
  expect(await main(["__docs", page], io)).toBe(0);
  expect(readFileSync(new URL(`../docs/${page}.md`, import.meta.url), "utf8")).toBe(io.stdout());
});
