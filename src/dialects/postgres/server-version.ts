import type { Server } from "../contract.ts";

/** The oldest PostgreSQL whose catalogues `inspect` reads. */
export const OLDEST_MAJOR = 13;

/** True when the server is of this major version or a later one. */
export function atLeast(server: Server, major: number): boolean {
  return Number.parseInt(server.version, 10) >= major;
}
