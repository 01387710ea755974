/** What a random column can be. */
export interface Kind {
  readonly type: string;
  readonly defaults?: readonly string[];
  /** What an index of it is. */
  readonly key: "plain" | "prefix" | "fulltext" | "spatial" | "none";
  readonly only?: Family;
  readonly required?: true;
}

export type Family = "mariadb" | "mysql";

/** Kinds of columns: each type that the servers have, and the defaults that go with it. */
export const KINDS: readonly Kind[] = [
  { type: "TINYINT(1)", defaults: ["0", "1"], key: "plain" },
  { type: "TINYINT UNSIGNED", defaults: ["(1 + 2)"], key: "plain" },
  { type: "SMALLINT UNSIGNED", defaults: ["7"], key: "plain" },
  { type: "MEDIUMINT", defaults: ["-3"], key: "plain" },
  { type: "INT(6) ZEROFILL", key: "plain" },
  { type: "BIGINT", defaults: ["-1"], key: "plain" },
  { type: "DECIMAL(10,3)", defaults: ["0.500"], key: "plain" },
  { type: "DECIMAL(6,2) UNSIGNED", key: "plain" },
  { type: "DOUBLE", defaults: ["1.5"], key: "plain" },
  { type: "FLOAT", key: "plain" },
  { type: "FLOAT(7,3)", key: "plain" },
  { type: "BIT(5)", defaults: ["b'101'"], key: "plain" },
  { type: "CHAR(5)", defaults: ["'a'"], key: "plain" },
  { type: "CHAR(6) CHARACTER SET ascii", defaults: ["'b'"], key: "plain" },
  { type: "VARCHAR(20)", defaults: ["''", "'it''s'", "(CONCAT('a', 'b'))"], key: "prefix" },
  { type: "VARCHAR(40)", defaults: ["'x'"], key: "prefix" },
  { type: "VARCHAR(30) CHARACTER SET latin1 COLLATE latin1_bin", key: "prefix" },
  { type: "VARCHAR(30) COLLATE utf8mb4_bin", key: "prefix" },
  { type: "TINYTEXT", key: "prefix" },
  { type: "TEXT", defaults: ["('long')"], key: "fulltext" },
  { type: "MEDIUMTEXT", key: "fulltext" },
  { type: "LONGTEXT CHARACTER SET latin1", key: "fulltext" },
  { type: "TEXT COMPRESSED", key: "none", only: "mariadb" },
  { type: "BINARY(4)", key: "plain" },
  { type: "VARBINARY(9)", defaults: ["'bytes'"], key: "prefix" },
  { type: "TINYBLOB", key: "prefix" },
  { type: "BLOB", key: "prefix" },
  { type: "LONGBLOB", key: "prefix" },
  { type: "DATE", defaults: ["'2026-01-02'"], key: "plain" },
  {
    type: "DATETIME(3)",
    defaults: ["CURRENT_TIMESTAMP(3)", "CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)"],
    key: "plain",
  },
  { type: "DATETIME", defaults: ["'2026-01-02 03:04:05' ON UPDATE CURRENT_TIMESTAMP"], key: "plain" },
  {
    type: "TIMESTAMP",
    defaults: ["CURRENT_TIMESTAMP", "'2026-01-02 03:04:05'", "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"],
    key: "plain",
  },
  { type: "TIMESTAMP(6)", defaults: ["CURRENT_TIMESTAMP(6)"], key: "plain" },
  { type: "TIME(2)", defaults: ["'01:02:03'"], key: "plain" },
  { type: "YEAR", defaults: ["2026"], key: "plain" },
  { type: "ENUM('a','it''s')", defaults: ["'a'"], key: "plain" },
  { type: "ENUM('a','it''s','c')", key: "plain" },
  { type: "ENUM('x','ä') CHARACTER SET latin1", key: "plain" },
  { type: "SET('x','y')", defaults: ["'x,y'"], key: "plain" },
  { type: "JSON", defaults: ["(JSON_OBJECT())"], key: "none" },
];

/** Kinds that hardly anything else becomes; they have names of columns of their own. */
export const SHAPES: readonly Kind[] = [
  { type: "POINT", key: "spatial", required: true },
  { type: "POLYGON", key: "spatial", required: true },
  { type: "POINT SRID 4326", key: "spatial", required: true, only: "mysql" },
  { type: "LINESTRING", key: "none" },
  { type: "GEOMETRY", key: "none" },
];

/** As of shapes. */
export const WRITTEN: readonly Kind[] = [
  { type: "UUID", defaults: ["(UUID())"], key: "plain", only: "mariadb" },
  { type: "UUID", key: "plain", only: "mariadb" },
  { type: "INET6", defaults: ["'::1'"], key: "plain", only: "mariadb" },
  { type: "DOUBLE", defaults: ["(RAND())"], key: "plain", only: "mariadb" },
  { type: "BINARY(16)", defaults: ["(UUID_TO_BIN(UUID()))"], key: "plain", only: "mysql" },
  { type: "BINARY(16)", key: "plain", only: "mysql" },
  { type: "VECTOR(3)", key: "none", only: "mysql" },
];

export function isText({ type }: Kind): boolean {
  return /CHAR|TEXT|ENUM/.test(type);
}
