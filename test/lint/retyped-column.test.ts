import { describe, expect, it } from "vitest";
import { limbeck } from "../cli/project.ts";
import { projectDirectory } from "../project/project-directory.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

/** What lint writes in the place of a change of type is put into the revision as it is, and run on a table that has rows. */
const servers = {
  PostgreSQL: {
    fresh: () => freshDatabase(),
    ask: administer,
    quote: (name: string) => `"${name}"`,
    // The two have changed their names.
    column: "code",
    ends: [],
  },
  MariaDB: {
    fresh: () => freshMysqlDatabase("mariadb-10.11"),
    ask: administerMysql,
    quote: (name: string) => `\`${name}\``,
    // The new one stands beside the old one, which the application goes on writing.
    column: "code_new",
    ends: ["DROP TRIGGER `a T_code_new_insert`", "DROP TRIGGER `a T_code_new_update`"],
  },
} as const;

describe.each(Object.entries(servers))("the steps of another type on %s", (_, { fresh, ask, quote, column, ends }) => {
  it("are sound to lint, and give each row its value, those that come meanwhile too", async () => {
    const url = await fresh();
    const table = quote("a T");
    const revision = (body: string) => `import { bigint, column, integer, sql } from "limbeck";
export const revision = "b2";
export const downRevision = "a1";
export function upgrade(op) {
${body}
}
export function downgrade(op) {
  op.irreversible("not of interest");
}\n`;
    const files = (body: string) => ({
      "limbeck.config.json": JSON.stringify({ url, migrations: "m" }),
      "m/versions/a1.ts": `import { column, integer } from "limbeck";
export const revision = "a1";
export const downRevision = null;
export function upgrade(op) {
  op.createTable("a T", [column("id", integer(), { primaryKey: true }), column("code", integer(), { nullable: false })]);
}
export function downgrade(op) {
  op.dropTable("a T");
}\n`,
      "m/versions/b2.ts": revision(body),
    });
    const first = projectDirectory(files('  op.alterColumn("a T", "code", { type: bigint() });'));
    const { findings } = JSON.parse((await limbeck(first, "lint b2 --json")).out);
    const [{ instead }] = findings.filter(({ rule }: { rule: string }) => rule === "type-change-rewrites-table");
    const directory = projectDirectory(files(instead.code));
    const { exit, out } = await limbeck(directory, "lint b2");
    expect(exit, out).toBe(0);
    await limbeck(directory, "upgrade a1");
    for (let id = 1; id <= 50; id++) await ask(url, `INSERT INTO ${table} (id, code) VALUES (${id}, ${id * 7})`);
    const upgraded = await limbeck(directory, "upgrade head");
    expect(upgraded.exit, upgraded.err).toBe(0);
    await ask(url, `INSERT INTO ${table} (id, code) VALUES (51, 357)`);
    const rows = await ask(url, `SELECT COUNT(*) AS n FROM ${table} WHERE ${quote(column)} = id * 7`);
    expect(Number(rows[0]?.["n"])).toBe(51);
    for (const sql of ends) await ask(url, sql);
    const huge = `UPDATE ${table} SET ${quote(column)} = 9007199254740993 WHERE id = 1`;
    await ask(url, huge);
  });
});
