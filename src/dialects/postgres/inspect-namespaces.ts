import { notOfExtension, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { ownNamespace } from "./own-namespace.ts";

/** All namespaces but the default one. Catalogue: pg_namespace, the same from 13 to 18. */
const QUERY = `
SELECT n.nspname AS name FROM pg_namespace n
WHERE ${USER_NAMESPACE} AND n.nspname IS DISTINCT FROM $1::text AND ${notOfExtension("pg_namespace", "n.oid")}
ORDER BY n.oid`;

/** Names of the namespaces beside the default one and Limbeck's own, in the order in which they were made. */
export async function readNamespaces(reading: Reading): Promise<readonly string[]> {
  return (await reading.rows(QUERY))
    .map((row) => textOf(row, "name"))
    .filter((name) => name !== ownNamespace.name && reading.isWanted("namespace", { name }));
}
