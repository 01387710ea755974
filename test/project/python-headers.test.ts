import { readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { heads } from "../../src/project/heads.ts";
import { history } from "../../src/project/history.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { thrownBy } from "./project-directory.ts";
import { pythonProject, versionFile } from "./python-project.ts";

const NAMES = "CONTRACT = 'contract'\nFIRST = 'r1'\n";

/** A project with a literal revision r1 and one whose header is `header`, which leaves a line in a file whenever it's executed. */
async function projectOf(header: string, more: Readonly<Record<string, string>> = {}): Promise<GlobalOptions> {
  return pythonProject(
    { r1: {} },
    {
      "names_of/__init__.py": "",
      "names_of/ids.py": NAMES,
      [versionFile("r2")]:
        `"""make r2\n\nmore"""\nfrom names_of import ids\nprint("hello")\nwith open("runs.txt", "a") as file:\n    file.write("run\\n")\n${header}\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`,
      ...more,
    },
  );
}

const LITERAL = "revision = 'r2'\ndown_revision = 'r1'\n";

const headers: readonly (readonly [string, string, { readonly label?: string }])[] = [
  ["a tuple with a constant", `${LITERAL}branch_labels = (ids.CONTRACT,)`, { label: "contract" }],
  ["a constant for the parent", "revision = 'r2'\ndown_revision = ids.FIRST", {}],
  ["an f-string and a sum", "revision = f'r{1 + 1}'\ndown_revision = 'r' + '1'", {}],
  ["a call", "revision = str('r2')\ndown_revision = tuple(['r1'])", {}],
  ["a set", `${LITERAL}branch_labels = {ids.CONTRACT}`, { label: "contract" }],
  [
    "a value that a condition chooses",
    `${LITERAL}branch_labels = ids.CONTRACT if ids.FIRST else None`,
    { label: "contract" },
  ],
];
it.each(headers)("Python says what a header comes to: %s", async (_claim, header, { label }) => {
  const options = await projectOf(header);
  const [newest, first] = await history(options, {});
  expect([newest?.revision, newest?.downRevisions, newest?.branchLabels, newest?.message]).toEqual([
    "r2",
    ["r1"],
    label === undefined ? [] : [label],
    "make r2",
  ]);
  expect(first?.revision).toBe("r1");
  if (label !== undefined) await upgrade(options, { target: `${label}@head` });
});

const kept: readonly (readonly [string, (directory: string) => void, number])[] = [
  ["once as long as nothing changes", () => undefined, 1],
  [
    "again when one that they import has another text",
    (directory) => writeFileSync(join(directory, "names_of/ids.py"), "CONTRACT = 'other'\nFIRST = 'r1'\n"),
    2,
  ],
  ["again when one that they import is gone", (directory) => rmSync(join(directory, "names_of/__init__.py")), 2],
  ["again when the revision itself has another text", (directory) => appendTo(join(directory, versionFile("r2"))), 2],
];
it.each(kept)("the files are executed %s", async (_claim, change, runs) => {
  const options = await projectOf(`${LITERAL}branch_labels = (ids.CONTRACT,)`);
  // Files of long ago, whose answers may be kept.
  for (const id of ["r1", "r2"]) utimesSync(join(options.cwd, versionFile(id)), 1_700_000_000, 1_700_000_000);
  await heads(options, {});
  change(options.cwd);
  const [head] = await heads(options, {});
  expect(readFileSync(join(options.cwd, "runs.txt"), "utf8")).toBe("run\n".repeat(runs));
  expect(head?.branchLabels).toEqual([readFileSync(join(options.cwd, "names_of/ids.py"), "utf8").split("'")[1]]);
});

function appendTo(path: string): void {
  writeFileSync(path, `${readFileSync(path, "utf8")}\n# more\n`);
}

const refused: readonly (readonly [string, string, string, string])[] = [
  [
    "a value that no header has",
    "revision = 'r2'\ndown_revision = int('5')",
    "REVISION_FILE_HEADER",
    "`down_revision` is 5",
  ],
  [
    "an id that isn't one string",
    "revision = tuple(['r2'])\ndown_revision = None",
    "REVISION_FILE_HEADER",
    "must be one string",
  ],
  ["no parent", "revision = ids.FIRST", "REVISION_FILE_HEADER", "`down_revision` is missing"],
  [
    "a name that isn't there",
    `${LITERAL}branch_labels = (ids.MISSING,)`,
    "BRIDGE_CODE_FAILED",
    "has no attribute 'MISSING'",
  ],
];
it.each(refused)("is refused with the file and the reason: %s", async (_claim, header, code, words) => {
  const options = await projectOf(header);
  const error = await thrownBy(() => heads(options, {}));
  for (const part of [code, words, versionFile("r2")]) expect(error).toContain(part);
});
