import { commented } from "./object-builders.ts";
import { readName, readOptions, readText } from "./options.ts";
import type { Commented, Extension } from "./schema.ts";

/** Where the objects of an extension are put, and which of its versions it is; absent is as the server does it. */
export interface ExtensionOptions {
  readonly schema?: string;
  readonly version?: string;
}

/** An extension of the server: `extension("citext")`, `extension("postgis", { schema: "gis" })`. */
export function extension(name: string, options?: ExtensionOptions & Commented): Extension {
  const where = `extension() ${JSON.stringify(name)}`;
  const read = readOptions(options, { ...extensionReaders, ...commented }, where);
  const built = { name: readName(name, `${where}: the name`), ...read };
  return Object.defineProperty(built, extensionMark, { value: true });
}

/** True for what `extension` has made: the record alone, which may be no more than a name, doesn't tell. */
export function isExtension(value: object): boolean {
  return extensionMark in value;
}

/** Readers of what can be changed of an extension. */
export const extensionReaders = { schema: readName, version: readText };

/** Shared by several copies of this package in one process; not enumerable, so neither copied nor written. */
const extensionMark = Symbol.for("limbeck.extension");
