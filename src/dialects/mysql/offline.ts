import type { OfflineFrame } from "../contract.ts";
import { isOperator } from "../ddl-token.ts";
import { quoteText } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/**
 * Lines of a script for the `mysql` and `mariadb` shells, which stop at the first fault unless they are told to go on; what committed by
 * then stays. Source: https://dev.mysql.com/doc/refman/9.7/en/mysql-batch-commands.html.
 */
export const offline: OfflineFrame = {
  header: ["SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_TRANS_TABLES');"],
  begin: ["START TRANSACTION;"],
  commit: ["COMMIT;"],
  footer: [],
  statement,
  check,
};

/**
 * The shell cuts at every semicolon, also inside the body of a routine, unless it is told of another end.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/stored-programs-defining.html.
 */
function statement(sql: string): readonly string[] | undefined {
  if (!tokenize(sql).some((token) => isOperator(token, ";"))) return undefined;
  const end = ["//", "$$", ";;"].find((mark) => !sql.includes(mark)) ?? "-- end of statement";
  return [`DELIMITER ${end}`, sql, end, "DELIMITER ;"];
}

/**
 * A statement that is no SQL, whose first words the server's error repeats: there is no SIGNAL that can be prepared. All of them are in the
 * result of the query before it, which is empty where nothing is found.
 */
function check(sql: string, message: string): readonly string[] {
  return [
    `SET @limbeck_check = IF(EXISTS (${sql}\n), ${quoteText(message)}, 'DO 0');`,
    "SELECT @limbeck_check AS refused FROM (SELECT 1) one WHERE @limbeck_check <> 'DO 0';",
    "PREPARE limbeck_check FROM @limbeck_check;",
    "EXECUTE limbeck_check;",
    "DEALLOCATE PREPARE limbeck_check;",
  ];
}
