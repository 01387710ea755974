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

it("a revision before it that reads the database hides nothing of what is looked at", async () => {
  const reads = `${users}
for (name,) in op.get_bind().execute(sa.text("SELECT email FROM users")).fetchall():
    op.execute(f"DELETE FROM users WHERE email = '{name}'")`;
  const options = await pythonProject({
    a1: { up: reads, back: 'op.drop_table("users")' },
    b2: { down: "a1", up: 'op.create_index("ix_plain", "users", ["email"])', back: 'op.drop_index("ix_plain")' },
  });
  const url = "postgresql://nobody@127.0.0.1:1/none";
  const { findings, notes } = await lint({ ...options, url }, { targets: ["b2"] });
  expect(findings.map(({ rule, place }) => `${place.line}: ${rule}`)).toContain("12: index-blocks-writes");
  expect(notes).toEqual([expect.stringMatching(/^The revision "a1" before .* can't be read without a database/)]);
  await expect(lint({ ...options, url }, { targets: ["a1"] })).rejects.toMatchObject({ code: "BRIDGE_CODE_FAILED" });
});

it("batch mode takes no rows with it but those of columns that go, and its way back is read, too", async () => {
  const made = `op.create_table("p", sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.Integer), sa.Column("y", sa.Integer))
op.create_table("k", sa.Column("p_id", sa.Integer, sa.ForeignKey("p.id", ondelete="CASCADE"), primary_key=True))`;
  const alter = (nullable: string): string =>
    `with op.batch_alter_table("p") as batch:\n    batch.alter_column("x", nullable=${nullable}, existing_type=sa.Integer())`;
  const drop = `with op.batch_alter_table("p", recreate="always") as batch:\n    batch.drop_column("y")`;
  const options = await pythonProject({
    a1: { up: made, back: 'op.drop_table("k")\nop.drop_table("p")' },
    b2: { down: "a1", up: alter("False"), back: alter("True") },
    c3: { down: "b2", up: drop, back: 'op.add_column("p", sa.Column("y", sa.Integer))' },
    d4: {
      down: "c3",
      up: 'op.drop_table("k")\nop.drop_table("p")',
      back: made.replace(
        'sa.Column("x", sa.Integer), sa.Column("y", sa.Integer)',
        'sa.Column("x", sa.Integer, nullable=False)',
      ),
    },
  });
  const { findings } = await lint(options, { targets: ["b2", "c3", "d4"] });
  expect(findings.map(({ revision, rule, message }) => `${revision} ${rule}: ${message}`)).toEqual([
    'c3 data-loss: "DROP TABLE p" loses the values of "p.y"',
    expect.stringMatching(/^d4 data-loss: "DROP TABLE k"/),
    expect.stringMatching(/^d4 data-loss: "DROP TABLE p"/),
  ]);
});
