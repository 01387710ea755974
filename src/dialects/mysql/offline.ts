import type { OfflineFrame } from "../contract.ts";
import { quoteText } from "./quote.ts";

/**
 * Lines of a script for the `mysql` and `mariadb` shells, which stop at the first fault unless they are told to go on; what committed by
 * then stays. Source: https://dev.mysql.com/doc/refman/9.7/en/mysql-batch-commands.html.
 */
export const offline: OfflineFrame = {
  header: ["SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_TRANS_TABLES');"],
  begin: ["START TRANSACTION;"],
  commit: ["COMMIT;"],
  footer: [],
  check,
};

/** A statement that is no SQL, whose words the server's error repeats: outside of a stored program there is no SIGNAL. */
function check(sql: string, message: string): readonly string[] {
  return [
    `SET @limbeck_check = IF(EXISTS (${sql}\n), ${quoteText(message)}, 'DO 0');`,
    "PREPARE limbeck_check FROM @limbeck_check;",
    "EXECUTE limbeck_check;",
    "DEALLOCATE PREPARE limbeck_check;",
  ];
}
