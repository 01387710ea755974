import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { messageOf } from "../../base/error.ts";
import { fail } from "../errors.ts";
import type { SessionSettings } from "./session-settings.ts";

/** What Node is told about a TLS connection. */
export type TlsOptions = ConnectionOptions;

/** One try to connect, and after which errors the next one follows. */
export interface Attempt {
  readonly tls: TlsOptions | false;
  goesOnAfter(error: unknown): boolean;
}

const never = () => false;

/**
 * The tries that a mode of TLS allows, in their order. Without `sslrootcert`, certificates are checked against those that Node
 * trusts; with it, `require` checks as `verify-ca` does. Errors: CONNECT_FAILED when a file can't be read.
 * Source: https://www.postgresql.org/docs/18/libpq-ssl.html
 */
export function tlsAttempts({ sslMode, given }: SessionSettings): readonly Attempt[] {
  const plain = { tls: false, goesOnAfter: never } as const;
  if (sslMode === "disable") return [plain];
  const tls = tlsOptions(sslMode, given);
  if (sslMode === "prefer")
    return [{ tls, goesOnAfter: (error) => lacksTls(error) || isRefusedByHostRules(error) }, plain];
  if (sslMode === "allow")
    return [
      { ...plain, goesOnAfter: isRefusedByHostRules },
      { tls, goesOnAfter: never },
    ];
  return [{ tls, goesOnAfter: never }];
}

/** True when the server has no TLS; the driver says so without a code. */
export function lacksTls(error: unknown): boolean {
  return error instanceof Error && /does not support SSL/.test(error.message);
}

/** True when the server's pg_hba.conf doesn't let this connection in as it is. */
function isRefusedByHostRules(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "28000";
}

function tlsOptions(mode: SessionSettings["sslMode"], given: SessionSettings["given"]): TlsOptions {
  const { sslrootcert, sslcert, sslkey, sslpassword } = given;
  const ownRoot =
    sslrootcert === undefined || sslrootcert === "system" ? undefined : fileOf("sslrootcert", sslrootcert);
  const verifiesName = mode === "verify-full";
  const verifies = verifiesName || mode === "verify-ca" || ownRoot !== undefined;
  return {
    rejectUnauthorized: verifies,
    ...(verifies && !verifiesName ? { checkServerIdentity: () => undefined } : {}),
    ...(ownRoot === undefined ? {} : { ca: ownRoot }),
    ...(sslcert === undefined ? {} : { cert: fileOf("sslcert", sslcert) }),
    ...(sslkey === undefined ? {} : { key: fileOf("sslkey", sslkey) }),
    ...(sslpassword === undefined ? {} : { passphrase: sslpassword }),
  };
}

function fileOf(setting: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw fail("CONNECT_FAILED", `The file "${path}" of ${setting} can't be read: ${messageOf(cause)}.`, {
      cause,
      hint: "Correct the path in the URL or in the environment.",
      details: { setting, path },
    });
  }
}
