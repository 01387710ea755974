import { given } from "../base/given.ts";
import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import { changeComment } from "./comments.ts";

/** Namespaces are made before everything that is in them, and dropped after it, unless an extension that stays is in them. */
export function diffNamespaces(
  have: Schema,
  want: Schema,
): { readonly create: readonly Op[]; readonly comment: readonly Op[]; readonly drop: readonly Op[] } {
  const added = want.namespaces.filter((name) => !have.namespaces.includes(name)).sort();
  const places = have.extensions.map(({ name, schema }) => {
    return want.extensions.find((extension) => extension.name === name)?.schema ?? schema;
  });
  const stay = new Set([...want.namespaces, ...places]);
  const removed = have.namespaces.filter((name) => !stay.has(name)).sort();
  return {
    create: added.map((name) => ({ kind: "createNamespace", name, ...commentOf(want, name) })),
    comment: want.namespaces
      .filter((name) => have.namespaces.includes(name))
      .toSorted()
      .flatMap((name) => changeComment(commentOf(have, name), commentOf(want, name), { kind: "namespace", name })),
    drop: removed.map((name) => ({ kind: "dropNamespace", name })),
  };
}

function commentOf({ namespaceComments }: Schema, name: string): { readonly comment?: string } {
  return given({ comment: namespaceComments?.[name] });
}
