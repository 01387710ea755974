import { type LimbeckError, messageOf } from "../../base/error.ts";
import { connectFault, type Fault } from "../connect-fault.ts";
import { quoteName } from "./quote.ts";
import type { SessionSettings } from "./session-settings.ts";
import { lacksTls } from "./tls.ts";

/** Where the server is, for messages: `MySQL at db.example:3306`. */
export function placeOf({ host, port, socket }: Pick<SessionSettings, "host" | "port" | "socket">): string {
  return socket === undefined ? `MySQL at ${host}:${port}` : `MySQL at the socket "${socket}"`;
}

/** The coded error for what happened when a connection was opened. No message shows the password. */
export function connectError(error: unknown, settings: SessionSettings): LimbeckError {
  const { host, port, socket, database } = settings;
  return connectFault(error, settings, {
    place: placeOf(settings),
    listensOn: socket === undefined ? `port ${port} of ${host}` : "that socket",
    missing: "ER_BAD_DB_ERROR",
    quoted: quoteName(database),
    limit: " in time",
    explain: (code) => explain(error, code, settings),
  });
}

function explain(error: unknown, code: string | undefined, settings: SessionSettings): Fault | undefined {
  const place = placeOf(settings);
  const { user, password, database } = settings;
  if (code === "ER_ACCESS_DENIED_ERROR" || code === "ER_ACCESS_DENIED_NO_PASSWORD_ERROR") {
    const how = password === undefined ? "without a password" : "with this password";
    return {
      message: `${place} does not let user "${user}" in ${how}.`,
      hint: "Check the password, and where it comes from: the URL (where : / ? # @ % are written %3A %2F %3F %23 %40 %25), an option file, MYSQL_PWD.",
    };
  }
  if (code === "ER_DBACCESS_DENIED_ERROR") {
    return { message: `${place} does not let user "${user}" use the database "${database}".` };
  }
  if (code === "ER_CON_COUNT_ERROR" || code === "ER_USER_LIMIT_REACHED" || code === "ER_TOO_MANY_USER_CONNECTIONS") {
    return {
      message: `${place} takes no more connections of user "${user}": ${messageOf(error)}.`,
      hint: "Run it again when others have closed theirs, or raise max_connections, or max_user_connections of the account; a run needs two.",
    };
  }
  // Source: mysql2 3, lib/base/connection.js.
  if (code === "HANDSHAKE_SSL_ERROR" && settings.sslMode.startsWith("VERIFY_")) {
    return {
      message: `The certificate of ${place} can't be trusted: ${messageOf(error)}.`,
      hint: "Name the certificate of its authority, as in ssl-ca=/etc/ssl/db-ca.pem in the URL; ssl-mode=VERIFY_CA leaves the host's name out, and ssl-mode=REQUIRED encrypts without a look at the certificate.",
    };
  }
  if (!lacksTls(error)) return undefined;
  return {
    message: `${place} has no TLS, and ssl-mode=${settings.sslMode} asks for it.`,
    hint: "Turn TLS on in the server, or write ssl-mode=DISABLED into the URL where the network may be trusted.",
  };
}
