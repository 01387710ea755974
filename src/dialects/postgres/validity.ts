import { all, as, parse, relationText } from "./syntax-tree.ts";

/** The constraints whose validity a statement is about; each with its table, as one text. */
export interface Validity {
  /** Those that it adds as NOT VALID. */
  readonly notValid: readonly string[];
  /** The one that it validates, and does nothing else. */
  readonly validated?: string;
}

/** What a statement of raw SQL says of the validity of constraints, by its parse tree. */
export function validity(sql: string): Validity {
  const parsed = parse(sql);
  const statement = parsed.kind === "tree" ? as("AlterTableStmt", parsed.node) : undefined;
  if (statement === undefined) return { notValid: [] };
  const key = (name = "") => JSON.stringify([relationText(statement.relation), name]);
  const actions = all("AlterTableCmd", statement.cmds);
  const notValid = actions.flatMap(({ subtype, def }) => {
    const constraint = subtype === "AT_AddConstraint" ? as("Constraint", def) : undefined;
    return constraint?.skip_validation === true ? [key(constraint.conname)] : [];
  });
  const [first] = actions;
  const validates = actions.length === 1 && first?.subtype === "AT_ValidateConstraint";
  return { notValid, ...(validates ? { validated: key(first.name) } : {}) };
}
