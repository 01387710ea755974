import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { sameData } from "../base/same-data.ts";
import { displayName, nameKey } from "../schema/names.ts";
import { emptySchema, type ObjectName, type Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import { displayPath } from "./files.ts";
import { type ModelKind, modelKind } from "./model-kind.ts";
import type { SchemaSource, SourceContext } from "./source.ts";

/**
 * Modules whose exports are tables and other objects made by Limbeck's builders, alone or in arrays and records. What they make is kept,
 * where nothing but they have a say in it.
 * An object that is exported twice counts once. Errors: SOURCE_EMPTY, SOURCE_DUPLICATE_TABLE.
 */
export function modelsSource(paths: readonly string[], name: string): SchemaSource {
  const title = `models ${name}`;
  return {
    name: title,
    async read(context) {
      const { kept, madeOf } = context;
      if (kept === undefined || madeOf === undefined) return made(paths, name, context);
      const before = await madeOf(paths);
      const found = before && kept.find(title, before.text);
      if (found !== undefined) return found;
      const schema = await made(paths, name, context);
      const now = await madeOf(paths);
      if (now !== undefined && isData(schema) && (await now.standAlone())) kept.keep(title, now.text, schema);
      return schema;
    },
  };
}

async function made(paths: readonly string[], name: string, context: SourceContext): Promise<Schema> {
  const { directory, loadModule } = context;
  const found: Model[] = [];
  for (const path of paths) {
    const place = displayPath(path, directory);
    for (const [key, value] of Object.entries(await loadModule(path))) collect(value, place, key, found, 0);
  }
  if (found.length === 0) throw fail("SOURCE_EMPTY", `No table is exported by ${name}.`);
  return schemaOf(found);
}

/** False where somebody has put something into a model that no file can hold. */
function isData(schema: Schema): boolean {
  return sameData(JSON.parse(JSON.stringify(schema)), schema);
}

interface Model {
  readonly kind: ModelKind;
  readonly object: ObjectName;
  /** Where it is exported, for messages. */
  readonly place: string;
}

/** Arrays and records of models may be in each other this deep. */
const deepest = 3;

function collect(value: unknown, path: string, name: string, found: Model[], depth: number): void {
  if (typeof value !== "object" || value === null || depth > deepest) return;
  const model = modelKind(value);
  if (model !== undefined) found.push({ ...model, place: `"${name}" of ${path}` });
  else if (Array.isArray(value) || isPlain(value)) {
    for (const [key, part] of Object.entries(value)) collect(part, path, `${name}.${key}`, found, depth + 1);
  }
}

/** A record or the exports of a module, and no instance of a class. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function schemaOf(models: readonly Model[]): Schema {
  const known = new Map<string, Model>();
  const distinct = models.filter((model) => {
    const key = identity(model);
    const twin = known.get(key);
    if (twin === undefined) known.set(key, model);
    else if (stableJson(twin.object) !== stableJson(model.object)) throw duplicate(twin, model);
    return twin === undefined;
  });
  const objects = Object.fromEntries(
    Object.keys(emptySchema).map((list) => [
      list,
      distinct.filter(({ kind }) => kind === list).map(({ object }) => object),
    ]),
  );
  return {
    ...emptySchema,
    ...objects,
    namespaces: namespacesOf(distinct),
    ...given({ namespaceComments: commentsOf(distinct) }),
  };
}

function duplicate(first: Model, second: Model) {
  const name = displayName(first.object);
  return fail("SOURCE_DUPLICATE_TABLE", `${first.place} and ${second.place} both define "${name}", and they differ.`, {
    details: { name, exports: [first.place, second.place] },
  });
}

/** Tables and views can't share a name; that of a trigger, a rule or a policy is its table's own, and a routine's goes with its arguments. */
function identity({ kind, object }: Model): string {
  const family = kind === "views" ? "tables" : kind;
  const rest = ["triggers", "rules", "routines"].includes(kind) ? stableJson({ ...object, definition: "" }) : "";
  const table = kind === "policies" && "table" in object ? String(object.table) : "";
  return `${family} ${nameKey(object)} ${table}${rest}`;
}

function namespacesOf(models: readonly Model[]): readonly string[] {
  const names = models.flatMap(({ kind, object }) => (kind === "namespaces" ? object.name : (object.schema ?? [])));
  return [...new Set(names)].sort();
}

function commentsOf(models: readonly Model[]): Schema["namespaceComments"] {
  const comments = models.flatMap(({ kind, object }): readonly (readonly [string, string])[] =>
    kind === "namespaces" && "comment" in object ? [[object.name, String(object.comment)]] : [],
  );
  return comments.length === 0 ? undefined : Object.fromEntries(comments);
}
