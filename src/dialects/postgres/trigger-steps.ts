import { onTable } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { joinedName } from "../../schema/joined-name.ts";
import type { ObjectName } from "../../schema/schema.ts";
import { dollarQuoted } from "./do-block.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { beside } from "./scene.ts";

/**
 * A trigger that gives a column the value of an expression in each row that is written, and what takes it away. The names of the expression
 * are those of the row, as in the table. Source: https://www.postgresql.org/docs/current/plpgsql-trigger.html (13 to 18).
 */
export function keptInStep(
  table: ObjectName,
  column: string,
  expression: string,
): { readonly ops: readonly Op[]; readonly end: readonly Op[] } {
  const routine = beside(table, joinedName(table.name, column, "value"));
  const value = `SELECT ${expression} INTO NEW.${quoteName(column)} FROM (SELECT NEW.*) AS ${quoteName(table.name)};`;
  const body = dollarQuoted(` BEGIN ${value} RETURN NEW; END `);
  const called = quoteObject(routine);
  const kind = "function";
  return {
    ops: [
      {
        kind: "createRoutine",
        routine: {
          ...routine,
          ...({ kind, arguments: "" } as const),
          definition: `CREATE FUNCTION ${called}() RETURNS trigger LANGUAGE plpgsql AS ${body}`,
        },
      },
      {
        kind: "createTrigger",
        trigger: {
          ...beside(table, routine.name),
          table: table.name,
          definition: `CREATE TRIGGER ${quoteName(routine.name)} BEFORE INSERT OR UPDATE ON ${quoteObject(table)} FOR EACH ROW EXECUTE FUNCTION ${called}()`,
        },
      },
    ],
    end: [
      { kind: "dropTrigger", ...onTable(table), name: routine.name },
      { kind: "dropRoutine", ...routine, routine: kind, arguments: "" },
    ],
  };
}
