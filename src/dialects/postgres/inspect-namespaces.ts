import type { Schema } from "../../schema/schema.ts";
import { maybeText, notOfExtension, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { ownNamespace } from "./own-namespace.ts";

/** All namespaces but the default one. Catalogue: pg_namespace, the same from 13 to 18. */
const QUERY = `
SELECT n.nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment FROM pg_namespace n
WHERE ${USER_NAMESPACE} AND n.nspname IS DISTINCT FROM $1::text AND ${notOfExtension("pg_namespace", "n.oid")}
ORDER BY n.oid`;

/** The namespaces beside the default one and Limbeck's own, in the order in which they were made, and their comments. */
export async function readNamespaces(reading: Reading): Promise<Pick<Schema, "namespaces" | "namespaceComments">> {
  const found = (await reading.rows(QUERY))
    .map((row) => ({ name: textOf(row, "name"), comment: maybeText(row, "comment") }))
    .filter(({ name }) => name !== ownNamespace.name && reading.isWanted("namespace", { name }));
  const comments = found.flatMap(({ name, comment }) => (comment === undefined ? [] : [[name, comment] as const]));
  return {
    namespaces: found.map(({ name }) => name),
    ...(comments.length === 0 ? {} : { namespaceComments: Object.fromEntries(comments) }),
  };
}
