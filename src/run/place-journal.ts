import { given } from "../base/given.ts";
import { hashText } from "../base/hash.ts";
import type { OwnNamespace, SessionWish } from "../dialects/contract.ts";
import type { ObjectName } from "../schema/schema.ts";
import type { BookNames, Books } from "./books.ts";
import { fail } from "./errors.ts";

/**
 * The names of the books with the journal in the namespace that is Limbeck's own, where the server has namespaces, so that other tools
 * don't take it for a table of the application. A journal that lies beside the version table stays there, and is made there by a role that
 * may not make it elsewhere. Errors: VERSION_TABLE_ELSEWHERE.
 */
export async function placeJournal({ connection, dialect, names }: Books): Promise<BookNames> {
  const own = dialect.ownNamespace;
  if (own === undefined) return names;
  const { exists, isWritable, tables, isBeside, current, elsewhere } = await own.look(connection, names);
  refuseElsewhere(names.versionTable, elsewhere, current);
  const journal = ownJournal(own, names.versionTable, current);
  if (isBeside || current === own.name || !(isWritable || tables.includes(journal.name))) return names;
  return { ...names, journal, ...(exists ? {} : { newNamespace: own.name }) };
}

/** From a namespace without it the database would be taken for an empty one, and all of the history be run again. */
function refuseElsewhere({ name }: ObjectName, places: readonly string[], current: string | undefined): void {
  const [first] = places;
  if (first === undefined) return;
  const where = current === undefined ? "names lead to no namespace" : `names lead to the namespace "${current}"`;
  const message = `There is a version table "${name}" in ${places.map((place) => `"${place}"`).join(", ")}, and for this account ${where}, which has none`;
  throw fail("VERSION_TABLE_ELSEWHERE", message, {
    hint: `Say which is meant: \`versionTableSchema: "${first}"\`, or a \`searchPath\` that begins with it, in the config.`,
    details: { table: name, namespaces: places, ...given({ current }) },
  });
}

/** The same for a script, which can't look: it makes the namespace where it isn't there. */
export function placeUnseenJournal(
  { dialect, names }: Pick<Books, "dialect" | "names">,
  { searchPath = "" }: SessionWish = {},
): BookNames {
  const own = dialect.ownNamespace;
  if (own === undefined) return names;
  const current = own.firstOf(searchPath) ?? own.usual;
  return { ...names, journal: ownJournal(own, names.versionTable, current), newNamespace: own.name };
}

/** A name that is some bytes longer, such as that of the primary key, must be one that the server doesn't cut. */
const LONGEST_BYTES = 50;

/**
 * `limbeck_journal` for `alembic_version` in the usual namespace, else `limbeck_NAME_journal`, `limbeck_SCHEMA.journal` or
 * `limbeck_SCHEMA.NAME_journal`: a comparison of all namespaces sees it and leaves it out by how it begins.
 */
function ownJournal(own: OwnNamespace, versionTable: ObjectName, current: string | undefined): ObjectName {
  const schema = versionTable.schema ?? current ?? own.usual;
  const table = versionTable.name === "alembic_version" ? "journal" : `${versionTable.name}_journal`;
  const name = `limbeck_${schema === own.usual ? table : `${schema}.${table}`}`;
  const isLong = Buffer.byteLength(name) > LONGEST_BYTES;
  return { schema: own.name, name: isLong ? `limbeck_${hashText(name).slice(0, 16)}_journal` : name };
}
