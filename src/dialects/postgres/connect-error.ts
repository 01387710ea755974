import { type LimbeckError, messageOf } from "../../base/error.ts";
import { fail } from "../errors.ts";
import { quoteName } from "./quote.ts";
import type { SessionSettings } from "./session-settings.ts";
import { lacksTls } from "./tls.ts";

/** Where the server is, for messages: `PostgreSQL at db.example:5432`. */
export function placeOf({ host, port }: Pick<SessionSettings, "host" | "port">): string {
  return host.startsWith("/") ? `PostgreSQL at the socket "${host}/.s.PGSQL.${port}"` : `PostgreSQL at ${host}:${port}`;
}

/** The coded error for what happened when a connection was opened. No message shows the password. */
export function connectError(error: unknown, settings: SessionSettings): LimbeckError {
  const code = codeOf(error);
  const { user, database, host, port } = settings;
  const more = { cause: error, details: { host, port, database, user, ...(code === undefined ? {} : { code }) } };
  const place = placeOf(settings);
  if (code === "3D000") {
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
  const { user, host, port, connectTimeout } = { ...settings, connectTimeout: settings.given.connect_timeout };
  if (code === "28P01") {
    return {
      message: `${place} refused the password of user "${user}".`,
      hint: "Check the password, and where it comes from: the URL (where : / ? # @ % are written %3A %2F %3F %23 %40 %25), PGPASSWORD or ~/.pgpass.",
    };
  }
  if (code === "28000") return { message: `${place} does not let user "${user}" in: ${messageOf(error)}.` };
  if (code === "ECONNREFUSED" || code === "ENOENT") {
    return {
      message: `Nothing answers where ${place} should be (${code}).`,
      hint: `Check that the server is up and listens on ${host.startsWith("/") ? "that socket" : `port ${port} of ${host}`}, and the URL.`,
    };
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      message: `The host "${host}" is not known (${code}).`,
      hint: "Check the host in the URL, and the network.",
    };
  }
  if (code === "ETIMEDOUT" || /timeout expired/.test(messageOf(error))) {
    const limit = connectTimeout === undefined ? "" : ` within connect_timeout, ${connectTimeout} s`;
    return {
      message: `${place} did not answer${limit}.`,
      hint: "Check the host and the firewall between here and there.",
    };
  }
  if (lacksTls(error)) {
    return {
      message: `${place} has no TLS, and sslmode=${settings.sslMode} asks for it.`,
      hint: "Turn TLS on in the server, or write sslmode=disable into the URL where the network may be trusted.",
    };
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return {
      message: `The certificate of ${place} can't be trusted: ${messageOf(error)} (${code}).`,
      hint: "Give the certificate of its authority in sslrootcert, and the host's name as the certificate has it.",
    };
  }
  return { message: `${place} can't be used: ${messageOf(error)}${code === undefined ? "" : ` (${code})`}.` };
}

/** Codes of Node and OpenSSL. Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = /CERT|SIGNATURE|^UNABLE_TO_|^ERR_(?:TLS|SSL|OSSL)_|^ERROR_IN_|CRL|HOSTNAME_MISMATCH/;

/** The code of the server or of the system; a name with several addresses fails with an error for each of them. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return undefined;
}
