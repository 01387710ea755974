import { isLimbeckError } from "../../base/error.ts";
import type { ApartTalk, Connection, Statement } from "../contract.ts";
import { isRowVersionsFault } from "./statement-error.ts";

/**
 * Carries out a statement that commits by itself. Where the table has had as many columns in an instant as MySQL can keep count of (255, 64
 * before 9.1), a change of Limbeck's own is made in place, which keeps nobody waiting either but writes the rows anew, and is told of; raw
 * SQL stays what its author wrote. Errors: STATEMENT_FAILED, DEMAND_REFUSED, LOCK_TIMEOUT, CONNECT_FAILED.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/innodb-online-ddl-operations.html (column operations).
 */
export async function apart(connection: Connection, { sql, op }: Statement, { onNote }: ApartTalk): Promise<void> {
  try {
    await connection.execute(sql);
  } catch (error) {
    const isOwn = op.kind !== "execute" && sql.endsWith(INSTANTLY);
    if (!isOwn || !isLimbeckError(error) || !isRowVersionsFault(error)) throw error;
    const inPlace = `${sql.slice(0, -INSTANTLY.length)}, ALGORITHM=INPLACE, LOCK=NONE`;
    const table = "table" in op && typeof op.table === "string" ? `"${op.table}"` : "A table";
    onNote(
      `${table} has had columns added and dropped in an instant as often as the server can: its rows are written anew now, while others read and write them. Afterwards the server counts from 0.`,
    );
    await connection.execute(inPlace);
  }
}

const INSTANTLY = ", ALGORITHM=INSTANT";
