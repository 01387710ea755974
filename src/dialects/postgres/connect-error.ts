import { type LimbeckError, messageOf } from "../../base/error.ts";
import { connectFault, type Fault } from "../connect-fault.ts";
import { quoteName } from "./quote.ts";
import type { SessionSettings } from "./session-settings.ts";
import { lacksTls } from "./tls.ts";

/** Where the server is, for messages: `PostgreSQL at db.example:5432`. */
export function placeOf({ host, port }: Pick<SessionSettings, "host" | "port">): string {
  return host.startsWith("/") ? `PostgreSQL at the socket "${host}/.s.PGSQL.${port}"` : `PostgreSQL at ${host}:${port}`;
}

/** The coded error for what happened when a connection was opened. No message shows the password. */
export function connectError(error: unknown, settings: SessionSettings): LimbeckError {
  const { host, port, database, given } = settings;
  const limit = given.connect_timeout;
  return connectFault(error, settings, {
    place: placeOf(settings),
    listensOn: host.startsWith("/") ? "that socket" : `port ${port} of ${host}`,
    missing: "3D000",
    quoted: quoteName(database),
    limit: limit === undefined ? "" : ` within connect_timeout, ${limit} s`,
    explain: (code) => explain(error, code, settings),
  });
}

function explain(error: unknown, code: string | undefined, settings: SessionSettings): Fault | undefined {
  const place = placeOf(settings);
  const { user } = settings;
  if (code === "28P01") {
    return {
      message: `${place} refused the password of user "${user}".`,
      hint: "Check the password, and where it comes from: the URL (where : / ? # @ % are written %3A %2F %3F %23 %40 %25), PGPASSWORD or ~/.pgpass.",
    };
  }
  if (code === "28000") return { message: `${place} does not let user "${user}" in: ${messageOf(error)}.` };
  if (lacksTls(error)) {
    return {
      message: `${place} has no TLS, and sslmode=${settings.sslMode} asks for it.`,
      hint: "Turn TLS on in the server, or write sslmode=disable into the URL where the network may be trusted.",
    };
  }
  if (code === undefined || !CERTIFICATE.test(code)) return undefined;
  return {
    message: `The certificate of ${place} can't be trusted: ${messageOf(error)} (${code}).`,
    hint: "Give the certificate of its authority in sslrootcert, and the host's name as the certificate has it.",
  };
}

/** Codes of Node and OpenSSL. Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = /CERT|SIGNATURE|^UNABLE_TO_|^ERR_(?:TLS|SSL|OSSL)_|^ERROR_IN_|CRL|HOSTNAME_MISMATCH/;
