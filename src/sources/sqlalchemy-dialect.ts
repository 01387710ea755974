import type { Dialect, Server } from "../dialects/contract.ts";
import type { Column } from "../schema/schema.ts";

/** How Python is told of a dialect. */
export interface SqlalchemyDialect {
  /** The names under which SQLAlchemy may know it: those of its URLs, without the driver. */
  readonly dialects: readonly string[];
  /** Whether a backslash in a constant is written twice. */
  readonly backslashes: boolean;
  /** Its version, where one is at hand. */
  readonly server?: string;
}

/** The dialect in SQLAlchemy's words, as it is on this server. */
export function sqlalchemyDialect(dialect: Dialect, server?: Server): SqlalchemyDialect {
  const schemes = dialect.schemes.map((scheme) => scheme.replace(/\+.*$/, ""));
  return {
    dialects: [...new Set([dialect.name, ...schemes])],
    backslashes: dialect.literal("\\") !== "'\\'",
    ...(server === undefined ? {} : { server: server.version }),
  };
}

/** The columns of a table, each with the text of its type. */
export function withTypeTexts<T extends { readonly columns: readonly Column[] }>(table: T, dialect: Dialect) {
  const columns = table.columns.map((column) => ({ ...column, sqlType: dialect.writeType(column.type) }));
  return { ...table, columns };
}
