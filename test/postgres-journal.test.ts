import { randomBytes } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { downgrade } from "../src/project/downgrade.ts";
import { forget } from "../src/project/forget.ts";
import { status } from "../src/project/status.ts";
import { upgrade } from "../src/project/upgrade.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project/project-directory.ts";
import { administer, freshDatabase } from "./servers/postgres.ts";

const REVISION = `-- revision: a1
-- down revision: none
-- limbeck:upgrade
CREATE TABLE t (id integer);
-- limbeck:downgrade
DROP TABLE t;
`;
const FILES = { "limbeck.config.mjs": "export default {}", "migrations/versions/a1.sql": REVISION };

/** Tables but the revision's, as an owner sees them. */
const TABLES =
  "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname !~ '^(pg_|information)' AND tablename <> 't' ORDER BY 1";
const tablesOf = async (url: string) => (await administer(url, TABLES)).map(({ name }) => name);

const role = `limbeck_role_${randomBytes(4).toString("hex")}`;
const roleAt = (url: string): string => {
  const at = new URL(url);
  at.username = role;
  return at.href;
};
afterAll(async () => {
  // The databases are dropped by now, and with them what the role owned.
  await administer(await freshDatabase(), `DROP ROLE IF EXISTS ${role}`);
});
await administer(await freshDatabase(), `CREATE ROLE ${role} LOGIN`);

const CASES: readonly {
  claim: string;
  /** For the owner of the server, before. */
  prepare?: string;
  asRole?: true;
  config?: string;
  has: readonly string[];
}[] = [
  { claim: "a schema of its own", has: ["limbeck.limbeck_journal", "public.alembic_version"] },
  {
    claim: "beside the version table, for a role that may make no schema",
    prepare: `GRANT CREATE ON SCHEMA public TO ${role}`,
    asRole: true,
    has: ["public.alembic_version", "public.limbeck_journal"],
  },
  {
    claim: "a schema that somebody else has made, for a role that may use it",
    prepare: `GRANT CREATE ON SCHEMA public TO ${role}; CREATE SCHEMA limbeck; GRANT ALL ON SCHEMA limbeck TO ${role}`,
    asRole: true,
    has: ["limbeck.limbeck_journal", "public.alembic_version"],
  },
  {
    claim: "beside the version table, for a role that may not use the schema",
    prepare: `GRANT CREATE ON SCHEMA public TO ${role}; CREATE SCHEMA limbeck`,
    asRole: true,
    has: ["public.alembic_version", "public.limbeck_journal"],
  },
  {
    claim: "under the name of the schema that the search_path begins with",
    prepare: `CREATE SCHEMA app; ALTER ROLE ${role} SET search_path = app; GRANT ALL ON SCHEMA app TO ${role}; DO $$ BEGIN EXECUTE 'GRANT CREATE ON DATABASE ' || current_database() || ' TO ${role}'; END $$`,
    asRole: true,
    has: ["app.alembic_version", "limbeck.limbeck_app.journal"],
  },
  {
    claim: "under the name of the version table and its schema",
    prepare: "CREATE SCHEMA s",
    config: '{ versionTable: "v", versionTableSchema: "s" }',
    has: ["limbeck.limbeck_s.v_journal", "s.v"],
  },
  {
    claim: "under a shorter name where that would be too long",
    config: `{ versionTable: "v${"x".repeat(55)}" }`,
    has: ["limbeck.limbeck_HASH_journal", `public.v${"x".repeat(55)}`],
  },
];

describe("the journal is in", () => {
  test.each(CASES)("$claim", async ({ prepare, asRole, config, has }) => {
    const owner = await freshDatabase();
    if (prepare !== undefined) await administer(owner, prepare);
    try {
      const files = config === undefined ? FILES : { ...FILES, "limbeck.config.mjs": `export default ${config}` };
      const options = inDirectory(projectDirectory(files), { url: asRole === true ? roleAt(owner) : owner });
      await upgrade(options, { target: "head" });
      expect(
        (await tablesOf(owner)).map((name) => String(name).replace(/[0-9a-f]{16}_journal$/, "HASH_journal")),
      ).toEqual(has);
      expect(await status(options)).toMatchObject({ lastRuns: [{ revision: "a1", outcome: "done" }], isClean: true });
      await downgrade(options, { target: "base" });
      expect((await status(options)).lastRuns).toHaveLength(2);
      await forget(options);
      expect(await tablesOf(owner)).toEqual([has.find((name) => !name.includes("journal"))]);
    } finally {
      await administer(owner, `ALTER ROLE ${role} RESET ALL; DROP OWNED BY ${role}`);
    }
  });

  test("the place where it was before there was another", async () => {
    const url = await freshDatabase();
    const options = inDirectory(projectDirectory(FILES), { url });
    await upgrade(options, { target: "head" });
    await administer(url, "ALTER TABLE limbeck.limbeck_journal SET SCHEMA public");
    await downgrade(options, { target: "base" });
    expect(await tablesOf(url)).toEqual(["public.alembic_version", "public.limbeck_journal"]);
    expect((await status(options)).lastRuns).toHaveLength(2);
  });
});

describe("forget", () => {
  test("drops the schema with the last journal only, and leaves the version table", async () => {
    const url = await freshDatabase();
    const [one, two] = [
      FILES,
      {
        ...FILES,
        "limbeck.config.mjs": 'export default { versionTable: "two" }',
        "migrations/versions/a1.sql": REVISION.replaceAll(/\bt\b/g, "t2"),
      },
    ];
    const [first, second] = [one, two].map((files) => inDirectory(projectDirectory(files), { url }));
    if (first === undefined || second === undefined) throw new Error("two projects");
    await upgrade(first, { target: "head" });
    await upgrade(second, { target: "head" });
    expect(await forget(first)).toMatchObject({ dropped: "limbeck.limbeck_journal" });
    expect(await forget(first)).not.toHaveProperty("dropped");
    expect(await administer(url, "SELECT nspname FROM pg_namespace WHERE nspname = 'limbeck'")).toHaveLength(1);
    expect(await forget(second)).toMatchObject({ dropped: "limbeck.limbeck_two_journal" });
    expect(await administer(url, "SELECT nspname FROM pg_namespace WHERE nspname = 'limbeck'")).toEqual([]);
    expect(await administer(url, "SELECT version_num FROM alembic_version")).toEqual([{ version_num: "a1" }]);
  });

  test("refuses while a revision is half-applied", async () => {
    const url = await freshDatabase();
    const options = inDirectory(
      projectDirectory({
        ...FILES,
        "migrations/versions/a1.sql":
          "-- revision: a1\n-- down revision: none\n-- limbeck:upgrade\nCREATE TABLE t (id integer);\nINSERT INTO t VALUES (1), (1);\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (id);\n",
      }),
      { url },
    );
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toContain("RUN_REVISION_FAILED");
    expect(await thrownBy(() => forget(options))).toMatch(/^JOURNAL_DIRTY .*"a1" is half-applied/);
  });
});
