/** What a statement of a script does to its transaction; undefined for one that leaves it as it is. */
export function transactionControl(sql: string): "begin" | "end" | undefined {
  const words = sql.trim().replaceAll(/\s+/g, " ").toUpperCase();
  if (/^(?:BEGIN|START TRANSACTION)\b(?! NOT ATOMIC)/.test(words)) return "begin";
  if (/^ROLLBACK TO\b|^ROLLBACK (?:WORK |TRANSACTION )?TO\b/.test(words)) return undefined;
  return /^(?:COMMIT|END|ROLLBACK)\b/.test(words) ? "end" : undefined;
}
