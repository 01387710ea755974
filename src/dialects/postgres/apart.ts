import { isLimbeckError } from "../../base/error.ts";
import type { Connection } from "../contract.ts";
import { connect } from "./connect.ts";
import { refuseApart } from "./refuse-apart.ts";
import { sessionText } from "./runner-lock.ts";
import { serverProcess } from "./server-process.ts";

/** Between two looks at who is in the way; most statements are done before the first. */
const LOOK_MS = 2_000;

/**
 * Carries out a statement outside of transactions: without the limits of time that the role, the database or the URL sets, which would
 * leave an invalid index behind a `CREATE INDEX CONCURRENTLY`, and that hold again afterwards. Meanwhile another connection looks for
 * sessions that it waits for, and names them. Behind a pooler the limits stay, for the next statement may meet another session.
 * Errors: DIALECT_UNSUPPORTED where a role or a search_path is asked for behind a pooler; STATEMENT_FAILED, CONNECT_FAILED.
 */
export async function apart(connection: Connection, sql: string, onWait: (message: string) => void): Promise<void> {
  const { isPooled, id } = serverProcess(connection);
  refuseApart(connection, sql);
  if (isPooled) {
    await connection.execute(sql);
    return;
  }
  await connection.execute("SET lock_timeout = 0");
  await connection.execute("SET statement_timeout = 0");
  const watch = watchOver(connection, id, onWait);
  try {
    await connection.execute(sql);
  } finally {
    await watch.end();
    await resetQuietly(connection);
  }
}

/** After a connection that broke there is nothing to put back. */
async function resetQuietly(connection: Connection): Promise<void> {
  try {
    await connection.execute("RESET lock_timeout");
    await connection.execute("RESET statement_timeout");
  } catch (error) {
    if (!isLimbeckError(error, "CONNECT_FAILED")) throw error;
  }
}

interface Watch {
  end(): Promise<void>;
}

/** Says of each session once that it is in the way. To look is no part of the work: where it fails, the work goes on unwatched. */
function watchOver(connection: Connection, id: number, onWait: (message: string) => void): Watch {
  const said = new Set<unknown>();
  let other: Connection | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      const { session: _, ...plain } = connection.target;
      other ??= await connect(plain, { create: false, readOnly: true });
      for (const row of await other.query(BLOCKING, [id])) {
        if (said.has(row["pid"])) continue;
        said.add(row["pid"]);
        onWait(`The statement waits for ${sessionText(row)}.`);
      }
      next();
    } catch (error) {
      if (!isLimbeckError(error)) throw error;
      onWait(`Who is in the way of the statement can't be seen: ${error.message}`);
    }
  };
  let isOver = false;
  const next = (): void => {
    if (isOver) return;
    timer = setTimeout(() => {
      looking = look();
    }, LOOK_MS);
  };
  next();
  return {
    end: async () => {
      isOver = true;
      clearTimeout(timer);
      await looking;
      await other?.close();
    },
  };
}

const BLOCKING = `
SELECT a.pid, a.usename, a.application_name, host(a.client_addr) AS client, a.state, left(a.query, 200) AS query,
  to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY (pg_catalog.pg_blocking_pids($1)) ORDER BY a.pid`;
