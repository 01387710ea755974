import { type LimbeckError, messageOf } from "../../base/error.ts";
import { fail } from "../errors.ts";
import { quoteName } from "./quote.ts";
import type { SessionSettings } from "./session-settings.ts";
import { lacksTls } from "./tls.ts";

/** Where the server is, for messages: `MySQL at db.example:3306`. */
export function placeOf({ host, port, socket }: Pick<SessionSettings, "host" | "port" | "socket">): string {
  return socket === undefined ? `MySQL at ${host}:${port}` : `MySQL at the socket "${socket}"`;
}

/** The coded error for what happened when a connection was opened. No message shows the password. */
export function connectError(error: unknown, settings: SessionSettings): LimbeckError {
  const code = codeOf(error);
  const { user, database, host, port } = settings;
  const more = { cause: error, details: { host, port, database, user, ...(code === undefined ? {} : { code }) } };
  const place = placeOf(settings);
  if (code === "ER_BAD_DB_ERROR") {
    const hint = `Check the name in the URL, or make the database: CREATE DATABASE ${quoteName(database)}.`;
    return fail("CONNECT_DATABASE_MISSING", `${place} has no database "${database}".`, { ...more, hint });
  }
  const { message, hint } = explain(error, code, settings);
  return fail("CONNECT_FAILED", message, hint === undefined ? more : { ...more, hint });
}

function explain(
  error: unknown,
  code: string | undefined,
  settings: SessionSettings,
): { readonly message: string; readonly hint?: string } {
  const place = placeOf(settings);
  const { user, host, port, socket, password, database } = settings;
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
  if (code === "ECONNREFUSED" || code === "ENOENT") {
    const where = socket === undefined ? `port ${port} of ${host}` : "that socket";
    return {
      message: `Nothing answers where ${place} should be (${code}).`,
      hint: `Check that the server is up and listens on ${where}, and the URL.`,
    };
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      message: `The host "${host}" is not known (${code}).`,
      hint: "Check the host in the URL, and the network.",
    };
  }
  if (code === "ETIMEDOUT") {
    return {
      message: `${place} did not answer in time.`,
      hint: "Check the host and the firewall between here and there.",
    };
  }
  if (lacksTls(error)) {
    return {
      message: `${place} has no TLS, and ssl-mode=${settings.sslMode} asks for it.`,
      hint: "Turn TLS on in the server, or write ssl-mode=DISABLED into the URL where the network may be trusted.",
    };
  }
  return { message: `${place} can't be used: ${messageOf(error)}${code === undefined ? "" : ` (${code})`}.` };
}

/** The code of the server or of the system; a name with several addresses fails with an error for each of them. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return undefined;
}
