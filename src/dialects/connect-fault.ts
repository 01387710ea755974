import { type LimbeckError, messageOf } from "../base/error.ts";
import { fail } from "./errors.ts";

/** Why a connection couldn't be opened, in words. */
export interface Fault {
  readonly message: string;
  readonly hint?: string;
}

/** A server that was to be reached. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** What a dialect says of its server. */
interface FaultWords {
  /** Where the server is: `MySQL at db.example:3306`. */
  readonly place: string;
  /** What it would listen on: `port 3306 of db.example`. */
  readonly listensOn: string;
  /** The code of the server for a database that isn't there; SQL for its name. */
  readonly missing: string;
  readonly quoted: string;
  /** How long was waited, if something says so: ` in time`. */
  readonly limit: string;
  /** What the server's own codes, and its TLS, mean; undefined for others. */
  readonly explain: (code: string | undefined) => Fault | undefined;
}

/** The coded error for what happened when a connection was opened. No message shows the password. */
export function connectFault(error: unknown, at: Place, words: FaultWords): LimbeckError {
  const code = codeOf(error);
  const { user, database, host, port } = at;
  const more = { cause: error, details: { host, port, database, user, ...(code === undefined ? {} : { code }) } };
  const { place } = words;
  if (code === words.missing) {
    const hint = `Check the name in the URL, or make the database: CREATE DATABASE ${words.quoted}.`;
    return fail("CONNECT_DATABASE_MISSING", `${place} has no database "${database}".`, { ...more, hint });
  }
  const { message, hint } = words.explain(code) ??
    networkFault(error, code, at, words) ?? {
      message: `${place} can't be used: ${messageOf(error)}${code === undefined ? "" : ` (${code})`}.`,
    };
  return fail("CONNECT_FAILED", message, hint === undefined ? more : { ...more, hint });
}

/** What the errors of a network say, whatever server was meant. */
function networkFault(
  error: unknown,
  code: string | undefined,
  { host }: Place,
  { place, listensOn, limit }: FaultWords,
): Fault | undefined {
  if (code === "ECONNREFUSED" || code === "ENOENT") {
    return {
      message: `Nothing answers where ${place} should be (${code}).`,
      hint: `Check that the server is up and listens on ${listensOn}, and the URL.`,
    };
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      message: `The host "${host}" is not known (${code}).`,
      hint: "Check the host in the URL, and the network.",
    };
  }
  if (code !== "ETIMEDOUT" && !/timeout expired/.test(messageOf(error))) return undefined;
  return {
    message: `${place} did not answer${limit}.`,
    hint: "Check the host and the firewall between here and there.",
  };
}

/** The code of the server or of the system; a name with several addresses fails with an error for each of them. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return undefined;
}
