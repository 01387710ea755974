import type fc from "fast-check";
import { type Draw, drawn } from "../schema/draw.ts";
import type { MysqlFlavor } from "../servers/mysql-packages.ts";

/** Two random schemas as scripts that the server takes. Their names are alike, so that much is changed and not all dropped. */
export function mysqlScriptPairs(flavor: MysqlFlavor): fc.Arbitrary<readonly [readonly string[], readonly string[]]> {
  return drawn((draw) => {
    // No engine has partitions and shapes, or fulltext indexes.
    const hasPartitions = draw.oneIn(3);
    return [drawScript(draw, flavor, hasPartitions), drawScript(draw, flavor, hasPartitions)];
  });
}

function drawScript(draw: Draw, flavor: MysqlFlavor, hasPartitions: boolean): readonly string[] {
  const isMariadb = flavor !== "mysql-9";
  const tables = draw.some(["a", "b", "it's `c`", "Order"], 1, 4).sort();
  const made: string[] = [];
  const making: Making = { draw, isMariadb, made, hasPartitions };
  const script: string[] = [];
  for (const table of tables) {
    script.push(drawTable(making, table));
    // Others can't refer to a table in partitions, nor MySQL to a part of a key.
    if (!/PARTITION BY|PRIMARY KEY \(id, n\)/.test(script.at(-1) ?? "")) made.push(table);
  }
  const table = name(draw.pick(tables));
  const some = (text: string) => (draw.oneIn(2) ? [text] : []);
  return [
    ...script,
    ...some(
      `CREATE ${draw.oneIn(3) ? "SQL SECURITY INVOKER " : ""}VIEW v1 AS SELECT id, n + ${draw.int(1, 2)} AS m FROM ${table}`,
    ),
    ...some(
      `CREATE TRIGGER tr1 ${draw.pick(["BEFORE INSERT", "BEFORE UPDATE"])} ON ${table} FOR EACH ROW SET NEW.n = COALESCE(NEW.n, ${draw.int(1, 2)})`,
    ),
    ...some(`CREATE PROCEDURE p1 (IN x INT) BEGIN SELECT x + ${draw.int(1, 2)}; END`),
    ...some(`CREATE FUNCTION f1 (x INT) RETURNS INT DETERMINISTIC RETURN x * ${draw.int(1, 2)}`),
    ...(isMariadb && draw.oneIn(2) ? [`CREATE SEQUENCE s1 INCREMENT BY ${draw.int(1, 2)}`] : []),
  ];
}

interface Making {
  readonly draw: Draw;
  readonly isMariadb: boolean;
  /** Tables that others can refer to. */
  readonly made: readonly string[];
  readonly hasPartitions: boolean;
}

function drawTable(making: Making, table: string): string {
  const { draw, isMariadb, made } = making;
  const isPartitioned = making.hasPartitions && draw.oneIn(3);
  const charset = draw.pick(["", " DEFAULT CHARSET=latin1", " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"]);
  const columns = draw.some(POOL, 2, 6).map((column): Drawn => drawColumn(making, column));
  const references = isPartitioned ? [] : draw.some(made, 0, 2);
  const actions = ["", " ON DELETE CASCADE", " ON DELETE SET NULL ON UPDATE CASCADE"];
  const parts = [
    "id INT UNSIGNED NOT NULL AUTO_INCREMENT",
    "n INT",
    ...columns.map(({ sql }) => sql),
    ...(draw.oneIn(4) ? [`g INT AS (n * ${draw.int(2, 3)}) ${draw.pick(["VIRTUAL", "STORED"])}`] : []),
    ...references.map((other) => `${name(`ref ${other}`)} INT UNSIGNED`),
    draw.oneIn(4) ? "PRIMARY KEY (id, n)" : "PRIMARY KEY (id)",
    ...references.map((other) => {
      const own = name(`ref ${other}`);
      const key = draw.oneIn(3) ? `KEY ${name(`k ${other}`)} (${own}, n), ` : "";
      const action = draw.pick(actions);
      return `${key}CONSTRAINT ${name(`fk ${table} ${other}`.slice(0, 60))} FOREIGN KEY (${own}) REFERENCES ${name(other)} (id)${action}`;
    }),
    ...columns.flatMap((column) => drawKey(making, column)),
    ...(draw.oneIn(3) ? [`CONSTRAINT ${name(`ck ${table}`)} CHECK (n > ${draw.int(0, 1)})`] : []),
    ...(!isMariadb && draw.oneIn(5) ? [`KEY functional ((n + ${draw.int(1, 2)}))`] : []),
  ];
  const options = [
    ...(draw.oneIn(3) ? [`COMMENT='${draw.pick(["it''s", "note"])}'`] : []),
    ...(draw.oneIn(6) ? ["ROW_FORMAT=COMPRESSED"] : []),
  ];
  const partitions = isPartitioned ? ` PARTITION BY ${draw.pick(PARTITIONS)}` : "";
  return `CREATE TABLE ${name(table)} (\n  ${parts.join(",\n  ")}\n)${charset} ${options.join(" ")}${partitions}`;
}

const PARTITIONS = [
  "HASH (id) PARTITIONS 3",
  "KEY (id) PARTITIONS 2",
  "RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
];

const POOL = ["name", "we ird", "kind", "at", "data", "place", "total", "x`y"];

interface Drawn {
  readonly column: string;
  readonly sql: string;
  readonly kind: Kind;
}

interface Kind {
  readonly type: string;
  readonly defaults?: readonly string[];
  /** What an index of it is. */
  readonly key: "plain" | "prefix" | "fulltext" | "spatial" | "none";
  readonly only?: "mariadb";
  readonly required?: true;
}

const KINDS: readonly Kind[] = [
  { type: "TINYINT(1)", defaults: ["0", "1"], key: "plain" },
  { type: "SMALLINT UNSIGNED", defaults: ["7"], key: "plain" },
  { type: "INT(6) ZEROFILL", key: "plain" },
  { type: "BIGINT", defaults: ["-1"], key: "plain" },
  { type: "DECIMAL(10,3)", defaults: ["0.500"], key: "plain" },
  { type: "DECIMAL(6,2) UNSIGNED", key: "plain" },
  { type: "DOUBLE", defaults: ["1.5"], key: "plain" },
  { type: "FLOAT", key: "plain" },
  { type: "BIT(5)", defaults: ["b'101'"], key: "plain" },
  { type: "CHAR(5)", defaults: ["'a'"], key: "plain" },
  { type: "VARCHAR(20)", defaults: ["''", "'it''s'"], key: "prefix" },
  { type: "VARCHAR(40)", defaults: ["'x'"], key: "prefix" },
  { type: "VARCHAR(30) CHARACTER SET latin1 COLLATE latin1_bin", key: "prefix" },
  { type: "VARCHAR(30) COLLATE utf8mb4_bin", key: "prefix" },
  { type: "TEXT", key: "fulltext" },
  { type: "MEDIUMTEXT", key: "fulltext" },
  { type: "BINARY(4)", key: "plain" },
  { type: "VARBINARY(9)", key: "prefix" },
  { type: "BLOB", key: "prefix" },
  { type: "DATE", defaults: ["'2026-01-02'"], key: "plain" },
  {
    type: "DATETIME(3)",
    defaults: ["CURRENT_TIMESTAMP(3)", "CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)"],
    key: "plain",
  },
  { type: "TIMESTAMP", defaults: ["CURRENT_TIMESTAMP", "'2026-01-02 03:04:05'"], key: "plain" },
  { type: "TIME(2)", key: "plain" },
  { type: "YEAR", defaults: ["2026"], key: "plain" },
  { type: "ENUM('a','it''s')", defaults: ["'a'"], key: "plain" },
  { type: "ENUM('a','it''s','c')", key: "plain" },
  { type: "SET('x','y')", defaults: ["'x,y'"], key: "plain" },
  { type: "JSON", key: "none" },
  { type: "POINT", key: "spatial", required: true },
  { type: "GEOMETRY", key: "none" },
  { type: "UUID", key: "plain", only: "mariadb" },
];

function drawColumn({ draw, isMariadb, hasPartitions }: Making, column: string): Drawn {
  const isPossible = ({ only, type }: Kind) =>
    (only === undefined || isMariadb) && !(hasPartitions && /POINT|GEOMETRY/.test(type));
  const kind = draw.pick(KINDS.filter(isPossible));
  const isRequired = kind.required === true || draw.oneIn(3);
  const value = kind.defaults !== undefined && draw.oneIn(2) ? ` DEFAULT ${draw.pick(kind.defaults)}` : "";
  const invisible = draw.oneIn(8) && (!isRequired || value !== "") ? " INVISIBLE" : "";
  const comment = draw.oneIn(4) ? ` COMMENT '${draw.pick(["it''s", "b\\\\c"])}'` : "";
  // A TIMESTAMP without either is NOT NULL where `explicit_defaults_for_timestamp` is off.
  const nulls = isRequired ? " NOT NULL" : " NULL";
  const needed = kind.type === "TIMESTAMP" && isRequired && value === "" ? " DEFAULT CURRENT_TIMESTAMP" : value;
  return { column, kind, sql: `${name(column)} ${kind.type}${nulls}${needed}${invisible}${comment}` };
}

function drawKey({ draw, isMariadb, hasPartitions }: Making, { column, kind }: Drawn): readonly string[] {
  if (!draw.oneIn(3) || kind.key === "none") return [];
  const key = name(`i ${column}`);
  const own = name(column);
  if (kind.key === "spatial") return hasPartitions ? [] : [`SPATIAL KEY ${key} (${own})`];
  if (kind.key === "fulltext") return hasPartitions ? [] : [`FULLTEXT KEY ${key} (${own})`];
  const length = kind.key === "prefix" ? "(4)" : "";
  const hidden = draw.oneIn(5) ? (isMariadb ? " IGNORED" : " INVISIBLE") : "";
  const comment = draw.oneIn(5) ? " COMMENT 'k'" : "";
  const unique = draw.oneIn(4) && !hasPartitions ? "UNIQUE " : "";
  return [
    `${unique}KEY ${key} (${own}${length}${draw.oneIn(3) ? " DESC" : ""}${draw.oneIn(2) ? ", n" : ""})${comment}${hidden}`,
  ];
}

function name(text: string): string {
  return `\`${text.replaceAll("`", "``")}\``;
}
