import type { Rename } from "../diff/renames.ts";
import { displayName } from "../schema/names.ts";
import type { EnumType, ObjectName, Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import type { RenameQuestion } from "./results.ts";

/**
 * A `--rename` as it is written: `old=new` for a table, `table.old=new` for a column, `enum.old=new` for a value of an enum; `schema.` may stand before a table's name. Which of
 * these is meant is told by what the database has. Errors: DIFF_RENAME_INVALID.
 */
export function parseRename(text: string, have: Schema): Rename {
  const [from = "", to = "", ...more] = text.split("=").map((part) => part.trim());
  if (from === "" || to === "" || more.length > 0) {
    throw fail("DIFF_RENAME_INVALID", `"${text}" is not of the form OLD=NEW`, { details: { rename: text } });
  }
  const table = have.tables.find((one) => displayName(one) === from);
  if (table !== undefined) {
    return { kind: "table", ...schemaOf(table), from: table.name, to: without(table.schema, to) };
  }
  const dot = from.lastIndexOf(".");
  if (dot < 1) return { kind: "table", from, to };
  const owner = from.slice(0, dot);
  const found = have.tables.find((one) => displayName(one) === owner);
  const ofEnum = found === undefined ? enumOf(from, have) : undefined;
  if (ofEnum !== undefined) {
    const { name, values } = ofEnum;
    const owned = displayName(ofEnum);
    const value = values.find((each) => from === `${owned}.${each}`) ?? from.slice(owned.length + 1);
    return { kind: "value", ...schemaOf(ofEnum), enum: name, from: value, to: without(owned, to) };
  }
  const place = found === undefined ? tableOf(owner) : { ...schemaOf(found), table: found.name };
  return { kind: "column", ...place, from: from.slice(dot + 1), to: without(owner, to) };
}

/** A rename as a question to a person; `from` is what `--rename` takes. */
export function questionOf(rename: Rename): RenameQuestion {
  const place = rename.schema === undefined ? "" : `${rename.schema}.`;
  const owner = {
    table: "",
    column: "table" in rename ? `${rename.table}.` : "",
    value: "enum" in rename ? `${rename.enum}.` : "",
  };
  const from = owner[rename.kind] + rename.from;
  return { what: rename.kind, from: place + from, to: rename.to };
}

function enumOf(from: string, { enums }: Schema): EnumType | undefined {
  return enums.find((each) => from.startsWith(`${displayName(each)}.`));
}

function schemaOf({ schema }: ObjectName): { readonly schema?: string } {
  return schema === undefined ? {} : { schema };
}

function tableOf(name: string): { readonly table: string; readonly schema?: string } {
  const dot = name.lastIndexOf(".");
  return dot === -1 ? { table: name } : { table: name.slice(dot + 1), schema: name.slice(0, dot) };
}

/** The new name may repeat what stands before the old one, for symmetry. */
function without(owner: string | undefined, name: string): string {
  return owner !== undefined && name.startsWith(`${owner}.`) ? name.slice(owner.length + 1) : name;
}
