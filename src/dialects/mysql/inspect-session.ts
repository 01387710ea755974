import { given } from "../../base/given.ts";
import type { ObjectKind } from "../../schema/object-kind.ts";
import type { Connection, InspectOptions, Row } from "../contract.ts";
import { isUnread } from "../errors.ts";
import { maybeText, textOf } from "./inspect-rows.ts";
import { isMariadb } from "./server.ts";

/** What the readers of the catalogue need to know. */
export interface Reading {
  readonly isMariadb: boolean;
  /** The database that is read, and what it gives to tables that say nothing else. */
  readonly database: string;
  readonly collation: string;
  readonly engine: string;
  readonly timeZone: string;
  /** `user@host` of the session: an object of this definer needs no DEFINER clause. */
  readonly account: string;
  /** Character set by collation, and the collation that a character set has by itself. */
  readonly charsetOf: ReadonlyMap<string, string>;
  readonly defaultCollation: ReadonlyMap<string, string>;
  /** True for a table, or another object, that is to be read. */
  readonly isWanted: (kind: ObjectKind, name: string) => boolean;
  /** True for one that need not be read wholly. */
  readonly isOverlooked: (kind: ObjectKind, name: string) => boolean;
  /** What `read` returns; nothing where that can't be read and need not be. */
  readonly unlessOverlooked: <T>(kind: ObjectKind, name: string, read: () => Promise<T>) => Promise<readonly T[]>;
  readonly tablesAlone: boolean;
  readonly rows: (sql: string) => Promise<readonly Row[]>;
}

const SESSION = `
SELECT DATABASE() AS name, @@collation_database AS collation, @@default_storage_engine AS engine, CURRENT_USER() AS account, @@time_zone AS zone`;

/** MariaDB has collations of every character set from 10.10 on; the whole name is in a column of its own there. */
const COLLATIONS = `
SELECT c.*, s.DEFAULT_COLLATE_NAME AS usual FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY c
JOIN information_schema.CHARACTER_SETS s ON s.CHARACTER_SET_NAME = c.CHARACTER_SET_NAME`;

/** Looks at the session and the server's character sets. */
export async function readingOf(
  connection: Connection,
  { exclude, only, wants, overlooks }: InspectOptions,
): Promise<Reading> {
  const [session = {}] = await connection.query(SESSION);
  const sets = (await connection.query(COLLATIONS)).map((row) => ({
    collation: maybeText(row, "FULL_COLLATION_NAME") ?? textOf(row, "COLLATION_NAME"),
    charset: textOf(row, "CHARACTER_SET_NAME"),
    usual: textOf(row, "usual"),
  }));
  const database = textOf(session, "name");
  const ours = (names: InspectOptions["exclude"]) =>
    new Set(names.filter(({ schema }) => schema === undefined || schema === database).map(({ name }) => name));
  const [excluded, wanted] = [ours(exclude), only === undefined ? undefined : ours(only)];
  const isOverlooked: Reading["isOverlooked"] = (kind, name) => overlooks?.({ kind, name }) === true;
  return {
    isMariadb: isMariadb(connection.server),
    database,
    collation: textOf(session, "collation"),
    engine: textOf(session, "engine"),
    account: textOf(session, "account"),
    timeZone: textOf(session, "zone"),
    charsetOf: new Map(sets.map(({ collation, charset }) => [collation, charset])),
    defaultCollation: new Map(sets.map(({ charset, usual }) => [charset, usual])),
    isWanted: (kind, name) => !excluded.has(name) && (wanted?.has(name) ?? true) && wants?.({ kind, name }) !== false,
    isOverlooked,
    async unlessOverlooked(kind, name, read) {
      try {
        return [await read()];
      } catch (error) {
        if (isUnread(error) && isOverlooked(kind, name)) return [];
        throw error;
      }
    },
    tablesAlone: only !== undefined,
    rows: (sql) => connection.query(sql),
  };
}

/** What a text of this collation says of itself where `collation` is what it would have anyway. */
export function textForm(
  own: string | undefined,
  inherited: string | undefined,
  { charsetOf, defaultCollation }: Reading,
): { readonly charset?: string; readonly collation?: string } {
  if (own === undefined || own === inherited) return {};
  const charset = charsetOf.get(own);
  const isOtherSet = charset !== undefined && (inherited === undefined || charsetOf.get(inherited) !== charset);
  if (!isOtherSet) return { collation: own };
  return { charset, ...given({ collation: defaultCollation.get(charset) === own ? undefined : own }) };
}
