import { expect, it } from "vitest";
import { lint } from "../../src/project/lint.ts";
import { pythonProject } from "./python-project.ts";

const users = `op.create_table(
    "users",
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("email", sa.String(80)),
)`;

/** The bodies begin on line 12 of the file. */
const faults = `op.execute("CREATE INDEX CONCURRENTLY ix_email ON users (email)")
with op.get_context().autocommit_block():
    op.create_index("ix_lower", "users", [sa.text("lower(email)")], postgresql_concurrently=True)
op.execute(
    "UPDATE users SET email = lower(email) "
    "WHERE email IS NOT NULL LIMIT 1000"
)
# limbeck-ignore index-blocks-writes: the table has forty rows
op.create_index("ix_plain", "users", ["email"])
for name in ["id"]:
    op.create_unique_constraint(f"uq_{name}", "users", [name])`;

it("what a revision in Python does is found on the lines of its calls, and corrected in Python", async () => {
  const options = await pythonProject({
    a1: { up: users, back: 'op.drop_table("users")' },
    b2: { down: "a1", up: faults, back: 'op.drop_index("ix_email")' },
  });
  const url = "postgresql://nobody@127.0.0.1:1/none";
  const { findings, accepted } = await lint({ ...options, url }, { targets: ["b2"] });
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ rule, place }) => `${place.line}: ${rule}`)).toEqual([
    "12: not-in-transaction",
    "15: server-refuses",
    "22: unique-blocks",
  ]);
  expect(accepted.map(({ finding }) => `${finding.place.line}: ${finding.rule}`)).toEqual(["20: index-blocks-writes"]);
  expect(errors[0]?.instead.code).toContain("with op.get_context().autocommit_block():\n    op.create_index(");
  expect(errors[2]?.instead.code).toContain("postgresql_concurrently=True");
});
