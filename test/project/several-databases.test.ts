import { expect, test } from "vitest";
import type { Environment } from "../../src/project/python.ts";
import type { Content } from "../../src/project/revision-content.ts";
import { type DatabasePart, severalContent } from "../../src/project/several-databases.ts";
import { thrownBy } from "./project-directory.ts";

/** A database of this name, and the statement that it needs. */
function part(name: string, token: string, upgrade?: string): DatabasePart {
  const environment: Environment = {
    name,
    dialect: "sqlite",
    versionTable: "alembic_version",
    versionTablePk: true,
    includeSchemas: false,
    hasMetadata: true,
    compareType: true,
    compareServerDefault: true,
    renderAsBatch: false,
    transactionPerMigration: false,
    upgradeToken: `${token}upgrades`,
    downgradeToken: `${token}downgrades`,
    hooks: [],
  };
  const body = { upgrade: upgrade ?? "", downgrade: "", imports: [] };
  return { environment, content: upgrade === undefined ? undefined : { body, changes: [], warnings: [] } };
}

const section = (token: string, upgrade: string) => ({
  upgradeToken: `${token}upgrades`,
  downgradeToken: `${token}downgrades`,
  upgrade,
  downgrade: "",
});

const MADE: readonly { claim: string; parts: readonly DatabasePart[]; body: Partial<Content["body"]> | undefined }[] = [
  { claim: "nothing where none needs anything", parts: [part("a", ""), part("b", "")], body: undefined },
  { claim: "once what all tenants need", parts: [part("a", "", "x"), part("b", "", "x")], body: { upgrade: "x" } },
  {
    claim: "a section for each with a token of its own",
    parts: [part("a", "a_", "x"), part("b", "b_", "y"), part("c", "c_")],
    body: { upgrade: "", sections: [section("a_", "x"), section("b_", "y")] },
  },
];

test.each(MADE)("a revision of several databases has $claim", ({ parts, body }) => {
  const made = severalContent(parts, "py")?.body;
  if (body === undefined) expect(made).toBeUndefined();
  else expect(made).toMatchObject(body);
});

test.each([
  { claim: "something else", parts: [part("a", "", "x"), part("b", "", "y")] },
  { claim: "nothing", parts: [part("a", "", "x"), part("b", "")] },
])("tenants of which one needs $claim have no revision in common", async ({ parts }) => {
  expect(await thrownBy(() => severalContent(parts, "py"))).toMatch(
    /^BRIDGE_ENV_SEVERAL .*"a" and "b" need different changes/,
  );
});
