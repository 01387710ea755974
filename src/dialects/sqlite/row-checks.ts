import { checkDraft, type Draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { quoteName } from "./quote.ts";

/** Finds the NULLs of a column that is to become NOT NULL. */
export function nullCheck(table: string, column: string): Draft {
  const where = `${quoteName(column)} IS NULL`;
  return rowsCheck(
    table,
    where,
    `column "${table}.${column}" can't become NOT NULL while it has NULLs: fill them before, such as with UPDATE ${quoteName(table)} SET ${quoteName(column)} = … WHERE ${where}`,
  );
}

/** Finds the rows that fulfil a condition which none may fulfil; the one row of the result says how many they are. */
export function rowsCheck(table: string, where: string, message: string): Draft {
  const counted = `SELECT count(*) AS "rows" FROM ${quoteName(table)} WHERE ${where}`;
  return checkDraft(`SELECT "rows" FROM (${counted}) WHERE "rows" > 0`, facts.count, message);
}
