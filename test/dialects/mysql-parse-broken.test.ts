import fc from "fast-check";
import { expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { elsewhere } from "../../src/dialects/mysql/elsewhere.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { parseStatement } from "../../src/dialects/mysql/parse.ts";
import { emptySchema } from "../../src/schema/schema.ts";
import { mariadbStatements, mysqlStatements } from "./mysql-statements.ts";

const statements = [...mysqlStatements, ...mariadbStatements];
const server = mysql.newest;

/** Reads a text in every way; only coded errors may come of it. */
function readAll(sql: string): void {
  parseStatement(sql, server);
  elsewhere(sql, server);
  mysql.readOps(sql, emptySchema, server);
  mysql.sessionState?.leftBy(sql);
  for (const read of [mysql.split, (text: string) => mysql.classify(text, server, emptySchema)]) {
    try {
      read(sql);
    } catch (error) {
      if (!isLimbeckError(error)) throw error;
    }
  }
}

it.each(statements)("each beginning and each end is read: %s", (sql) => {
  for (let at = 0; at <= sql.length; at++) for (const part of [sql.slice(0, at), sql.slice(at)]) readAll(part);
});

const PIECES = [
  ...["'", '"', "`", "\\", "/*", "*/", "/*!50000 ", "/*!99999 ", "/*M!100100 ", "-- ", "#", "\n", ";", "(", ")", ","],
  ...["\nDELIMITER $$\n", "$$", "\0", "é", "@@", ".", "0x", "b'", "BEGIN", "END", "CASE", "IF", "PARTITION", "ADD"],
];

it("statements with something broken in them are read", () => {
  const broken = fc
    .tuple(fc.constantFrom(...statements), fc.array(fc.tuple(fc.nat(), fc.constantFrom(...PIECES), fc.nat(6))))
    .map(([sql, breaks]) =>
      breaks.reduce((text, [place, piece, length]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + piece + text.slice(at + length);
      }, sql),
    );
  fc.assert(fc.property(broken, readAll), { numRuns: 3000 });
});

it("the time grows as the text does", () => {
  const shapes: readonly ((count: number) => string)[] = [
    (count) => `CREATE TABLE t (${"(".repeat(count)}`,
    (count) => "/*!50000 a */ ".repeat(count),
    (count) => "/*!99999 /* ".repeat(count),
    (count) => `/*!99999 ${"/* */ ".repeat(count)}*/`,
    (count) => "`a".repeat(count),
    (count) => `DELIMITER //\n${"SELECT 1//\n".repeat(count)}`,
    (count) => `CREATE PROCEDURE p() BEGIN ${"IF a THEN SELECT 1; END IF; ".repeat(count)}END`,
    (count) => `ALTER TABLE t ${"ADD COLUMN a INT, ".repeat(count)}FORCE`,
    (count) => `INSERT INTO t VALUES ${"(1, 'a'),".repeat(count)}(2, 'b')`,
  ];
  const timeOf = (sql: string) => {
    const start = process.cpuUsage();
    readAll(sql);
    return process.cpuUsage(start).user / 1000;
  };
  for (const shape of shapes) {
    const [short, long] = [shape(500), shape(16_000)];
    const least = Math.min(...[1, 2, 3, 4].map(() => timeOf(short)));
    // 32 times as long; quadratic would be 1024 times the work.
    expect(timeOf(long)).toBeLessThan(Math.max(least, 1) * 300);
  }
});
