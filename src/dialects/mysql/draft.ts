import type { Facts, Statement } from "../contract.ts";

/** A statement before it is known which op it belongs to. */
export type Draft = Omit<Statement, "op">;

/** A statement, with the data that it destroys. */
export function draft(sql: string, facts: Facts, loses?: string): Draft {
  return { sql, facts: loses === undefined ? facts : { ...facts, loses } };
}
