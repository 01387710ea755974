import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { plan } from "../../src/dialects/postgres/plan.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { ready } from "../../src/dialects/postgres/ready.ts";
import { saferForms, withNames } from "../../src/diff/safer-forms.ts";
import { wayBack } from "../../src/diff/way-back.ts";
import type { Op } from "../../src/ops/op.ts";
import { printOps } from "../../src/ops/print-typescript.ts";
import { safely } from "../../src/project/directions.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { ask, empty, openFresh, opsBetween, perform, schemaOf } from "./postgres-writer.ts";

interface Case {
  readonly claim: string;
  /** The database before and after, as SQL; rows are put into "t" before. */
  readonly from: string;
  readonly to: string;
  /** What is written, each operation on a line. */
  readonly up: readonly string[];
  readonly down: readonly string[];
}

const T = "CREATE TABLE t (id int NOT NULL, a int, b text";
const FIRED = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL;END'";
const manner = { dialect: postgres, isBlocking: false };
const rows = "INSERT INTO t SELECT n, n, 'x' || n FROM generate_series(1, 50) n";

const cases: readonly Case[] = [
  {
    claim: "new values of an enum go by one change of it, which comes or goes with its table's rows",
    from: "CREATE TYPE r AS ENUM ('a', 'b'); CREATE TABLE t (id int NOT NULL, a int, b text, r r)",
    to: "CREATE TYPE r AS ENUM ('a', 'c', 'b', 'd'); CREATE TABLE t (id int NOT NULL, a int, b text, r r)",
    up: ['op.addEnumValue("r", "c", { before: "b" });', 'op.addEnumValue("r", "d");'],
    down: ['op.alterEnum("r", ["a", "b"]);'],
  },
  {
    claim: "an index is built concurrently, and dropped so",
    from: `${T})`,
    to: `${T}); CREATE INDEX ix ON t (a) WHERE a > 3`,
    up: ['op.createIndex("ix", "t", ["a"], { where: sql`a > 3`, concurrently: true });'],
    down: ['op.dropIndex("ix", "t", { concurrently: true });'],
  },
  {
    claim: "an index that is another now is there before the old one goes",
    from: `${T}); CREATE INDEX ix ON t (a)`,
    to: `${T}); CREATE INDEX ix ON t (a, b)`,
    up: [
      'op.createIndex("ix_new", "t", ["a", "b"], { concurrently: true });',
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.renameIndex("ix_new", "t", "ix");',
    ],
    down: [
      'op.createIndex("ix_new", "t", ["a"], { concurrently: true });',
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.renameIndex("ix_new", "t", "ix");',
    ],
  },
  {
    claim: "where the other name is taken, the old index goes first",
    from: `${T}); CREATE INDEX ix ON t (a); CREATE INDEX ix_new ON t (b)`,
    to: `${T}); CREATE INDEX ix ON t (a, b); CREATE INDEX ix_new ON t (b)`,
    up: [
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.createIndex("ix", "t", ["a", "b"], { concurrently: true });',
    ],
    down: [
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.createIndex("ix", "t", ["a"], { concurrently: true });',
    ],
  },
  {
    claim: "an index of a materialized view is built concurrently, and dropped so",
    from: `${T}); CREATE MATERIALIZED VIEW v AS SELECT id FROM t`,
    to: `${T}); CREATE MATERIALIZED VIEW v AS SELECT id FROM t; CREATE UNIQUE INDEX ix ON v (id)`,
    up: ['op.createIndex("ix", "v", ["id"], { unique: true, concurrently: true });'],
    down: ['op.dropIndex("ix", "v", { concurrently: true });'],
  },
  {
    claim: "an index of a materialized view that is another now is there before the old one goes",
    from: `${T}); CREATE MATERIALIZED VIEW v AS SELECT id FROM t; CREATE INDEX ix ON v (id); CREATE INDEX iz ON v (id DESC)`,
    to: `${T}); CREATE MATERIALIZED VIEW v AS SELECT id FROM t; CREATE UNIQUE INDEX ix ON v (id); CREATE INDEX iy ON v (id DESC)`,
    up: [
      'op.renameIndex("iz", "v", "iy");',
      'op.createIndex("ix_new", "v", ["id"], { unique: true, concurrently: true });',
      'op.dropIndex("ix", "v", { concurrently: true });',
      'op.renameIndex("ix_new", "v", "ix");',
    ],
    down: [
      'op.renameIndex("iy", "v", "iz");',
      'op.createIndex("ix_new", "v", ["id"], { concurrently: true });',
      'op.dropIndex("ix", "v", { concurrently: true });',
      'op.renameIndex("ix_new", "v", "ix");',
    ],
  },
  {
    claim: "a materialized view that is made anew for what comes or goes gets its indexes in the same transaction",
    from: `${T}); CREATE MATERIALIZED VIEW v WITH (fillfactor = 70) AS SELECT a FROM t; CREATE INDEX ix ON v (a)`,
    to: "CREATE TABLE t (id int NOT NULL, a bigint, b text); CREATE MATERIALIZED VIEW v WITH (fillfactor = 70) AS SELECT a FROM t; CREATE INDEX ix ON v (a)",
    up: [
      'op.dropView("v", { materialized: true });',
      'op.alterColumn("t", "a", { type: bigint() });',
      'op.createView("v", sql`SELECT a FROM t`, { materialized: true, storage: { fillfactor: "70" } });',
      'op.createIndex("ix", "v", ["a"]);',
    ],
    down: [
      'op.dropIndex("ix", "v");',
      'op.dropView("v", { materialized: true });',
      'op.alterColumn("t", "a", { type: integer() });',
      'op.createView("v", sql`SELECT a FROM t`, { materialized: true, storage: { fillfactor: "70" }, indexes: [index("ix", ["a"])] });',
    ],
  },
  {
    claim: "a materialized view gets other storage parameters in its place",
    from: `${T}); CREATE MATERIALIZED VIEW v WITH (fillfactor = 70) AS SELECT a FROM t`,
    to: `${T}); CREATE MATERIALIZED VIEW v WITH (autovacuum_enabled = false) AS SELECT a FROM t`,
    up: ['op.setViewOptions("v", { storage: { autovacuum_enabled: "false" } });'],
    down: ['op.setViewOptions("v", { storage: { fillfactor: "70" } });'],
  },
  {
    claim: "an index goes with its column, just before the new one is made, and last where the other one's comes",
    from: `${T}); CREATE INDEX ix ON t (a)`,
    to: "CREATE TABLE t (id int NOT NULL, b text); CREATE INDEX ix ON t (b)",
    up: [
      'op.dropIndex("ix", "t");',
      'op.createIndex("ix", "t", ["b"], { concurrently: true });',
      'op.dropColumn("t", "a");',
    ],
    down: [
      'op.addColumn("t", column("a", integer()));',
      'op.createIndex("ix_new", "t", ["a"], { concurrently: true });',
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.renameIndex("ix_new", "t", "ix");',
    ],
  },
  {
    claim: "an index that is another now is there while a value of its enum comes or goes, and a column is filled",
    from: "CREATE TYPE r AS ENUM ('a', 'b'); CREATE TABLE t (id int PRIMARY KEY, a int, b text, r r); CREATE INDEX ix ON t (a)",
    to: "CREATE TYPE r AS ENUM ('a', 'c', 'b'); CREATE TABLE t (id int PRIMARY KEY, a int, b text, r r DEFAULT 'c', u uuid NOT NULL DEFAULT gen_random_uuid(), CONSTRAINT ck CHECK (a > 0)); CREATE INDEX ix ON t (a, r)",
    up: [
      'op.addEnumValue("r", "c", { before: "b" });',
      'op.addColumn("t", column("u", uuid()));',
      'op.alterColumn("t", "u", { default: sql`gen_random_uuid()` });',
      'op.alterColumn("t", "r", { default: "c" });',
      'op.backfill("t", { set: { u: sql`gen_random_uuid()` }, where: sql`"u" IS NULL` });',
      'op.createIndex("ix_new", "t", ["a", "r"], { concurrently: true });',
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.createCheckConstraint("t_u_is_not_null", "t", sql`"u" IS NOT NULL`, { notValid: true });',
      'op.createCheckConstraint("ck", "t", sql`a > 0`, { notValid: true });',
      'op.renameIndex("ix_new", "t", "ix");',
      'op.validateConstraint("t_u_is_not_null", "t", { type: "check" });',
      'op.validateConstraint("ck", "t", { type: "check" });',
      'op.alterColumn("t", "u", { nullable: false });',
      'op.dropConstraint("t_u_is_not_null", "t", { type: "check" });',
    ],
    down: [
      'op.dropConstraint("ck", "t", { type: "check" });',
      'op.alterColumn("t", "r", { default: null });',
      'op.alterEnum("r", ["a", "b"]);',
      'op.createIndex("ix_new", "t", ["a"], { concurrently: true });',
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.dropColumn("t", "u");',
      'op.renameIndex("ix_new", "t", "ix");',
    ],
  },
  {
    claim: "a view that is made anew for what comes or goes is gone for one transaction",
    from: `CREATE TYPE r AS ENUM ('a', 'b'); ${T}, r r); CREATE VIEW v AS SELECT a, r FROM t; CREATE INDEX ix ON t (a)`,
    to: "CREATE TYPE r AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id int NOT NULL, a bigint NOT NULL, b text, r r DEFAULT 'c', n int, CONSTRAINT ck CHECK (n > 0)); CREATE VIEW v AS SELECT a, r, n FROM t; CREATE INDEX ix ON t (a, n)",
    up: [
      'op.addEnumValue("r", "c");',
      'op.dropView("v");',
      'op.dropIndex("ix", "t");',
      'op.addColumn("t", column("n", integer()));',
      'op.alterColumn("t", "a", { type: bigint() });',
      'op.createCheckConstraint("t_a_is_not_null", "t", sql`"a" IS NOT NULL`, { notValid: true });',
      'op.alterColumn("t", "r", { default: "c" });',
      'op.createCheckConstraint("ck", "t", sql`n > 0`, { notValid: true });',
      'op.createView("v", sql`SELECT a, r, n FROM t`);',
      'op.createIndex("ix", "t", ["a", "n"], { concurrently: true });',
      'op.validateConstraint("t_a_is_not_null", "t", { type: "check" });',
      'op.validateConstraint("ck", "t", { type: "check" });',
      'op.alterColumn("t", "a", { nullable: false });',
      'op.dropConstraint("t_a_is_not_null", "t", { type: "check" });',
    ],
    down: [
      'op.dropView("v");',
      'op.dropIndex("ix", "t");',
      'op.dropConstraint("ck", "t", { type: "check" });',
      'op.alterColumn("t", "r", { default: null });',
      'op.alterColumn("t", "a", { type: integer(), nullable: true });',
      'op.alterEnum("r", ["a", "b"]);',
      'op.createView("v", sql`SELECT a, r FROM t`);',
      'op.createIndex("ix", "t", ["a"], { concurrently: true });',
      'op.dropColumn("t", "n");',
    ],
  },
  {
    claim: "a key that is another now stays until the new one takes its place",
    from: `${T}, CONSTRAINT u UNIQUE (a))`,
    to: `${T}, CONSTRAINT u UNIQUE (a, b))`,
    up: [
      'op.createIndex("u_new", "t", ["a", "b"], { unique: true, concurrently: true });',
      'op.dropConstraint("u", "t", { type: "unique" });',
      'op.createUniqueConstraint("u", "t", ["a", "b"], { usingIndex: "u_new" });',
    ],
    down: [
      'op.createIndex("u_new", "t", ["a"], { unique: true, concurrently: true });',
      'op.dropConstraint("u", "t", { type: "unique" });',
      'op.createUniqueConstraint("u", "t", ["a"], { usingIndex: "u_new" });',
    ],
  },
  {
    claim: "a primary key that is another now stays until the new one takes its place",
    from: `${T}, CONSTRAINT pk PRIMARY KEY (id))`,
    to: `CREATE TABLE t (id int NOT NULL, a int NOT NULL, b text, CONSTRAINT pk PRIMARY KEY (id, a))`,
    up: [
      'op.createCheckConstraint("t_a_is_not_null", "t", sql`"a" IS NOT NULL`, { notValid: true });',
      'op.validateConstraint("t_a_is_not_null", "t", { type: "check" });',
      'op.createIndex("pk_new", "t", ["id", "a"], { unique: true, concurrently: true });',
      'op.alterColumn("t", "a", { nullable: false });',
      'op.dropConstraint("t_a_is_not_null", "t", { type: "check" });',
      'op.dropConstraint("pk", "t", { type: "primary" });',
      'op.createPrimaryKey("pk", "t", ["id", "a"], { usingIndex: "pk_new" });',
    ],
    down: [
      'op.createIndex("pk_new", "t", ["id"], { unique: true, concurrently: true });',
      'op.dropConstraint("pk", "t", { type: "primary" });',
      'op.createPrimaryKey("pk", "t", ["id"], { usingIndex: "pk_new" });',
      'op.alterColumn("t", "a", { nullable: true });',
    ],
  },
  {
    claim: "a key that takes the name of another one's old key comes when that is gone",
    from: `${T}, c serial, CONSTRAINT pk_t PRIMARY KEY (id)); CREATE TABLE u (id int NOT NULL, a int NOT NULL, CONSTRAINT pk_u PRIMARY KEY (id))`,
    to: `${T}, c serial, CONSTRAINT pk_u PRIMARY KEY (c)); CREATE TABLE u (id int NOT NULL, a int NOT NULL, CONSTRAINT pk_w PRIMARY KEY (a))`,
    up: [
      'op.dropConstraint("pk_u", "u", { type: "primary" });',
      'op.createIndex("pk_u", "t", ["c"], { unique: true, concurrently: true });',
      'op.createIndex("pk_w", "u", ["a"], { unique: true, concurrently: true });',
      'op.dropConstraint("pk_t", "t", { type: "primary" });',
      'op.createPrimaryKey("pk_u", "t", ["c"], { usingIndex: "pk_u" });',
      'op.createPrimaryKey("pk_w", "u", ["a"], { usingIndex: "pk_w" });',
    ],
    down: [
      'op.dropConstraint("pk_u", "t", { type: "primary" });',
      'op.createIndex("pk_u", "u", ["id"], { unique: true, concurrently: true });',
      'op.createIndex("pk_t", "t", ["id"], { unique: true, concurrently: true });',
      'op.dropConstraint("pk_w", "u", { type: "primary" });',
      'op.createPrimaryKey("pk_u", "u", ["id"], { usingIndex: "pk_u" });',
      'op.createPrimaryKey("pk_t", "t", ["id"], { usingIndex: "pk_t" });',
    ],
  },
  {
    claim: "a foreign key is gone for the transaction in which its key is another",
    from: `${T}, CONSTRAINT u UNIQUE (a)); CREATE TABLE o (t int CONSTRAINT to_t REFERENCES t (a))`,
    to: `${T}, CONSTRAINT u UNIQUE (a) INCLUDE (b)); CREATE TABLE o (t int CONSTRAINT to_t REFERENCES t (a))`,
    up: [
      'op.createIndex("u_new", "t", ["a"], { unique: true, include: ["b"], concurrently: true });',
      'op.dropConstraint("to_t", "o", { type: "foreignkey" });',
      'op.dropConstraint("u", "t", { type: "unique" });',
      'op.createUniqueConstraint("u", "t", ["a"], { usingIndex: "u_new", include: ["b"] });',
      'op.createForeignKey("to_t", "o", "t", ["t"], ["a"], { notValid: true });',
      'op.validateConstraint("to_t", "o", { type: "foreignkey" });',
    ],
    down: [
      'op.createIndex("u_new", "t", ["a"], { unique: true, concurrently: true });',
      'op.dropConstraint("to_t", "o", { type: "foreignkey" });',
      'op.dropConstraint("u", "t", { type: "unique" });',
      'op.createUniqueConstraint("u", "t", ["a"], { usingIndex: "u_new" });',
      'op.createForeignKey("to_t", "o", "t", ["t"], ["a"], { notValid: true });',
      'op.validateConstraint("to_t", "o", { type: "foreignkey" });',
    ],
  },
  {
    claim: "a column whose default differs from row to row is filled in batches",
    from: "CREATE TABLE t (id int PRIMARY KEY, a int, b text)",
    to: "CREATE TABLE t (id int PRIMARY KEY, a int, b text, u uuid DEFAULT gen_random_uuid())",
    up: [
      'op.addColumn("t", column("u", uuid()));',
      'op.alterColumn("t", "u", { default: sql`gen_random_uuid()` });',
      'op.backfill("t", { set: { u: sql`gen_random_uuid()` }, where: sql`"u" IS NULL` });',
    ],
    down: ['op.dropColumn("t", "u");'],
  },
  {
    claim: "such a column that is NOT NULL becomes so when it is filled",
    from: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 7'; CREATE TABLE t (id int PRIMARY KEY, a int, b text)",
    to: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 7'; CREATE TABLE t (id int PRIMARY KEY, a int, b text, n int NOT NULL DEFAULT f())",
    up: [
      'op.addColumn("t", column("n", integer()));',
      'op.alterColumn("t", "n", { default: sql`f()` });',
      'op.backfill("t", { set: { n: sql`f()` }, where: sql`"n" IS NULL` });',
      'op.createCheckConstraint("t_n_is_not_null", "t", sql`"n" IS NOT NULL`, { notValid: true });',
      'op.validateConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "n", { nullable: false });',
      'op.dropConstraint("t_n_is_not_null", "t", { type: "check" });',
    ],
    down: ['op.dropColumn("t", "n");'],
  },
  {
    claim: "a new serial column numbers new rows first, then those that are there",
    from: "CREATE TABLE t (id int PRIMARY KEY, a int, b text)",
    to: "CREATE TABLE t (id int PRIMARY KEY, a int, b text, n serial, CONSTRAINT u UNIQUE (n))",
    up: [
      'op.addColumn("t", column("n", integer()));',
      'op.alterColumn("t", "n", { autoincrement: true });',
      `op.backfill("t", { set: { n: sql\`nextval(pg_get_serial_sequence('"t"', 'n'))\` }, where: sql\`"n" IS NULL\` });`,
      'op.createIndex("u", "t", ["n"], { unique: true, concurrently: true });',
      'op.createCheckConstraint("t_n_is_not_null", "t", sql`"n" IS NOT NULL`, { notValid: true });',
      'op.createUniqueConstraint("u", "t", ["n"], { usingIndex: "u" });',
      'op.validateConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "n", { nullable: false });',
      'op.dropConstraint("t_n_is_not_null", "t", { type: "check" });',
    ],
    down: ['op.dropConstraint("u", "t", { type: "unique" });', 'op.dropColumn("t", "n");'],
  },
  {
    claim: "a new serial key is NOT NULL before it is one",
    from: "CREATE TABLE t (id int NOT NULL UNIQUE, a int, b text)",
    to: "CREATE TABLE t (id int NOT NULL UNIQUE, a int, b text, n serial CONSTRAINT pk PRIMARY KEY)",
    up: [
      'op.addColumn("t", column("n", integer()));',
      'op.alterColumn("t", "n", { autoincrement: true });',
      `op.backfill("t", { set: { n: sql\`nextval(pg_get_serial_sequence('"t"', 'n'))\` }, where: sql\`"n" IS NULL\` });`,
      'op.createIndex("pk", "t", ["n"], { unique: true, concurrently: true });',
      'op.createCheckConstraint("t_n_is_not_null", "t", sql`"n" IS NOT NULL`, { notValid: true });',
      'op.validateConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "n", { nullable: false });',
      'op.dropConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.createPrimaryKey("pk", "t", ["n"], { usingIndex: "pk" });',
    ],
    down: ['op.dropConstraint("pk", "t", { type: "primary" });', 'op.dropColumn("t", "n");'],
  },
  {
    claim: "a new identity column has a sequence until it is NOT NULL",
    from: "CREATE TABLE t (id int PRIMARY KEY, a int, b text)",
    to: "CREATE TABLE t (id int PRIMARY KEY, a int, b text, n bigint GENERATED ALWAYS AS IDENTITY (CACHE 5))",
    up: [
      'op.addColumn("t", column("n", bigint()));',
      'op.alterColumn("t", "n", { autoincrement: true });',
      `op.backfill("t", { set: { n: sql\`nextval(pg_get_serial_sequence('"t"', 'n'))\` }, where: sql\`"n" IS NULL\` });`,
      'op.createCheckConstraint("t_n_is_not_null", "t", sql`"n" IS NOT NULL`, { notValid: true });',
      'op.validateConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "n", { nullable: false });',
      'op.dropConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "n", { identity: { always: true, cache: "5" }, autoincrement: false });',
    ],
    down: ['op.dropColumn("t", "n");'],
  },
  {
    claim: "one that begins and steps in its own way has a sequence that does so until then",
    from: "CREATE TABLE t (id int PRIMARY KEY, a int, b text)",
    to: "CREATE TABLE t (id int PRIMARY KEY, a int, b text, n int GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10))",
    up: [
      'op.createSequence("t_n_numbers", { type: "integer", start: "100", increment: "10" });',
      'op.addColumn("t", column("n", integer()));',
      `op.alterColumn("t", "n", { default: sql\`nextval('"t_n_numbers"'::regclass)\` });`,
      `op.backfill("t", { set: { n: sql\`nextval('"t_n_numbers"'::regclass)\` }, where: sql\`"n" IS NULL\` });`,
      'op.createCheckConstraint("t_n_is_not_null", "t", sql`"n" IS NOT NULL`, { notValid: true });',
      'op.validateConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "n", { nullable: false });',
      'op.dropConstraint("t_n_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "n", { default: null, identity: { always: true, start: "100", increment: "10" } });',
      'op.dropSequence("t_n_numbers");',
    ],
    down: ['op.dropColumn("t", "n");'],
  },
  {
    claim: "what may fail is added before rows are filled, so that nothing is kept of it",
    from: "CREATE TABLE t (id int PRIMARY KEY, a int, b text)",
    to: "CREATE TABLE t (id int PRIMARY KEY, a int, b text, u uuid DEFAULT gen_random_uuid(), v int NOT NULL DEFAULT 1); CREATE INDEX ix ON t (u)",
    up: [
      'op.addColumn("t", column("u", uuid()));',
      'op.alterColumn("t", "u", { default: sql`gen_random_uuid()` });',
      'op.addColumn("t", column("v", integer(), { nullable: false, default: 1 }));',
      'op.backfill("t", { set: { u: sql`gen_random_uuid()` }, where: sql`"u" IS NULL` });',
      'op.createIndex("ix", "t", ["u"], { concurrently: true });',
    ],
    down: ['op.dropIndex("ix", "t", { concurrently: true });', 'op.dropColumn("t", "v");', 'op.dropColumn("t", "u");'],
  },
  {
    claim: "rows are filled before a check refuses them, and before a new trigger fires for each",
    from: `${FIRED}; CREATE TABLE t (id int PRIMARY KEY, a int, b text)`,
    to: `${FIRED}; CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b text, u uuid NOT NULL DEFAULT gen_random_uuid(), v uuid NOT NULL DEFAULT gen_random_uuid(), CONSTRAINT ck CHECK (a > 0)); CREATE TRIGGER tr AFTER UPDATE ON t EXECUTE FUNCTION f()`,
    up: [
      'op.addColumn("t", column("u", uuid()));',
      'op.alterColumn("t", "u", { default: sql`gen_random_uuid()` });',
      'op.addColumn("t", column("v", uuid()));',
      'op.alterColumn("t", "v", { default: sql`gen_random_uuid()` });',
      'op.backfill("t", { set: { u: sql`gen_random_uuid()` }, where: sql`"u" IS NULL` });',
      'op.backfill("t", { set: { v: sql`gen_random_uuid()` }, where: sql`"v" IS NULL` });',
      'op.createCheckConstraint("t_u_is_not_null", "t", sql`"u" IS NOT NULL`, { notValid: true });',
      'op.createCheckConstraint("t_v_is_not_null", "t", sql`"v" IS NOT NULL`, { notValid: true });',
      'op.createCheckConstraint("t_a_is_not_null", "t", sql`"a" IS NOT NULL`, { notValid: true });',
      'op.createCheckConstraint("ck", "t", sql`a > 0`, { notValid: true });',
      'op.createTrigger("tr", "t", sql`CREATE TRIGGER tr AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f()`);',
      'op.validateConstraint("t_u_is_not_null", "t", { type: "check" });',
      'op.validateConstraint("t_v_is_not_null", "t", { type: "check" });',
      'op.validateConstraint("t_a_is_not_null", "t", { type: "check" });',
      'op.validateConstraint("ck", "t", { type: "check" });',
      'op.alterColumn("t", "u", { nullable: false });',
      'op.dropConstraint("t_u_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "v", { nullable: false });',
      'op.dropConstraint("t_v_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "a", { nullable: false });',
      'op.dropConstraint("t_a_is_not_null", "t", { type: "check" });',
    ],
    down: [
      'op.dropTrigger("tr", "t");',
      'op.dropConstraint("ck", "t", { type: "check" });',
      'op.alterColumn("t", "a", { nullable: true });',
      'op.dropColumn("t", "v");',
      'op.dropColumn("t", "u");',
    ],
  },
  {
    claim:
      "triggers, rules and statistics that change beside an index go before they come, and a rule comes when the rows are filled",
    from: `${FIRED}; CREATE TABLE t (id int PRIMARY KEY, a int, b text); CREATE TRIGGER tr AFTER INSERT ON t EXECUTE FUNCTION f(); CREATE RULE ru AS ON DELETE TO t DO INSTEAD NOTHING; CREATE STATISTICS st ON a, b FROM t`,
    to: `${FIRED}; CREATE TABLE t (id int PRIMARY KEY, a int, b text, u uuid DEFAULT gen_random_uuid()); CREATE INDEX ix ON t (a); CREATE TRIGGER tr AFTER DELETE ON t EXECUTE FUNCTION f(); CREATE RULE ru AS ON UPDATE TO t DO INSTEAD NOTHING; CREATE STATISTICS st (mcv) ON a, b FROM t`,
    up: [
      'op.dropTrigger("tr", "t");',
      'op.dropRule("ru", "t");',
      'op.dropStatistics("st");',
      'op.addColumn("t", column("u", uuid()));',
      'op.alterColumn("t", "u", { default: sql`gen_random_uuid()` });',
      'op.createTrigger("tr", "t", sql`CREATE TRIGGER tr AFTER DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION f()`);',
      'op.createStatistics("st", "t", ["a", "b"], { kinds: ["mcv"] });',
      'op.backfill("t", { set: { u: sql`gen_random_uuid()` }, where: sql`"u" IS NULL` });',
      'op.createIndex("ix", "t", ["a"], { concurrently: true });',
      'op.createRule("ru", "t", sql`CREATE RULE ru AS ON UPDATE TO t DO INSTEAD NOTHING`);',
    ],
    down: [
      'op.dropStatistics("st");',
      'op.dropRule("ru", "t");',
      'op.dropTrigger("tr", "t");',
      'op.createStatistics("st", "t", ["a", "b"]);',
      'op.createRule("ru", "t", sql`CREATE RULE ru AS ON DELETE TO t DO INSTEAD NOTHING`);',
      'op.createTrigger("tr", "t", sql`CREATE TRIGGER tr AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f()`);',
      'op.dropIndex("ix", "t", { concurrently: true });',
      'op.dropColumn("t", "u");',
    ],
  },
  {
    claim: "a table without a key of its rows has no batches, while somebody waits for a column that comes or goes",
    from: `${T})`,
    to: `${T}, u uuid DEFAULT gen_random_uuid())`,
    up: ['op.addColumn("t", column("u", uuid(), { default: sql`gen_random_uuid()` }));'],
    down: ['op.dropColumn("t", "u");'],
  },
  {
    claim: "a check is made NOT VALID and validated by itself",
    from: `${T})`,
    to: `${T}, CONSTRAINT positive CHECK (a > 0))`,
    up: [
      'op.createCheckConstraint("positive", "t", sql`a > 0`, { notValid: true });',
      'op.validateConstraint("positive", "t", { type: "check" });',
    ],
    down: ['op.dropConstraint("positive", "t", { type: "check" });'],
  },
  {
    claim: "a column becomes NOT NULL by a check that proves it",
    from: `${T})`,
    to: "CREATE TABLE t (id int NOT NULL, a int NOT NULL, b text)",
    up: [
      'op.createCheckConstraint("t_a_is_not_null", "t", sql`"a" IS NOT NULL`, { notValid: true });',
      'op.validateConstraint("t_a_is_not_null", "t", { type: "check" });',
      'op.alterColumn("t", "a", { nullable: false });',
      'op.dropConstraint("t_a_is_not_null", "t", { type: "check" });',
    ],
    down: ['op.alterColumn("t", "a", { nullable: true });'],
  },
  {
    claim: "so does a column that comes from another table",
    from: `${T}); CREATE TABLE h () INHERITS (t)`,
    to: `${T}); CREATE TABLE h () INHERITS (t); ALTER TABLE h ALTER a SET NOT NULL`,
    up: [
      'op.createCheckConstraint("h_a_is_not_null", "h", sql`"a" IS NOT NULL`, { notValid: true });',
      'op.validateConstraint("h_a_is_not_null", "h", { type: "check" });',
      'op.alterColumn("h", "a", { nullable: false });',
      'op.dropConstraint("h_a_is_not_null", "h", { type: "check" });',
    ],
    down: ['op.alterColumn("h", "a", { nullable: true });'],
  },
  {
    claim: "a column that a check proves to be NOT NULL needs no other",
    from: `${T}, CONSTRAINT there CHECK (a IS NOT NULL))`,
    to: "CREATE TABLE t (id int NOT NULL, a int NOT NULL, b text, CONSTRAINT there CHECK (a IS NOT NULL))",
    up: ['op.alterColumn("t", "a", { nullable: false });'],
    down: ['op.alterColumn("t", "a", { nullable: true });'],
  },
  {
    claim: "a key is made of an index, and a foreign key refers to it then",
    from: `${T}); CREATE TABLE o (t int)`,
    to: `${T}, PRIMARY KEY (id)); CREATE TABLE o (t int CONSTRAINT to_t REFERENCES t)`,
    up: [
      'op.createIndex("t_pkey", "t", ["id"], { unique: true, concurrently: true });',
      'op.createPrimaryKey("t_pkey", "t", ["id"], { usingIndex: "t_pkey" });',
      'op.createForeignKey("to_t", "o", "t", ["t"], ["id"], { notValid: true });',
      'op.validateConstraint("to_t", "o", { type: "foreignkey" });',
    ],
    down: [
      'op.dropConstraint("to_t", "o", { type: "foreignkey" });',
      'op.dropConstraint("t_pkey", "t", { type: "primary" });',
    ],
  },
  {
    claim: "several changes come in few transactions, whatever their order",
    from: `${T}); CREATE INDEX old ON t (b)`,
    to: "CREATE TABLE t (id int NOT NULL, a int NOT NULL DEFAULT 4, b text, c int, CONSTRAINT c1 CHECK (a > 0), CONSTRAINT u UNIQUE (b)); CREATE INDEX new ON t (c)",
    up: [
      'op.addColumn("t", column("c", integer()));',
      'op.alterColumn("t", "a", { default: 4 });',
      'op.createCheckConstraint("t_a_is_not_null", "t", sql`"a" IS NOT NULL`, { notValid: true });',
      'op.createCheckConstraint("c1", "t", sql`a > 0`, { notValid: true });',
      'op.dropIndex("old", "t", { concurrently: true });',
      'op.validateConstraint("t_a_is_not_null", "t", { type: "check" });',
      'op.createIndex("u", "t", ["b"], { unique: true, concurrently: true });',
      'op.validateConstraint("c1", "t", { type: "check" });',
      'op.createIndex("new", "t", ["c"], { concurrently: true });',
      'op.alterColumn("t", "a", { nullable: false });',
      'op.dropConstraint("t_a_is_not_null", "t", { type: "check" });',
      'op.createUniqueConstraint("u", "t", ["b"], { usingIndex: "u" });',
    ],
    down: [
      'op.dropIndex("new", "t", { concurrently: true });',
      'op.dropConstraint("c1", "t", { type: "check" });',
      'op.dropConstraint("u", "t", { type: "unique" });',
      'op.alterColumn("t", "a", { nullable: true, default: null });',
      'op.createIndex("old", "t", ["b"], { concurrently: true });',
      'op.dropColumn("t", "c");',
    ],
  },
  {
    claim: "an index goes before the column that it holds on to",
    from: `${T}); CREATE INDEX ix ON t (b)`,
    to: "CREATE TABLE t (id int NOT NULL, a int)",
    up: ['op.dropIndex("ix", "t", { concurrently: true });', 'op.dropColumn("t", "b");'],
    down: ['op.addColumn("t", column("b", text()));', 'op.createIndex("ix", "t", ["b"], { concurrently: true });'],
  },
  {
    claim: "a table that comes or goes is changed in the plain way",
    from: `${T})`,
    to: `${T}); CREATE TABLE n (id int PRIMARY KEY, b text CONSTRAINT c CHECK (b IS NULL)); CREATE INDEX ix ON n (b)`,
    up: [
      'op.createTable("n", [column("id", integer()), column("b", text()), primaryKey("n_pkey", ["id"]), check("c", sql`b IS NULL`)]);',
      'op.createIndex("ix", "n", ["b"]);',
    ],
    down: ['op.dropIndex("ix", "n");', 'op.dropTable("n");'],
  },
  {
    claim: "an index of a partitioned table is built so, and goes at once",
    from: "CREATE TABLE t (id int NOT NULL, a int, b text) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX iy ON t (b)",
    to: "CREATE TABLE t (id int NOT NULL, a int, b text) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX ix ON t (a); CREATE INDEX iy ON t (b, a)",
    up: [
      'op.createIndex("ix", "t", ["a"], { concurrently: true });',
      'op.createIndex("iy_new", "t", ["b", "a"], { concurrently: true });',
      'op.dropIndex("iy", "t");',
      'op.renameIndex("iy_new", "t", "iy");',
    ],
    down: [
      'op.dropIndex("ix", "t");',
      'op.createIndex("iy_new", "t", ["b"], { concurrently: true });',
      'op.dropIndex("iy", "t");',
      'op.renameIndex("iy_new", "t", "iy");',
    ],
  },
  {
    claim: "an index of a partitioned table may be called as a column, or as one was called before",
    from: "CREATE TABLE t (id int NOT NULL, a int, b text) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX iz ON t (a); CREATE INDEX iy ON ONLY t (b, id); CREATE INDEX t1_old_idx ON t1 (b, id); ALTER INDEX iy ATTACH PARTITION t1_old_idx",
    to: "CREATE TABLE t (id int NOT NULL, a int, b text) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX iz ON t (a); CREATE INDEX iy ON t (b, id); CREATE INDEX a ON t (a, b); CREATE INDEX old ON t (b)",
    up: [
      'op.createIndex("a", "t", ["a", "b"], { concurrently: true });',
      'op.createIndex("old", "t", ["b"], { concurrently: true });',
    ],
    down: ['op.dropIndex("old", "t");', 'op.dropIndex("a", "t");'],
  },
  {
    claim: "a key that a partition had from its partitioned table has one of its name for successor",
    from: "CREATE TABLE t (id int NOT NULL, a int NOT NULL, b text, CONSTRAINT k PRIMARY KEY (id, a)) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (MAXVALUE)",
    to: "CREATE TABLE t (id int NOT NULL, a int NOT NULL, b text, CONSTRAINT k PRIMARY KEY (id)) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT",
    up: [
      'op.detachPartition("t", "t1");',
      'op.dropConstraint("k", "t", { type: "primary" });',
      'op.createPrimaryKey("k", "t", ["id"]);',
      'op.createIndex("t1_pkey_new", "t1", ["id"], { unique: true, concurrently: true });',
      'op.dropConstraint("t1_pkey", "t1", { type: "primary" });',
      'op.createPrimaryKey("t1_pkey", "t1", ["id"], { usingIndex: "t1_pkey_new" });',
      'op.attachPartition("t", "t1", sql`DEFAULT`);',
    ],
    down: [
      'op.detachPartition("t", "t1");',
      'op.dropConstraint("k", "t", { type: "primary" });',
      'op.createPrimaryKey("k", "t", ["id", "a"]);',
      'op.createIndex("t1_pkey_new", "t1", ["id", "a"], { unique: true, concurrently: true });',
      'op.dropConstraint("t1_pkey", "t1", { type: "primary" });',
      'op.createPrimaryKey("t1_pkey", "t1", ["id", "a"], { usingIndex: "t1_pkey_new" });',
      'op.attachPartition("t", "t1", sql`FOR VALUES FROM (MINVALUE) TO (MAXVALUE)`);',
    ],
  },
  {
    claim: "a partitioned table has checks, indexes and NOT NULL so, and nothing else",
    from: "CREATE TABLE t (id int NOT NULL, a int, b text) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT",
    to: "CREATE TABLE t (id int NOT NULL, a int, b text, CONSTRAINT c CHECK (a > 0), CONSTRAINT u UNIQUE (id, b)) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX ix ON t (a)",
    up: [
      'op.createUniqueConstraint("u", "t", ["id", "b"]);',
      'op.createCheckConstraint("c", "t", sql`a > 0`, { notValid: true });',
      'op.validateConstraint("c", "t", { type: "check" });',
      'op.createIndex("ix", "t", ["a"], { concurrently: true });',
    ],
    down: [
      'op.dropIndex("ix", "t");',
      'op.dropConstraint("c", "t", { type: "check" });',
      'op.dropConstraint("u", "t", { type: "unique" });',
    ],
  },
];

describe.each(wantedMajors)("PostgreSQL %i", (major) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh({ major });
  }, 90_000);
  afterAll(() => connection.close());

  test.each(cases)("$claim", async ({ claim, from, to, up, down }) => {
    const want = await made(to);
    const have = await made(from);
    await connection.execute(rows);
    const ops = withNames(await opsBetween(connection, have, want), have, postgres);
    const forward = safely(ops, have, manner);
    expect(linesOf(forward)).toEqual(up);
    await keepsNobodyWaiting(claim, forward, have);
    expect(await opsBetween(connection, await schemaOf(connection), want)).toEqual([]);

    const back = wayBack(ops, have, postgres);
    if (back.kind === "irreversible") throw new Error(back.reason);
    const after = await schemaOf(connection);
    const backward = safely(back.ops, after, manner);
    expect(linesOf(backward)).toEqual(down);
    await keepsNobodyWaiting(claim, backward, after);
    expect(await opsBetween(connection, await schemaOf(connection), have)).toEqual([]);
  });

  async function made(script: string): Promise<Schema> {
    await empty(connection);
    for (const sql of script.split("; ")) await connection.execute(sql);
    return schemaOf(connection);
  }

  /** Carries the ops out; none may read rows under a lock that keeps writers waiting. Partitioned tables and tables without rows may. */
  async function keepsNobodyWaiting(claim: string, ops: readonly Op[], before: Schema): Promise<void> {
    await ready(ops, connection.server);
    const statements = plan(ops, before, connection.server);
    if (!/comes or goes|partitioned/.test(claim)) expect(statements.filter(blocks).map(({ sql }) => sql)).toEqual([]);
    await perform(connection, statements);
  }

  test("a plain column has the values of a stored generated one by a trigger and a backfill", async () => {
    const before = await made('CREATE TABLE "a T" (id int PRIMARY KEY, "my b" text)');
    await connection.execute(`INSERT INTO "a T" SELECT n, 'x' || n FROM generate_series(1, 50) n`);
    const generated = { expression: `"a T"."my b" || '$$' || id`, stored: true };
    const column = { name: "c", type: { kind: "text" }, nullable: true, generated } as const;
    const ops = postgres.nearForm?.({ kind: "addColumn", table: "a T", column }, before) ?? [];
    await keepsNobodyWaiting("plain", ops, before);
    await connection.execute(`INSERT INTO "a T" VALUES (51, 'new')`);
    await connection.execute(`UPDATE "a T" SET "my b" = 'other' WHERE id = 7`);
    const [row] = await connection.query(
      `SELECT count(*)::int AS n FROM "a T" WHERE c = "my b" || '$$' || id HAVING count(*) = 51`,
    );
    expect(row?.["n"]).toBe(51);
  });

  test("rows have the numbers that the identity would give them, and new ones those that follow", async () => {
    const head = "CREATE TABLE t (id int PRIMARY KEY";
    const want = await made(`${head}, n smallint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT -10 MAXVALUE 200))`);
    const have = await made(`${head})`);
    await connection.execute("INSERT INTO t VALUES (1), (2), (3)");
    const forward = safely(await opsBetween(connection, have, want), have, manner);
    await perform(connection, plan(forward, have, connection.server));
    await connection.execute("INSERT INTO t VALUES (4)");
    expect(await ask(connection, "SELECT n::int FROM t ORDER BY id")).toEqual([[100], [90], [80], [70]]);
  });

  test("that a table is partitioned in another way is refused as such, whatever else goes", async () => {
    const want = await made("CREATE TABLE t (id int NOT NULL)");
    const have = await made(
      "CREATE TABLE t (id int NOT NULL, a int) PARTITION BY RANGE (id); CREATE INDEX ix ON t (a)",
    );
    const ops = await opsBetween(connection, have, want);
    expect(() => plan(saferForms(ops, have, postgres), have, connection.server)).toThrow(
      /PostgreSQL has no way to change how a table is partitioned/,
    );
  });

  test("a view that is made again behind a rename goes before the column that is computed from a changed one", async () => {
    const view = "CREATE VIEW v AS SELECT g FROM t";
    const have = await made(
      `CREATE TABLE t (id int, a numeric(8,2), g numeric GENERATED ALWAYS AS (a * 2) STORED); ${view}; CREATE TABLE u (id int, more int); CREATE INDEX ix ON u (id)`,
    );
    const [v] = have.views;
    if (v === undefined) throw new Error("The view isn't read.");
    const ops: readonly Op[] = [
      { kind: "dropView", name: "v" },
      { kind: "alterColumn", table: "t", column: "a", changes: { type: { kind: "numeric", precision: 9, scale: 3 } } },
      { kind: "dropIndex", table: "u", index: "ix" },
      { kind: "createIndex", table: "u", index: { name: "ix", parts: [{ column: "more" }] } },
      { kind: "renameColumn", table: "u", column: "id", to: "no" },
      { kind: "createView", view: v },
    ];
    const forward = saferForms(ops, have, postgres);
    await perform(connection, plan(forward, have, connection.server));
    expect((await schemaOf(connection)).views).toEqual(have.views);
  });

  test("a script of raw SQL validates a constraint outside of the transaction that adds it", async () => {
    const sql = [
      "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, ADD COLUMN d int",
      "ALTER TABLE t VALIDATE CONSTRAINT c",
      "ALTER TABLE t VALIDATE CONSTRAINT other",
      "ALTER TABLE t ADD CONSTRAINT other CHECK (a > 0) NOT VALID",
      'ALTER TABLE "T" VALIDATE CONSTRAINT c',
    ];
    const ops: readonly Op[] = [{ kind: "execute", sql: sql.join(";\n") }];
    await ready(ops, connection.server);
    const statements = plan(ops, await made(`${T})`), connection.server);
    expect(statements.map(({ facts }) => facts.transactional)).toEqual([true, false, true, true, true]);
  });
});

const blocking = /^(?:SHARE|SHARE ROW EXCLUSIVE|EXCLUSIVE|ACCESS EXCLUSIVE)$/;

function blocks({ facts: { scans, rewrites, locks } }: Statement): boolean {
  return (
    (scans !== false || rewrites !== false) && (locks === "unknown" || locks.some(({ mode }) => blocking.test(mode)))
  );
}

/** Each operation on one line. */
/** The words of a view without the name of its table, which PostgreSQL 18 leaves out. */
function linesOf(ops: readonly Op[]): readonly string[] {
  return ops.map((op) =>
    printOps([op])
      .body.trim()
      .replaceAll(/\n\s*/g, " ")
      .replaceAll(/([[(]) | ([\])])/g, "$1$2")
      .replaceAll(/,([\])])/g, "$1")
      .replaceAll(/\bt\.(?=[arn]\b)/g, ""),
  );
}
