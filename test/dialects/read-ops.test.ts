import { describe, expect, it } from "vitest";
import type { Dialect } from "../../src/dialects/contract.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";

/** Statements in each dialect's words, and the kinds of op that they are read as; undefined is not understood. */
interface Row {
  readonly sql: string;
  readonly reads: readonly string[] | undefined;
}

const start: Readonly<Record<string, string>> = {
  postgres:
    "CREATE TABLE public.users (id bigserial PRIMARY KEY, email character varying(80) DEFAULT 'x'::text NOT NULL, org_id int REFERENCES orgs (id), note text, CONSTRAINT ck CHECK (org_id > 0), UNIQUE (email));CREATE INDEX ix ON users (lower(email) DESC NULLS LAST, org_id) WHERE org_id IS NOT NULL;CREATE TYPE mood AS ENUM ('sad', 'ok');CREATE STATISTICS st (ndistinct, mcv) ON email, org_id, lower(note), (id % 7) FROM public.users;CREATE TABLE ev (id int PRIMARY KEY) PARTITION BY RANGE (id);CREATE TABLE ev1 PARTITION OF ev DEFAULT",
  mysql:
    "CREATE TABLE users (id BIGINT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80) NOT NULL DEFAULT 'x', org_id INT, KEY ix (org_id), CONSTRAINT fk FOREIGN KEY (org_id) REFERENCES orgs (id)) ENGINE=InnoDB",
  sqlite:
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT 'x', org_id INTEGER REFERENCES orgs (id));CREATE INDEX ix ON Users (email)",
};

const rows: Readonly<Record<string, readonly Row[]>> = {
  postgres: [
    {
      sql: "ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE",
      reads: ["addColumn", "createUnique"],
    },
    {
      sql: "ALTER TABLE ONLY public.users ADD COLUMN a int CHECK (a > 0), DROP COLUMN note",
      reads: ["dropColumn", "addColumn", "createCheck"],
    },
    { sql: "ALTER TABLE users ALTER COLUMN email TYPE text USING email::text", reads: ["alterColumn"] },
    {
      sql: "ALTER TABLE users ALTER email SET NOT NULL, ALTER email DROP DEFAULT",
      reads: ["alterColumn", "alterColumn"],
    },
    {
      sql: "ALTER TABLE users ADD CONSTRAINT fk FOREIGN KEY (org_id) REFERENCES orgs (id) ON DELETE CASCADE NOT VALID",
      reads: ["createForeignKey"],
    },
    { sql: "ALTER TABLE users VALIDATE CONSTRAINT ck", reads: ["validateConstraint"] },
    { sql: "ALTER TABLE users DROP CONSTRAINT users_email_key", reads: ["dropConstraint"] },
    { sql: "ALTER TABLE users RENAME COLUMN email TO mail", reads: ["renameColumn"] },
    { sql: "ALTER TABLE users OWNER TO postgres", reads: [] },
    { sql: "ALTER TABLE users ADD COLUMN n int GENERATED ALWAYS AS IDENTITY", reads: ["addColumn"] },
    {
      sql: "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq ON users USING btree (email) INCLUDE (org_id)",
      reads: ["createIndex"],
    },
    { sql: "DROP INDEX CONCURRENTLY ix", reads: ["dropIndex"] },
    { sql: "ALTER INDEX ev1_pkey RENAME TO other", reads: ["renameIndex"] },
    { sql: 'CREATE STATISTICS IF NOT EXISTS more ON "id", org_id FROM users', reads: ["createStatistics"] },
    { sql: "CREATE STATISTICS IF NOT EXISTS st ON id, org_id FROM users", reads: [] },
    { sql: "CREATE STATISTICS ON id, org_id FROM users", reads: [] },
    { sql: "ALTER STATISTICS public.st SET STATISTICS 100", reads: ["setStatisticsTarget"] },
    { sql: "ALTER STATISTICS st SET STATISTICS DEFAULT", reads: ["setStatisticsTarget"] },
    { sql: "ALTER STATISTICS st RENAME TO ts", reads: ["dropStatistics", "createStatistics"] },
    { sql: "ALTER STATISTICS st OWNER TO postgres", reads: [] },
    { sql: "DROP STATISTICS IF EXISTS st, absent", reads: ["dropStatistics"] },
    { sql: "CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING", reads: [] },
    { sql: "DROP TABLE users", reads: ["dropTable"] },
    { sql: "DROP TABLE users CASCADE", reads: undefined },
    { sql: "ALTER TYPE mood ADD VALUE 'glad' AFTER 'ok'", reads: ["addEnumValue"] },
    { sql: "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'", reads: [] },
    { sql: "UPDATE users SET email = 'x'", reads: [] },
    { sql: "DO $$ BEGIN ALTER TABLE users DROP COLUMN email; END $$", reads: undefined },
    { sql: "CREATE TABLE copy AS SELECT * FROM users", reads: undefined },
  ],
  mysql: [
    {
      sql: "ALTER TABLE users ADD COLUMN a INT NOT NULL DEFAULT 0 AFTER id, ADD INDEX ia (a)",
      reads: ["addColumn", "createIndex"],
    },
    { sql: "ALTER TABLE users MODIFY email VARCHAR(200) NOT NULL DEFAULT 'x'", reads: ["alterColumn"] },
    { sql: "ALTER TABLE users CHANGE email mail VARCHAR(80) NOT NULL DEFAULT 'x'", reads: ["renameColumn"] },
    { sql: "ALTER TABLE users DROP FOREIGN KEY fk, DROP KEY ix", reads: ["dropConstraint", "dropIndex"] },
    { sql: "RENAME TABLE users TO people", reads: ["renameTable"] },
    { sql: "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4", reads: undefined },
    { sql: "ALTER TABLE users DROP COLUMN email, FORCE, ENGINE=InnoDB", reads: ["dropColumn"] },
    {
      sql: "ALTER TABLE users ROW_FORMAT=COMPRESSED, COMMENT='x', AUTO_INCREMENT=7",
      reads: ["setTableOptions", "setTableComment"],
    },
    { sql: "ALTER TABLE users DEFAULT CHARACTER SET latin1", reads: undefined },
    { sql: "ALTER TABLE users TRUNCATE PARTITION p0", reads: [] },
    { sql: "ALTER TABLE users DROP PARTITION p0", reads: undefined },
    { sql: "DELETE FROM users LIMIT 5", reads: [] },
  ],
  sqlite: [
    { sql: "ALTER TABLE users ADD COLUMN a INTEGER CHECK (a > 0)", reads: ["addColumn", "createCheck"] },
    { sql: "ALTER TABLE Users DROP COLUMN org_id", reads: ["dropColumn"] },
    { sql: "ALTER TABLE users RENAME email TO mail", reads: ["renameColumn"] },
    { sql: "DROP INDEX IF EXISTS IX", reads: ["dropIndex"] },
    { sql: "ALTER TABLE users DROP Email", reads: ["dropColumn"] },
    { sql: "ALTER TABLE users ALTER COLUMN email DROP NOT NULL", reads: ["alterColumn"] },
    { sql: "ALTER TABLE users ADD CONSTRAINT ck CHECK (id > 0)", reads: ["createCheck"] },
    { sql: "ALTER TABLE users DROP CONSTRAINT elsewhere", reads: undefined },
    { sql: "CREATE TEMP TABLE t (a INT)", reads: [] },
    { sql: "CREATE TABLE t AS SELECT * FROM users", reads: undefined },
    { sql: "CREATE VIRTUAL TABLE f USING fts5(x)", reads: undefined },
    { sql: "CREATE VIEW v AS SELECT 1", reads: undefined },
    { sql: "INSERT INTO users (email) VALUES ('x')", reads: [] },
  ],
};

function schemaOf(dialect: Dialect, sql: string): Schema {
  return dialect
    .split(sql)
    .reduce((schema, { sql }) => applyOps(schema, dialect.readOps(sql, schema, dialect.newest) ?? []), emptySchema);
}

describe.each(Object.keys(rows))("raw SQL of %s is read as ops", async (name) => {
  const dialect = await dialectFor(name);
  const schema = schemaOf(dialect, start[name] ?? "");

  it("the table, its keys and its indexes", async () => {
    await expect(schema).toMatchFileSnapshot(`../cases/read-ops/${name}.txt`);
  });

  it.each(rows[name] ?? [])("$sql", ({ sql, reads }) => {
    const ops = dialect.readOps(sql, schema, dialect.newest);
    expect(ops?.map(({ kind }) => kind)).toEqual(reads);
    // What is read can be carried out.
    applyOps(schema, ops ?? []);
  });
});
