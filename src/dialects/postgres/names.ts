import type { DialectNames } from "../contract.ts";

const DRIVERS = ["asyncpg", "psycopg", "psycopg_async", "psycopg2", "psycopg2cffi", "pg8000"];

/** PostgreSQL, with the two URL schemes of libpq, and SQLAlchemy's with its drivers. */
export const names: DialectNames = {
  name: "postgres",
  schemes: ["postgresql", "postgres", ...DRIVERS.map((driver) => `postgresql+${driver}`)],
  exampleUrl: "postgresql://user:password@localhost:5432/app",
};
