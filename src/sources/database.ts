import { given } from "../base/given.ts";
import { fail } from "./errors.ts";
import type { SchemaSource } from "./source.ts";

/**
 * A live database: the one at the URL, which is opened for reading and never made, or the project's own open one.
 * Errors: CONNECT_*, SOURCE_NO_CONNECTION.
 */
export function databaseSource(url?: string): SchemaSource {
  return {
    name: "database",
    async read({ dialect, directory, exclude, wants, connection }) {
      if (url === undefined) {
        if (connection === undefined)
          throw fail("SOURCE_NO_CONNECTION", "There is no open database to read the schema from.");
        return dialect.inspect(connection, { exclude, standsAlone: () => "refused", ...given({ wants }) });
      }
      const opened = await dialect.connect(dialect.target(url, directory), { create: false, readOnly: true });
      try {
        return await dialect.inspect(opened, { exclude, standsAlone: () => "refused", ...given({ wants }) });
      } finally {
        await opened.close();
      }
    },
  };
}
