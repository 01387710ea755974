import { readFileSync } from "node:fs";
import type { SslOptions } from "mysql2";
import { messageOf } from "../../base/error.ts";
import { fail } from "../errors.ts";
import type { SessionSettings } from "./session-settings.ts";

/**
 * The tries that a mode of TLS allows, in their order: PREFERRED goes on without where the server has none. As with the clients, the
 * certificate is looked at from VERIFY_CA on, and its name with VERIFY_IDENTITY. Errors: CONNECT_FAILED when a file can't be read.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/connection-options.html.
 */
export function tlsAttempts({ sslMode, given }: SessionSettings): readonly (SslOptions | undefined)[] {
  if (sslMode === "DISABLED") return [undefined];
  const verifies = sslMode === "VERIFY_CA" || sslMode === "VERIFY_IDENTITY";
  const tls: SslOptions = {
    rejectUnauthorized: verifies,
    verifyIdentity: sslMode === "VERIFY_IDENTITY",
    ...fileOf("ca", "ssl-ca", given),
    ...fileOf("cert", "ssl-cert", given),
    ...fileOf("key", "ssl-key", given),
  };
  return sslMode === "PREFERRED" ? [tls, undefined] : [tls];
}

/** True when the server has no TLS. Source: mysql2 3, lib/commands/client_handshake.js. */
export function lacksTls(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "HANDSHAKE_NO_SSL_SUPPORT";
}

function fileOf(
  option: "ca" | "cert" | "key",
  name: "ssl-ca" | "ssl-cert" | "ssl-key",
  given: SessionSettings["given"],
): SslOptions {
  const path = given[name];
  if (path === undefined) return {};
  try {
    return { [option]: readFileSync(path, "utf8") };
  } catch (cause) {
    throw fail("CONNECT_FAILED", `The file "${path}" of ${name} can't be read: ${messageOf(cause)}.`, {
      cause,
      hint: "Correct the path in the URL or in the option file.",
      details: { setting: name, path },
    });
  }
}
