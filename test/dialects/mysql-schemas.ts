import type fc from "fast-check";
import { type Draw, drawn } from "../schema/draw.ts";
import type { MysqlFlavor } from "../servers/mysql-packages.ts";
import { type Family, isText, KINDS, type Kind, SHAPES, WRITTEN } from "./mysql-kinds.ts";

/** Two random schemas as scripts that the server takes. Their names are alike, so that much is changed and not all dropped. */
export function mysqlScriptPairs(flavor: MysqlFlavor): fc.Arbitrary<readonly [readonly string[], readonly string[]]> {
  return drawn((draw) => {
    // No engine has partitions and shapes, or fulltext indexes.
    const hasPartitions = draw.oneIn(3);
    return [drawScript(draw, flavor, hasPartitions), drawScript(draw, flavor, hasPartitions)];
  });
}

function drawScript(draw: Draw, flavor: MysqlFlavor, hasPartitions: boolean): readonly string[] {
  const family: Family = flavor === "mysql-9" ? "mysql" : "mariadb";
  const tables = draw.some(["a", "b", "it's `c`", "Order"], 1, 4).sort();
  const hasSequence = family === "mariadb" && draw.oneIn(2);
  const making: Making = { draw, family, made: [], pairs: [], hasPartitions, hasSequence };
  const script = tables.map((table) => drawTable(making, table));
  const table = name(draw.pick(tables));
  return [
    ...(hasSequence ? [drawSequence(draw)] : []),
    ...script,
    ...drawViews(draw, table),
    ...drawPrograms(draw, table),
  ];
}

function drawPrograms(draw: Draw, table: string): readonly string[] {
  const some = (text: string) => (draw.oneIn(2) ? [text] : []);
  const before = draw.pick(["", "", "FOLLOWS tr2 ", "PRECEDES tr2 "]);
  const security = draw.pick(["", "SQL SECURITY INVOKER ", "COMMENT 'it''s' ", "READS SQL DATA "]);
  const end = draw.pick(["", " ENDS '2037-01-02'", " ON COMPLETION PRESERVE"]);
  const second = `CREATE TRIGGER tr2 BEFORE INSERT ON ${table} FOR EACH ROW SET @seen = ${draw.int(1, 2)}`;
  const hasSecond = draw.oneIn(2);
  return [
    ...(hasSecond ? [second] : []),
    ...some(
      `CREATE TRIGGER tr1 BEFORE ${hasSecond ? `INSERT ON ${table} FOR EACH ROW ${before}` : `${draw.pick(["INSERT", "UPDATE"])} ON ${table} FOR EACH ROW `}SET NEW.n = COALESCE(NEW.n, ${draw.int(1, 2)})`,
    ),
    ...some(
      `CREATE TRIGGER tr3 AFTER DELETE ON ${table} FOR EACH ROW BEGIN SET @gone = OLD.n; SET @why = 'it''s'; END`,
    ),
    ...some(
      `CREATE PROCEDURE p1 (IN x INT, OUT y VARCHAR(9)) ${security}BEGIN SELECT x + ${draw.int(1, 2)} INTO y; END`,
    ),
    ...some(
      `CREATE EVENT e1 ON SCHEDULE EVERY ${draw.int(1, 2)} DAY STARTS '2036-01-02'${end} ${draw.pick(["", "DISABLE "])}DO SELECT 1`,
    ),
    ...some(
      `CREATE FUNCTION f1 (x INT, y VARCHAR(9)) RETURNS ${draw.pick(["INT", "VARCHAR(20) CHARSET latin1"])} DETERMINISTIC RETURN x * ${draw.int(1, 2)}`,
    ),
  ];
}

interface Making {
  readonly draw: Draw;
  readonly family: Family;
  /** Tables that others can refer to by `id`, and by `id` and `n`. */
  readonly made: string[];
  readonly pairs: string[];
  readonly hasPartitions: boolean;
  readonly hasSequence: boolean;
}

function drawSequence(draw: Draw): string {
  const words = [
    ...(draw.oneIn(3) ? [`START WITH ${draw.int(1, 2)}`] : []),
    ...(draw.oneIn(2) ? [`INCREMENT BY ${draw.int(1, 2)}`] : []),
    ...(draw.oneIn(3) ? [`MAXVALUE ${draw.int(50, 51)}`] : []),
    ...(draw.oneIn(3) ? ["NOCACHE"] : []),
    ...(draw.oneIn(4) ? ["CYCLE"] : []),
  ];
  return `CREATE SEQUENCE s1 ${words.join(" ")}`;
}

function drawViews(draw: Draw, table: string): readonly string[] {
  if (draw.oneIn(2)) return [];
  const how = draw.pick(["", "", "SQL SECURITY INVOKER ", "ALGORITHM=MERGE "]);
  const check = draw.pick(["", "", " WITH CASCADED CHECK OPTION", " WITH LOCAL CHECK OPTION"]);
  return [
    `CREATE ${how}VIEW v1${draw.pick(["", " (id, m)"])} AS SELECT id, n + ${draw.int(1, 2)} AS m FROM ${table} WHERE n > 0${check}`,
    ...(draw.oneIn(2) ? [] : [`CREATE VIEW v0 AS SELECT id FROM v1 WHERE m > ${draw.int(1, 2)}`]),
  ];
}

function drawTable(making: Making, table: string): string {
  const { draw, family, hasPartitions } = making;
  const isVersioned = family === "mariadb" && draw.oneIn(8);
  const kinds = isVersioned ? OF_HISTORY : family === "mariadb" ? [...PARTITIONS, ...OF_THE_REST] : PARTITIONS;
  const partitions = hasPartitions && draw.oneIn(3) ? draw.pick(kinds) : undefined;
  const isPartitioned = partitions !== undefined;
  const charset = draw.pick(["", "", "", ...CHARSETS]);
  const columns = draw.some(POOL, 2, 6).map((column): Drawn => drawColumn(making, column));
  // Other engines than InnoDB have neither references nor systems of coordinates.
  const isForeign =
    !isPartitioned && !isVersioned && draw.oneIn(8) && columns.every(({ kind }) => !kind.type.includes("SRID"));
  const text = columns.find(({ kind }) => isText(kind));
  const references = isPartitioned || isForeign ? [] : draw.some(making.made, 0, 2);
  const [pair] = isPartitioned || isForeign ? [] : draw.some(making.pairs, 0, 1);
  const key = draw.pick([ID, ID, ID, ID_AND_N, UNIQUE_ID]);
  const hasSelf = !isPartitioned && !isForeign && key === ID && draw.oneIn(5);
  // Others can't refer to a table in partitions.
  if (!isPartitioned && !isForeign && !isVersioned) {
    if (key === ID) making.made.push(table);
    if (key === ID_AND_N) making.pairs.push(table);
  }
  const parts = [
    `id INT UNSIGNED NOT NULL${draw.oneIn(5) ? "" : " AUTO_INCREMENT"}`,
    "n INT",
    ...columns.map(({ sql }) => sql),
    ...drawGenerated(making, text, isForeign),
    ...references.map((other) => `${name(`ref ${other}`)} INT UNSIGNED`),
    ...(pair === undefined ? [] : ["pair_id INT UNSIGNED", "pair_n INT"]),
    ...(hasSelf ? ["parent INT UNSIGNED"] : []),
    ...(making.hasSequence && draw.oneIn(4) ? ["counted BIGINT DEFAULT NEXTVAL(s1)"] : []),
    key,
    ...references.map((other) => {
      const own = name(`ref ${other}`);
      const index = draw.oneIn(3) ? `KEY ${name(`k ${other}`)} (${own}, n), ` : "";
      return `${index}CONSTRAINT ${name(`fk ${table} ${other}`.slice(0, 60))} FOREIGN KEY (${own}) REFERENCES ${name(other)} (id)${draw.pick(ACTIONS)}`;
    }),
    ...(pair === undefined
      ? []
      : [`FOREIGN KEY (pair_id, pair_n) REFERENCES ${name(pair)} (id, n)${draw.pick(ACTIONS)}`]),
    ...(hasSelf
      ? [`CONSTRAINT ${name(`self ${table}`)} FOREIGN KEY (parent) REFERENCES ${name(table)} (id)${draw.pick(ACTIONS)}`]
      : []),
    ...columns.flatMap((column) => drawKey(making, column, isForeign, isPartitioned)),
    ...drawChecks(making, table),
    ...drawFunctional(making, text, isForeign, isPartitioned),
  ];
  const options = [
    ...(draw.oneIn(3) ? [`COMMENT='${draw.pick(["it''s", "note"])}'`] : []),
    ...(isForeign ? [`ENGINE=${family === "mariadb" ? draw.pick(["MyISAM", "Aria"]) : "MyISAM"}`] : []),
    ...(draw.oneIn(6) && !isForeign
      ? [draw.pick([...ROW_FORMATS, ...(family === "mysql" ? ["COMPRESSION='zlib'"] : [])])]
      : []),
    ...(draw.oneIn(6) ? [draw.pick(["MAX_ROWS=1000", "STATS_PERSISTENT=1", "AVG_ROW_LENGTH=100", "CHECKSUM=1"])] : []),
    ...(isVersioned ? ["WITH SYSTEM VERSIONING"] : []),
  ];
  const by = isPartitioned ? ` PARTITION BY ${partitions}` : "";
  return `CREATE TABLE ${name(table)} (\n  ${parts.join(",\n  ")}\n)${charset} ${options.join(" ")}${by}`;
}

const ID = "PRIMARY KEY (id)";
const ID_AND_N = "PRIMARY KEY (id, n)";
const UNIQUE_ID = "UNIQUE KEY only_id (id)";
const ACTIONS = [
  "",
  " ON DELETE CASCADE",
  " ON DELETE SET NULL ON UPDATE CASCADE",
  " ON DELETE NO ACTION ON UPDATE RESTRICT",
];
const CHARSETS = [
  " DEFAULT CHARSET=latin1",
  " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
  " DEFAULT CHARSET=utf8mb3",
  " COLLATE=latin1_bin",
];
const ROW_FORMATS = [
  "ROW_FORMAT=COMPRESSED",
  "ROW_FORMAT=COMPACT",
  "ROW_FORMAT=DYNAMIC",
  "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4",
];

const PARTITIONS = [
  "HASH (id) PARTITIONS 3",
  "KEY (id) PARTITIONS 2",
  "LINEAR HASH (id) PARTITIONS 2",
  "RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
  "RANGE COLUMNS (id) (PARTITION p0 VALUES LESS THAN (10) COMMENT = 'first', PARTITION p1 VALUES LESS THAN (20))",
  "LIST (id) (PARTITION p0 VALUES IN (1, 2), PARTITION `p 1` VALUES IN (3))",
  "LIST COLUMNS (id) (PARTITION p0 VALUES IN (1, 2), PARTITION p1 VALUES IN (3) COMMENT = 'it''s')",
  "RANGE COLUMNS (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (MAXVALUE))",
  "HASH (id + 1) PARTITIONS 3",
  "RANGE (id) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
];

/** MariaDB's alone. */
const OF_THE_REST = [
  "LIST (id) (PARTITION p0 VALUES IN (1, 2), PARTITION p1 DEFAULT)",
  "LIST COLUMNS (id) (PARTITION p0 VALUES IN (1, 2), PARTITION p1 DEFAULT)",
  "KEY () PARTITIONS 3",
];
const OF_HISTORY = [
  "SYSTEM_TIME LIMIT 100 (PARTITION p0 HISTORY, PARTITION pn CURRENT)",
  "SYSTEM_TIME INTERVAL 1 DAY STARTS '2036-01-01' (PARTITION p0 HISTORY COMMENT = 'old', PARTITION p1 HISTORY, PARTITION pn CURRENT)",
  "SYSTEM_TIME LIMIT 9 PARTITIONS 3",
];

const POOL = ["name", "we ird", "kind", "at", "data", "place", "total", "x`y", "host"];

interface Drawn {
  readonly column: string;
  readonly sql: string;
  readonly kind: Kind;
}

function drawColumn({ draw, family, hasPartitions }: Making, column: string): Drawn {
  const kinds = column === "place" && !hasPartitions ? SHAPES : column === "host" ? WRITTEN : KINDS;
  const kind = draw.pick(kinds.filter(({ only }) => only === undefined || only === family));
  const isRequired = kind.required === true || draw.oneIn(3);
  const value = kind.defaults !== undefined && draw.oneIn(2) ? ` DEFAULT ${draw.pick(kind.defaults)}` : "";
  const invisible = draw.oneIn(8) && (!isRequired || value !== "") ? " INVISIBLE" : "";
  const comment = draw.oneIn(4) ? ` COMMENT '${draw.pick(["it''s", "b\\\\c"])}'` : "";
  // A TIMESTAMP without either is NOT NULL where `explicit_defaults_for_timestamp` is off.
  const nulls = isRequired ? " NOT NULL" : " NULL";
  const needed = /^TIMESTAMP/.test(kind.type) && isRequired && value === "" ? " DEFAULT '2026-01-02 03:04:05'" : value;
  return { column, kind, sql: `${name(column)} ${kind.type}${nulls}${needed}${invisible}${comment}` };
}

/** Generated columns, with keys on them. */
function drawGenerated({ draw, family }: Making, text: Drawn | undefined, isForeign: boolean): readonly string[] {
  const made: string[] = [];
  if (draw.oneIn(3)) {
    made.push(
      `g INT AS (n * ${draw.int(2, 3)}) ${draw.pick(["VIRTUAL", "STORED"])}${draw.oneIn(4) ? " INVISIBLE" : ""}`,
    );
    if (draw.oneIn(2) && !isForeign) made.push("KEY by_g (g)");
  }
  if (draw.oneIn(4) && text !== undefined) {
    const nulls = family === "mysql" && draw.oneIn(2) ? " NOT NULL" : "";
    // MariaDB keeps nothing that hangs on how CHAR is padded.
    const kept = draw.oneIn(2) && !(family === "mariadb" && /^CHAR/.test(text.kind.type)) ? "STORED" : "VIRTUAL";
    const length = `COALESCE(CHAR_LENGTH(${name(text.column)}), ${draw.int(0, 1)})`;
    made.push(`long_g INT AS (${length}) ${kept}${nulls} COMMENT 'computed'`);
  }
  return made;
}

function drawKey(
  { draw, family, hasPartitions }: Making,
  { column, kind }: Drawn,
  isForeign: boolean,
  isPartitioned: boolean,
): readonly string[] {
  if (!draw.oneIn(3) || kind.key === "none") return [];
  const key = name(`i ${column}`);
  const own = name(column);
  if (kind.key === "spatial") return hasPartitions ? [] : [`SPATIAL KEY ${key} (${own})`];
  if (kind.key === "fulltext") {
    if (isPartitioned) return [];
    const parser = family === "mysql" && draw.oneIn(3) ? " WITH PARSER ngram" : "";
    return [`FULLTEXT KEY ${key} (${own})${parser}`];
  }
  const length = kind.key === "prefix" ? `(${draw.int(4, 5)})` : "";
  const hidden = draw.oneIn(5) ? (family === "mariadb" ? " IGNORED" : " INVISIBLE") : "";
  const comment = draw.oneIn(5) ? " COMMENT 'k'" : "";
  // A unique key of a table in partitions has the columns that these go by.
  const isUnique = draw.oneIn(4);
  const more = isUnique && isPartitioned ? ", id" : draw.oneIn(2) ? ", n" : "";
  const descends = draw.oneIn(3) && !isForeign ? " DESC" : "";
  return [`${isUnique ? "UNIQUE " : ""}KEY ${key} (${own}${length}${descends}${more})${comment}${hidden}`];
}

function drawChecks({ draw, family }: Making, table: string): readonly string[] {
  const enforced = family === "mysql" && draw.oneIn(3) ? " NOT ENFORCED" : "";
  return [
    ...(draw.oneIn(3) ? [`CONSTRAINT ${name(`ck ${table}`)} CHECK (n > ${draw.int(0, 1)})${enforced}`] : []),
    ...(draw.oneIn(6) ? [`CHECK (n <> ${draw.int(7, 8)} AND n <> 13)`] : []),
  ];
}

/** MySQL alone has indexes of expressions, and only InnoDB has them. */
function drawFunctional(
  { draw, family }: Making,
  text: Drawn | undefined,
  isForeign: boolean,
  isPartitioned: boolean,
): readonly string[] {
  if (family === "mariadb" || isForeign) return [];
  return [
    ...(draw.oneIn(5) ? [`KEY functional ((n + ${draw.int(1, 2)})${draw.oneIn(2) ? " DESC" : ""}, id)`] : []),
    ...(draw.oneIn(6) && !isPartitioned
      ? [`UNIQUE KEY only_one ((n * ${draw.int(2, 3)}), (n DIV 2)) COMMENT 'x'`]
      : []),
    ...(draw.oneIn(6) && text !== undefined
      ? [`KEY lowered ((CAST(LOWER(${name(text.column)}) AS CHAR(${draw.int(9, 10)}))))`]
      : []),
  ];
}

function name(text: string): string {
  return `\`${text.replaceAll("`", "``")}\``;
}
