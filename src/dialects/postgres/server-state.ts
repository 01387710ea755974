import type { Connection } from "../contract.ts";

/** The first number that the server gives to an object of a user. Source: FirstNormalObjectId, src/include/access/transam.h (13 to 18). */
export const FIRST_OWN = 16384;

/** Catalogues of what an expression can be made of, and the column with the number of each object. Source: catalogs.html, the same from 13 to 18. */
const CATALOGUES: readonly (readonly [catalogue: string, oid: string])[] = [
  ["pg_namespace", "oid"],
  ["pg_extension", "oid"],
  ["pg_proc", "oid"],
  ["pg_aggregate", "aggfnoid::oid"],
  ["pg_operator", "oid"],
  ["pg_opclass", "oid"],
  ["pg_opfamily", "oid"],
  ["pg_amop", "oid"],
  ["pg_amproc", "oid"],
  ["pg_cast", "oid"],
  ["pg_collation", "oid"],
  ["pg_enum", "oid"],
  ["pg_range", "rngtypid"],
];

const ROWS = [
  ...CATALOGUES.map(([catalogue, oid]) => `SELECT o::text FROM ${catalogue} o WHERE ${oid} >= ${FIRST_OWN}`),
  // But for rows of tables, and lists of such rows.
  `SELECT t::text FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem
    LEFT JOIN pg_class c ON c.oid = CASE WHEN t.typrelid <> 0 THEN t.typrelid ELSE e.typrelid END
    WHERE t.oid >= ${FIRST_OWN} AND (c.oid IS NULL OR c.relkind = 'c')`,
  `SELECT a::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'c' AND c.oid >= ${FIRST_OWN}`,
  `SELECT o::text FROM pg_constraint o WHERE contypid <> 0 AND oid >= ${FIRST_OWN}`,
  // What the session, the role, the database and the server set: it is in the meaning of a literal, too.
  "SELECT name || '=' || setting FROM pg_settings WHERE source <> 'default'",
];

const LINES = `string_agg(line, E'\\n' ORDER BY line COLLATE "C")`;

const QUERY = `
SELECT version() AS version, current_user::text AS role, current_schemas(true)::text AS path, count(*)::text AS count,
  hashtextextended(${LINES}, 0)::text AS one, hashtextextended(${LINES}, 1)::text AS other,
  (SELECT string_agg(relname, ' ' ORDER BY oid) FROM pg_class WHERE oid >= ${FIRST_OWN} AND relkind IN ('r', 'p', 'v', 'm', 'f')) AS relations
FROM (${ROWS.join("\nUNION ALL ")}) found(line)`;

/** What has a say in how the server reads an expression and prints it. */
export interface ServerState {
  /**
   * Another text when anything of it is another: the server's build, the session's role, path and settings, and all types, functions, operators,
   * casts and the like that the system doesn't bring, row by row as the catalogues have them.
   */
  readonly state: string;
  /** The names of tables and views, of which `state` says nothing, nor of the types of their rows: in one text. */
  readonly relations: string;
}

export async function serverState(connection: Connection): Promise<ServerState> {
  const [{ relations, ...rest } = {}] = await connection.query(QUERY);
  return { state: JSON.stringify(rest), relations: String(relations ?? "") };
}
