import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { type Ground, goThereAndBack } from "./mysql-pair.ts";
import { openFresh } from "./mysql-writer.ts";

interface Pair {
  readonly claim: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly only?: "mariadb" | "mysql";
}

const partitions = "PARTITION BY HASH (id) PARTITIONS 2";

/** Pairs of schemas that random ones have found to go wrong. */
const pairs: readonly Pair[] = [
  {
    claim: "a hidden moment keeps its update",
    from: [
      "CREATE TABLE t (id INT PRIMARY KEY, a TIMESTAMP NULL INVISIBLE DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)",
    ],
    to: [
      "CREATE TABLE t (id INT PRIMARY KEY, a TIMESTAMP NULL INVISIBLE DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT 'x')",
    ],
  },
  {
    claim: "a generated column is made anew behind one that goes, in one statement",
    from: ["CREATE TABLE t (id INT NOT NULL, n INT NOT NULL, a INT, g INT AS (n * 2) VIRTUAL, PRIMARY KEY (id, n))"],
    to: ["CREATE TABLE t (id INT NOT NULL, n INT, g INT AS (n * 2) STORED, PRIMARY KEY (id))"],
  },
  {
    claim: "columns stand behind one that is made anew in the same statement",
    from: [
      "CREATE TABLE t (id INT NOT NULL, n INT NOT NULL, a INT, g INT AS (n * 2) STORED, b INT, PRIMARY KEY (id, n))",
    ],
    to: ["CREATE TABLE t (id INT NOT NULL, n INT, g INT AS (n * 2) VIRTUAL, PRIMARY KEY (id))"],
  },
  {
    claim: "texts that refer to each other get longer, and their table another character set",
    from: [
      "CREATE TABLE p (a VARCHAR(20) PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a))",
    ],
    to: [
      "CREATE TABLE p (a VARCHAR(50) PRIMARY KEY) DEFAULT CHARSET=latin1",
      "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a)) DEFAULT CHARSET=latin1",
    ],
  },
  {
    claim: "numbers that refer to each other lose their sign, and the first gets its own",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))",
    ],
    to: [
      "CREATE TABLE p (id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT)",
      "CREATE TABLE t (id INT PRIMARY KEY, a INT UNSIGNED, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))",
    ],
  },
  {
    claim: "a foreign key that refers elsewhere leaves the name of its index",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES p (id))",
    ],
    to: [
      "CREATE TABLE q (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES q (id))",
    ],
  },
  {
    claim: "foreign keys go, and indexes that bear their names stay",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, r INT, KEY f (p), KEY q (q), CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id), FOREIGN KEY (q) REFERENCES p (id), CONSTRAINT g FOREIGN KEY (r) REFERENCES p (id))",
    ],
    to: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, r INT, KEY f (p), KEY q (q), KEY g (r))",
    ],
  },
  {
    claim: "a foreign key goes whose index takes another's name, which stays",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, n INT, KEY p (n), FOREIGN KEY (p) REFERENCES p (id))",
    ],
    to: ["CREATE TABLE p (id INT PRIMARY KEY)", "CREATE TABLE t (id INT PRIMARY KEY, p INT, n INT, KEY p (n))"],
  },
  {
    claim: "a foreign key has another name, and so has its index, but not one that another needs, too",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT g FOREIGN KEY (q) REFERENCES p (id), CONSTRAINT h FOREIGN KEY (q) REFERENCES p (id))",
    ],
    to: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, KEY g (q), CONSTRAINT f2 FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT h FOREIGN KEY (q) REFERENCES p (id))",
    ],
  },
  {
    claim: "foreign keys without names come and go with their indexes",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, FOREIGN KEY (q) REFERENCES p (id))",
    ],
    to: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, FOREIGN KEY (p) REFERENCES p (id))",
    ],
  },
  {
    claim: "a foreign key is another one, and an index that bears its name stays",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, KEY f (p), CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id))",
    ],
    to: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, KEY f (p), KEY g (q), CONSTRAINT f FOREIGN KEY (q) REFERENCES p (id))",
    ],
  },
  {
    claim: "a table leaves its partitions and gets what they forbid",
    from: [`CREATE TABLE t (id INT PRIMARY KEY, a TEXT, n INT) ${partitions}`],
    to: ["CREATE TABLE t (id INT PRIMARY KEY, a TEXT, n INT, UNIQUE KEY u (n), FULLTEXT KEY f (a))"],
  },
  {
    claim: "a table leaves its engine and gets what that hasn't",
    from: ["CREATE TABLE p (id INT PRIMARY KEY) ENGINE=MyISAM", "CREATE TABLE t (id INT PRIMARY KEY) ENGINE=MyISAM"],
    to: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id), KEY k (p DESC))",
    ],
  },
  {
    claim: "options of a table go, where 0 isn't what they are without a word",
    from: ["CREATE TABLE t (id INT PRIMARY KEY) STATS_PERSISTENT=1 MAX_ROWS=100"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY)"],
  },
  {
    claim: "the key by which rows are kept is a unique one",
    from: ["CREATE TABLE t (id INT NOT NULL, n INT NOT NULL, UNIQUE KEY u (id))"],
    to: ["CREATE TABLE t (id INT NOT NULL, n INT NOT NULL, UNIQUE KEY v (n))"],
  },
  {
    claim: "a table gets columns when its fulltext index has gone",
    from: ["CREATE TABLE t (id INT PRIMARY KEY, a TEXT, FULLTEXT KEY f (a))"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY, a TEXT, b INT)"],
  },
  {
    claim: "dates come that are never NULL",
    from: ["CREATE TABLE t (id INT PRIMARY KEY)"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY, a DATE NOT NULL, b DATETIME NOT NULL, c TIME NOT NULL)"],
  },
  {
    claim: "a virtual column goes beside another one, and one beside an index of an expression",
    from: [
      "CREATE TABLE t (id INT PRIMARY KEY, n INT, g INT AS (n * 2) VIRTUAL, h INT AS (n * 3) VIRTUAL)",
      "CREATE TABLE u (id INT PRIMARY KEY, n INT, g INT AS (n * 2) VIRTUAL, KEY k ((n + 1)))",
    ],
    to: [
      "CREATE TABLE t (id INT PRIMARY KEY, n INT, h INT AS (n * 3) VIRTUAL)",
      "CREATE TABLE u (id INT PRIMARY KEY, n INT, KEY k ((n + 1)))",
    ],
    only: "mysql",
  },
  {
    claim: "a text leaves the character set of a table that leaves its history",
    from: [
      "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(30) COLLATE latin1_bin NULL) COLLATE=latin1_bin WITH SYSTEM VERSIONING",
    ],
    to: [
      "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(30) COLLATE utf8mb4_bin NOT NULL) DEFAULT CHARSET=latin1 ENGINE=Aria",
    ],
    only: "mariadb",
  },
  {
    claim: "a sequence begins elsewhere, and within other bounds",
    from: ["CREATE SEQUENCE s START WITH 2 INCREMENT BY 2 NOCACHE", "CREATE SEQUENCE r START WITH 5 MINVALUE 3"],
    to: ["CREATE SEQUENCE s INCREMENT BY 2", "CREATE SEQUENCE r MINVALUE 4"],
    only: "mariadb",
  },
  {
    claim: "a compressed text follows its table to another character set",
    from: ["CREATE TABLE t (id INT PRIMARY KEY, a TEXT COMPRESSED NOT NULL) DEFAULT CHARSET=latin1"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY, a TEXT COMPRESSED NULL, b TEXT COMPRESSED)"],
    only: "mariadb",
  },
  {
    claim: "old versions of rows go before their engine does",
    from: ["CREATE TABLE t (id INT PRIMARY KEY) WITH SYSTEM VERSIONING"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY) ENGINE=MyISAM"],
    only: "mariadb",
  },
  {
    claim: "an engine and a character set change together",
    from: ["CREATE TABLE t (id INT PRIMARY KEY, a TEXT) DEFAULT CHARSET=latin1"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY, a TEXT) ENGINE=MyISAM"],
  },
  {
    claim: "an index that a foreign key is left with is there already",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, n INT, KEY k (p, n), CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id))",
    ],
    to: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, n INT, m INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id))",
    ],
  },
  {
    claim: "events come, change and go",
    from: [
      "CREATE EVENT gone ON SCHEDULE EVERY 1 DAY STARTS '2036-01-02 03:04:05' DO SELECT 1",
      "CREATE EVENT other ON SCHEDULE EVERY 1 DAY STARTS '2036-01-02 03:04:05' DISABLE COMMENT 'it''s' DO BEGIN SELECT 1; END",
      "CREATE EVENT stays ON SCHEDULE EVERY 1 DAY DO SELECT 3",
    ],
    to: [
      "CREATE TABLE t (id INT PRIMARY KEY)",
      "CREATE EVENT come ON SCHEDULE AT '2036-01-02 03:04:05' ON COMPLETION PRESERVE DO DELETE FROM t",
      "CREATE EVENT other ON SCHEDULE EVERY 2 HOUR STARTS '2036-01-02 03:04:05' ON COMPLETION PRESERVE DO BEGIN SELECT 2; END",
      "CREATE EVENT stays ON SCHEDULE EVERY 1 DAY STARTS '2036-01-02 03:04:05' DO SELECT 3",
    ],
  },
  {
    claim: "a shape gets another reference system under its spatial index, and one has none any more",
    from: [
      "CREATE TABLE t (id INT PRIMARY KEY, p POINT NOT NULL SRID 4326, q POINT NOT NULL SRID 4326, SPATIAL KEY s (p) COMMENT 'x', SPATIAL KEY r (q))",
    ],
    to: [
      "CREATE TABLE t (id INT PRIMARY KEY, p POINT NOT NULL SRID 3857, q POINT NOT NULL, SPATIAL KEY s (p) COMMENT 'x', SPATIAL KEY r (q))",
    ],
    only: "mysql",
  },
  {
    claim: "a shape gets another reference system while the key of the rows changes",
    from: ["CREATE TABLE t (id INT NOT NULL, p POINT NOT NULL SRID 4326, SPATIAL KEY s (p), UNIQUE KEY u (id))"],
    to: ["CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, p POINT NOT NULL, SPATIAL KEY s (p))"],
    only: "mysql",
  },
  {
    claim: "tables go that refer to one which gets partitions, and to one which gets another engine",
    from: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE q (id INT PRIMARY KEY)",
      "CREATE TABLE t (id INT PRIMARY KEY, p INT, q INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT g FOREIGN KEY (q) REFERENCES q (id))",
    ],
    to: [`CREATE TABLE p (id INT PRIMARY KEY) ${partitions}`, "CREATE TABLE q (id INT PRIMARY KEY) ENGINE=MyISAM"],
  },
  {
    claim: "tables come that refer to one which leaves its partitions",
    from: [`CREATE TABLE p (id INT PRIMARY KEY) ${partitions}`],
    to: [
      "CREATE TABLE p (id INT PRIMARY KEY)",
      "CREATE TABLE a (id INT PRIMARY KEY, p INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id))",
    ],
  },
  {
    claim: "history gets partitions by intervals and by numbers of rows",
    from: [
      "CREATE TABLE t (id INT PRIMARY KEY) WITH SYSTEM VERSIONING",
      "CREATE TABLE u (id INT PRIMARY KEY) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 1000 (PARTITION p0 HISTORY COMMENT 'ENGINE = x', PARTITION pn CURRENT)",
    ],
    to: [
      "CREATE TABLE t (id INT PRIMARY KEY) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME INTERVAL 1 MONTH STARTS '2036-01-01' PARTITIONS 3",
      "CREATE TABLE u (id INT PRIMARY KEY) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 2000 (PARTITION p0 HISTORY, PARTITION p1 HISTORY, PARTITION pn CURRENT)",
    ],
    only: "mariadb",
  },
  {
    claim: "history goes with its partitions, and others come",
    from: ["CREATE TABLE t (id INT PRIMARY KEY) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 9 PARTITIONS 3"],
    to: [`CREATE TABLE t (id INT PRIMARY KEY) ${partitions}`],
    only: "mariadb",
  },
  {
    claim: "the size of compressed blocks goes with their format",
    from: ["CREATE TABLE t (id INT PRIMARY KEY) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY) ROW_FORMAT=DYNAMIC"],
  },
  {
    claim: "pages are compressed, and no longer",
    from: ["CREATE TABLE t (id INT PRIMARY KEY) COMPRESSION='zlib'", "CREATE TABLE u (id INT PRIMARY KEY)"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE u (id INT PRIMARY KEY) COMPRESSION='lz4'"],
    only: "mysql",
  },
  {
    claim: "one partition has all that no list names",
    from: ["CREATE TABLE t (id INT)", "CREATE TABLE u (a VARCHAR(9))"],
    to: [
      "CREATE TABLE t (id INT) PARTITION BY LIST (id) (PARTITION p0 VALUES IN (1, 2), PARTITION p1 DEFAULT)",
      "CREATE TABLE u (a VARCHAR(9)) PARTITION BY LIST COLUMNS (a) (PARTITION p0 VALUES IN ('it''s', 'MAXVALUE'), PARTITION p1 DEFAULT)",
    ],
    only: "mariadb",
  },
  {
    claim: "Aria's own options aren't told",
    from: ["CREATE TABLE t (id INT PRIMARY KEY) ENGINE=Aria"],
    to: ["CREATE TABLE t (id INT PRIMARY KEY)"],
    only: "mariadb",
  },
];

describe.each(wantedFlavors)("pairs on %s", (flavor) => {
  let ground: Ground;
  beforeAll(async () => {
    ground = { work: await openFresh(flavor), wanted: await openFresh(flavor) };
  }, 90_000);
  afterAll(async () => {
    await ground.work.close();
    await ground.wanted.close();
  });

  const family = flavor === "mysql-9" ? "mysql" : "mariadb";
  it.each(pairs.filter(({ only }) => only === undefined || only === family))("$claim", async ({ from, to }) => {
    expect(await goThereAndBack(ground, [from, to])).toBe(true);
  });
});
