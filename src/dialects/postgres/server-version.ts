import type { Server } from "../contract.ts";

/** True when the server is of this major version or a later one. */
export function atLeast(server: Server, major: number): boolean {
  return Number.parseInt(server.version, 10) >= major;
}
