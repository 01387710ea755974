import { describe, expect, test } from "vitest";
import { bases } from "../../src/project/bases.ts";
import { branches } from "../../src/project/branches.ts";
import { heads } from "../../src/project/heads.ts";
import { history } from "../../src/project/history.ts";
import { show } from "../../src/project/show.ts";
import { inDirectory, projectDirectory, thrownBy, writeFiles } from "./project-directory.ts";

const revision = (id: string, down: string | null, more = ""): string =>
  `"""Message of ${id}\n\nRevision ID: ${id}\n"""\nrevision = "${id}"\ndown_revision = ${down === null ? "None" : `"${down}"`}\n${more}\ndef upgrade():\n    pass\n`;

/** a1 <- b1 <- {c1, d1}, and e1 on its own, on which d1 depends. */
const ALEMBIC = {
  "alembic.ini": "[alembic]\nscript_location = migrations\n",
  "migrations/versions/a1.py": revision("a1aaaa", null),
  "migrations/versions/b1.py": revision("b1bbbb", "a1aaaa"),
  "migrations/versions/c1.py": revision("c1cccc", "b1bbbb", 'branch_labels = "left"'),
  "migrations/versions/d1.py": revision("d1dddd", "b1bbbb", 'depends_on = "e1eeee"'),
  "migrations/versions/e1.py": revision("e1eeee", null),
};
const ids = (found: readonly { revision: string }[]): string => found.map((one) => one.revision).join(" ");

describe("an Alembic project's history, from its headers", () => {
  test("heads", async () => {
    const options = inDirectory(projectDirectory(ALEMBIC));
    const found = await heads(options, {});
    expect(ids(found)).toBe("c1cccc e1eeee d1dddd");
    expect(found.map((head) => head.isEffectiveHead)).toEqual([false, true, false]);
    expect(ids(await heads(options, { resolveDependencies: true }))).toBe("c1cccc d1dddd");
  });

  test("bases and branches", async () => {
    const options = inDirectory(projectDirectory(ALEMBIC));
    expect(ids(await bases(options))).toBe("a1aaaa e1eeee");
    const [point, ...others] = await branches(options);
    expect(others).toEqual([]);
    expect(point).toMatchObject({ revision: "b1bbbb", isBranchPoint: true, nextRevisions: ["c1cccc", "d1dddd"] });
    expect(ids(point?.children ?? [])).toBe("c1cccc d1dddd");
  });

  test("show gives every fact of a revision", async () => {
    const directory = projectDirectory(ALEMBIC);
    expect(await show(inDirectory(directory), { revision: "d1dd" })).toEqual([
      {
        revision: "d1dddd",
        downRevisions: ["b1bbbb"],
        dependsOn: ["e1eeee"],
        branchLabels: [],
        message: "Message of d1dddd",
        path: `${directory}/migrations/versions/d1.py`,
        format: "py",
        isHead: true,
        isEffectiveHead: false,
        isBase: false,
        isBranchPoint: false,
        isMergePoint: false,
        nextRevisions: [],
      },
    ]);
  });

  test("show base names nothing", async () => {
    expect(await show(inDirectory(projectDirectory(ALEMBIC)), { revision: "base" })).toEqual([]);
  });

  test("history with a range, newest first", async () => {
    const options = inDirectory(projectDirectory(ALEMBIC));
    expect(ids(await history(options, { range: "a1aaaa:c1cccc" }))).toBe("c1cccc b1bbbb a1aaaa");
    expect((await history(options, {})).length).toBe(5);
  });
});

const REFUSED = [
  {
    claim: "an unknown revision, with the one that was meant",
    revision: "c1ccc0",
    says: ["REVISION_UNKNOWN", 'did you mean "c1cccc"'],
  },
  { claim: "several heads", revision: "head", says: ["GRAPH_MULTIPLE_HEADS", "c1cccc"] },
  { claim: "current without a URL", revision: "current", says: ["CONFIG_URL_MISSING", "alembic.ini"] },
] as const;

test.each(REFUSED)("show refuses $claim", async ({ revision: target, says }) => {
  const said = await thrownBy(() => show(inDirectory(projectDirectory(ALEMBIC)), { revision: target }));
  for (const word of says) expect(said).toContain(word);
});

test("a directory of revisions that isn't there is not an empty history", async () => {
  const directory = projectDirectory({ "limbeck.config.json": '{"migrations": "migratons"}' });
  expect(await thrownBy(() => heads(inDirectory(directory), {}))).toContain("CONFIG_LOCATION_MISSING");
});

test("a new project has no heads, though git kept no empty directory", async () => {
  const directory = projectDirectory({ "limbeck.config.json": "{}", "migrations/README.md": "" });
  expect(await heads(inDirectory(directory), {})).toEqual([]);
});

test("a second call sees an edit of the same length in an old file", async () => {
  const directory = projectDirectory(ALEMBIC);
  const options = inDirectory(directory);
  const messages = async () => {
    const [head] = await heads(options, { resolveDependencies: true });
    const [newest] = await history(options, {});
    const [found] = await show(options, { revision: "c1" });
    return [head?.message, found?.message, newest?.revision];
  };
  // Of files this old an answer is kept.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  await messages();
  expect(await messages()).toEqual(["Message of c1cccc", "Message of c1cccc", "d1dddd"]);
  const edited = ALEMBIC["migrations/versions/c1.py"].replace("Message of", "MESSAGE of");
  writeFiles(directory, { "migrations/versions/c1.py": edited });
  expect(await messages()).toEqual(["MESSAGE of c1cccc", "MESSAGE of c1cccc", "d1dddd"]);
});
