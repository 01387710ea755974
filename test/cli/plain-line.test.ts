import fc from "fast-check";
import { expect, test } from "vitest";
import type { Option } from "../../src/cli/command.ts";
import { commandGroups, commands } from "../../src/cli/commands.ts";
import { globalOptions } from "../../src/cli/global-options.ts";
import { parseLine } from "../../src/cli/parser.ts";
import { plainLine } from "../../src/cli/plain-line.ts";
import { styleFor } from "../../src/cli/style.ts";
import { recordingIo } from "./recording-io.ts";

const style = styleFor(recordingIo("."), "out", false);
const parsed = (words: readonly string[]) => parseLine(words, commandGroups, { style });
const spellings = (options: readonly Option[]) =>
  options.flatMap(({ flags }) => flags.match(/--?[a-zA-Z][\w-]*/g) ?? []);

const lines = fc.constantFrom(...commands).chain((command) => {
  const word = fc.constantFrom(
    ...spellings([...globalOptions, ...command.options]),
    ...[
      "head",
      "ae10",
      "upgrade",
      "-1",
      "+2",
      "-",
      "--",
      "",
      "--help",
      "-h",
      "-V",
      "--version",
      "--nonsense",
      "-vq",
      "--json=x",
      "-vjson",
    ],
  );
  const name = fc.constantFrom(command.name, ...(command.aliases ?? []));
  const before = fc.array(fc.constantFrom(...spellings(globalOptions), "app", "--directory=app", ""), { maxLength: 3 });
  return fc
    .tuple(fc.oneof(fc.constant([]), before), name, fc.array(word, { maxLength: 4 }))
    .map(([first, verb, rest]) => [...first, verb, ...rest]);
});

test("a line that is read without the parser is read as the parser does", () => {
  fc.assert(
    fc.property(lines, (words) => {
      const plain = plainLine(words, commands);
      if (plain !== undefined) expect({ kind: "command", ...plain }).toEqual(parsed(words));
    }),
    { numRuns: 4000 },
  );
});

test.each([
  ["heads", true],
  ["heads --json -v", true],
  ["history --no-color", true],
  ["upgrade head", true],
  ["current -c", true],
  ["heads -c limbeck.config.ts", true],
  ["-C app check", true],
  ["--url sqlite:///a.db -C app upgrade head", true],
  ["-C app -C app check", false],
  ["-C --json check", false],
  ["-Capp check", false],
  ["--directory=app check", false],
  ["heads -C", false],
  ["-C app", false],
  ["-x a=b check", false],
  ["current -c limbeck.config.ts", false],
  ["heads head", false],
  ["upgrade", false],
  ["downgrade -1", false],
  ["heads --help", false],
  ["--json heads", false],
  ["plan upgrade head", false],
  ["heds", false],
  ["", false],
])("`limbeck %s` is plain: %s", (line, isPlain) => {
  expect(plainLine(line === "" ? [] : line.split(" "), commands) !== undefined).toBe(isPlain);
});
