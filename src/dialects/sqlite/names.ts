import type { DialectNames } from "../contract.ts";

/** SQLite, with SQLAlchemy's URL schemes and its drivers, and SQLite's own `file:`. */
export const names: DialectNames = {
  name: "sqlite",
  schemes: ["sqlite", "sqlite+pysqlite", "sqlite+aiosqlite", "file"],
  exampleUrl: "sqlite:///app.db",
};
