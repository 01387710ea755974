import { given } from "../base/given.ts";
import type { Op } from "../ops/op.ts";
import { displayName } from "../schema/names.ts";
import { emptySchema } from "../schema/schema.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { VERSION_COLUMN, versionTable } from "./version-table.ts";

/** What Alembic's version table has room for, in characters. */
const ALEMBICS_ROOM = 32;

/** Refuses ids for which a version table that is there has no room, before anything is done. Errors: VERSION_TABLE_NARROW. */
export async function refuseLongIds({ connection, dialect, names }: Books, ids: readonly string[]): Promise<void> {
  const longest = ids.reduce((longest, id) => (id.length > longest.length ? id : longest), "");
  if (longest.length <= ALEMBICS_ROOM || dialect.traits.keepsLongTexts === true) return;
  const { name, schema } = names.versionTable;
  const { tables } = await dialect.inspect(connection, { exclude: [], only: [names.versionTable] });
  const [table] = tables;
  const type = table?.columns.find((column) => column.name === VERSION_COLUMN)?.type;
  const room = type !== undefined && "length" in type && typeof type.length === "number" ? type.length : undefined;
  if (table === undefined || room === undefined || longest.length <= room) return;
  const [wide] = versionTable(names).columns;
  const widen: readonly Op[] =
    wide === undefined
      ? []
      : [
          {
            kind: "alterColumn",
            table: name,
            ...given({ schema }),
            column: VERSION_COLUMN,
            changes: { type: wide.type },
          },
        ];
  const [statement] = dialect.plan(widen, { ...emptySchema, tables }, { ...connection.server, undemanding: true });
  throw fail(
    "VERSION_TABLE_NARROW",
    `The id "${longest}" has ${longest.length} characters, and "${displayName(names.versionTable)}" has room for ${room}`,
    {
      hint: `Widen it first: ${statement?.sql ?? ""}`,
      details: { revision: longest, table: displayName(names.versionTable), room },
    },
  );
}
