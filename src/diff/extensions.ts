import type { Op } from "../ops/op.ts";
import type { Extension, Schema } from "../schema/schema.ts";
import { changeComment } from "./comments.ts";
import { compareTexts, matchBy } from "./pairs.ts";

/**
 * Extensions are made before everything that may use them. One is in any version and any namespace that is not said. Those that aren't
 * wanted stay: a managed server brings its own, and of others what they hold is gone with them.
 */
export function diffExtensions(have: Schema, want: Schema): readonly Op[] {
  const sorted = (extensions: readonly Extension[]) => [...extensions].sort((a, b) => compareTexts(a.name, b.name));
  const { both, added } = matchBy(sorted(have.extensions), sorted(want.extensions), ({ name }) => name);
  return [
    ...added.map((extension): Op => ({ kind: "createExtension", extension })),
    ...both.flatMap((pair) => change(pair.have, pair.want)),
  ];
}

function change(have: Extension, want: Extension): readonly Op[] {
  const version = want.version === have.version ? undefined : want.version;
  const schema = want.schema === have.schema ? undefined : want.schema;
  const comment = want.comment === undefined ? [] : changeComment(have, want, { kind: "extension", name: want.name });
  if (version === undefined && schema === undefined) return comment;
  return [
    {
      kind: "alterExtension",
      name: want.name,
      ...(version === undefined ? {} : { version }),
      ...(schema === undefined ? {} : { schema }),
    },
    ...comment,
  ];
}
