import { describe, expect, it } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { bookNames } from "../../src/run/books.ts";
import { refuseLongIds } from "../../src/run/id-room.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { freshDatabase } from "../servers/postgres.ts";

const LONG = "a".repeat(33);
const names = bookNames({ versionTable: "alembic_version", primaryKey: true });

describe.each([
  { server: "PostgreSQL", urlOf: freshDatabase, isNarrow: true },
  { server: "MariaDB", urlOf: async () => freshMysqlDatabase(), isNarrow: true },
  { server: "SQLite, which keeps whatever it is given", urlOf: async () => "sqlite://", isNarrow: false },
])("an id for which Alembic's version table has no room, on $server", ({ urlOf, isNarrow }) => {
  it("is refused with the statement that makes room, and not behind that", async () => {
    const url = await urlOf();
    const dialect = await dialectFor(url);
    const connection = await dialect.connect(dialect.target(url, "/"), { create: false });
    const books = { connection, dialect, names };
    const said = (id: string): Promise<unknown> =>
      refuseLongIds(books, ["short", id]).then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(await said(LONG)).toBeUndefined();
    await connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)");
    expect(await said("a".repeat(32))).toBeUndefined();
    const refused = await said(LONG);
    if (isNarrow) {
      expect(refused).toMatchObject({ code: "VERSION_TABLE_NARROW", details: { revision: LONG, room: 32 } });
      const { hint } = refused as { readonly hint: string };
      await connection.execute(hint.slice(hint.indexOf("ALTER")));
    }
    expect(await said(LONG)).toBeUndefined();
    await connection.close();
  });
});
