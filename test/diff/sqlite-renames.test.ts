import { expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { type DiffResult, diff } from "../../src/diff/diff.ts";
import type { Rename } from "../../src/diff/renames.ts";
import type { Op } from "../../src/ops/op.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check } from "../../src/schema/constraint-builders.ts";
import { index } from "../../src/schema/index-builder.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { table } from "../../src/schema/table-builders.ts";
import { integer, text } from "../../src/schema/type-builders.ts";
import { brief } from "./helpers.ts";

it("on a real database, confirmed renames keep the rows", async () => {
  const id = column("id", integer(), { primaryKey: true });
  const post = column("user_id", integer(), { references: "users.id" });
  const have: Schema = {
    ...emptySchema,
    tables: [
      table("users", [id, column("mail", text()), check(sql`length(mail) > 2`), index("ix_mail", ["mail"])]),
      table("posts", [id, post]),
    ],
  };
  const want: Schema = {
    ...emptySchema,
    tables: [
      table("people", [
        ...[id, column("email", text(), { nullable: false })],
        ...[check(sql`length(email) > 2`), index("ix_mail", ["email"])],
      ]),
      table("posts", [id, column("user_id", integer(), { references: "people.id" })]),
    ],
  };
  const connection = await sqlite.scratch();
  try {
    const before = await carryOut(connection, compare(emptySchema, have).ops, emptySchema);
    await connection.execute("INSERT INTO users VALUES (1, 'a@b.c')");
    await connection.execute("INSERT INTO posts VALUES (7, 1)");
    const { ops } = compare(before, want, [
      { kind: "table", from: "users", to: "people" },
      { kind: "column", table: "people", from: "mail", to: "email" },
    ]);
    expect(brief(ops)).toEqual([
      "renameTable users people",
      "renameColumn people mail email",
      "alterColumn people email {nullable: false}",
    ]);
    const after = await carryOut(connection, ops, before);
    expect(brief(compare(after, want).ops)).toEqual([]);
    expect(await connection.query("SELECT email, user_id FROM posts JOIN people ON people.id = user_id")).toEqual([
      { email: "a@b.c", user_id: 1 },
    ]);
  } finally {
    await connection.close();
  }
});

function compare(have: Schema, want: Schema, renames: readonly Rename[] = []): DiffResult {
  const canonical = { have: sqlite.normalise(have), want: sqlite.normalise(want) };
  return diff(have, want, { canonical, traits: sqlite.traits, renames });
}

async function carryOut(connection: Connection, ops: readonly Op[], before: Schema): Promise<Schema> {
  const statements = sqlite.plan(ops, before, connection.server);
  await sqlite.begin(connection, statements, { lockTimeoutMs: 0, onWait: () => undefined });
  for (const { sql, check } of statements) {
    if (check === undefined) await connection.execute(sql);
    else expect(await connection.query(sql)).toEqual([]);
  }
  await sqlite.commit(connection);
  return sqlite.inspect(connection, { exclude: [] });
}
