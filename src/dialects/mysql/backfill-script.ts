import { type Batches, batchEndSql, batchSql, type Key, lastKeySql } from "../../ops/batches.ts";
import { quoteText } from "./quote.ts";

/** The procedure that a script makes for a backfill, and drops behind it. */
const NAME = "limbeck_backfill";

/**
 * Lines of a backfill for the `mysql` and `mariadb` shells: a procedure that commits after each batch, for a loop needs one. The account must be
 * allowed to make procedures. Source: https://dev.mysql.com/doc/refman/9.7/en/sql-compound-statements.html,
 * https://mariadb.com/kb/en/programmatic-compound-statements/.
 */
export function backfillScript(batches: Batches): readonly string[] {
  const { key, size, pauseMs = 0 } = batches;
  const variables = (name: string): Key => key.map((_, i) => `@limbeck_${name}${i + 1}`);
  const [after, to, last] = [variables("after"), variables("to"), variables("last")];
  const set = (names: Key, values: Key) => `SET ${names.map((name, i) => `${name} = ${values[i]}`).join(", ")};`;
  const nothing = key.map(() => "NULL");
  const end = (from: Partial<Record<"after", Key>>) =>
    dynamic(
      (write) => `${batchEndSql(batches, { ...each(from, write), to: write(last) }, size)} INTO ${to.join(", ")}`,
    );
  const fill = (from: Partial<Record<"after", Key>>) =>
    dynamic((write) => batchSql(batches, { ...each(from, write), to: write(to) }));
  const isFirst = `${after[0]} IS NULL`;
  return [
    `-- In batches of ${size} rows, each a transaction of its own. A script that was cut off begins again from the first row.`,
    `DROP PROCEDURE IF EXISTS ${NAME};`,
    "DELIMITER //",
    `CREATE PROCEDURE ${NAME}()`,
    "BEGIN",
    `  ${set([...after, ...last], [...nothing, ...nothing])}`,
    `  ${lastKeySql(batches)} INTO ${last.join(", ")};`,
    `  WHILE ${last[0]} IS NOT NULL DO`,
    `    ${set(to, nothing)}`,
    `    SET @limbeck_sql = IF(${isFirst}, ${end({})}, ${end({ after })});`,
    ...execute,
    `    IF ${to[0]} IS NULL THEN ${set(to, last)} SET ${last[0]} = NULL; END IF;`,
    `    SET @limbeck_sql = IF(${isFirst}, ${fill({})}, ${fill({ after })});`,
    ...execute,
    "    COMMIT;",
    ...(pauseMs === 0 ? [] : [`    DO SLEEP(${pauseMs / 1000});`]),
    `    ${set(after, to)}`,
    "  END WHILE;",
    "END//",
    "DELIMITER ;",
    `CALL ${NAME}();`,
    `DROP PROCEDURE ${NAME};`,
  ];
}

const execute = [
  "    PREPARE limbeck_batch FROM @limbeck_sql;",
  "    EXECUTE limbeck_batch;",
  "    DEALLOCATE PREPARE limbeck_batch;",
];

function each({ after }: Partial<Record<"after", Key>>, write: (names: Key) => Key): Partial<Record<"after", Key>> {
  return after === undefined ? {} : { after: write(after) };
}

/** An expression of the text of a statement in which variables stand for the literals that are their values. */
function dynamic(sqlOf: (write: (names: Key) => Key) => string): string {
  const mark = "\u0001";
  const sql = sqlOf((names) => names.map((name) => `${mark}${name}${mark}`));
  const parts = sql.split(mark).map((part, i) => (i % 2 === 1 ? part : quoteText(part)));
  return `CONCAT(${parts.join(", ")})`;
}
