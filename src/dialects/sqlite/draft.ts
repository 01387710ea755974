import type { Facts, Statement } from "../contract.ts";

/** A statement before it is known which op it belongs to. */
export type Draft = Omit<Statement, "op">;

/** A statement that changes something. */
export function draft(sql: string, facts: Facts, loses?: string): Draft {
  return { sql, facts: loses === undefined ? facts : { ...facts, loses } };
}

/** A query whose rows are faults. */
export function checkDraft(sql: string, facts: Facts, message: string): Draft {
  return { sql, facts, check: { message } };
}
