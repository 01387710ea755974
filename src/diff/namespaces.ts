import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";

/** Namespaces are made before everything that is in them, and dropped after it. */
export function diffNamespaces(
  have: Schema,
  want: Schema,
): { readonly create: readonly Op[]; readonly drop: readonly Op[] } {
  const added = want.namespaces.filter((name) => !have.namespaces.includes(name)).sort();
  const removed = have.namespaces.filter((name) => !want.namespaces.includes(name)).sort();
  return {
    create: added.map((name) => ({ kind: "createNamespace", name })),
    drop: removed.map((name) => ({ kind: "dropNamespace", name })),
  };
}
