import type { BackupsResult } from "../project/results.ts";
import { argument, type Call, type Command, flag, type Outcome, variadic } from "./command.ts";
import { fail } from "./errors.ts";
import type { Style } from "./style.ts";
import { lines } from "./text.ts";

/** The verb for what was kept of what revisions dropped. */
export const backupCommands: readonly Command[] = [
  {
    name: "backups",
    perDatabase: true,
    summary: "list, put back or drop what was kept of dropped tables and columns",
    description:
      "Before a revision drops a table or a column with something in it, its rows, or the values with the key, are copied to a table of Limbeck's own, or to a file (`backups` in the config). The downgrade of that revision puts them back by itself. `restore` does so at another time: rows that are there under the same key stay as they are, values are written over. `drop` is for good.",
    arguments: [
      { syntax: "<action>", help: "list, restore or drop", choices: ["list", "restore", "drop"] },
      { syntax: "[numbers...]", help: "which, by the numbers of the list" },
    ],
    options: [{ flags: "--all", help: "drop all of them" }],
    examples: [
      { line: "limbeck backups list", text: "what there is" },
      { line: "limbeck backups restore 3", text: "put one back where it was" },
      { line: "limbeck backups drop --all", text: "free the space" },
    ],
    run: async (call) => {
      const { backups } = await import("../project/backups.ts");
      const action = argument(call, 0);
      const ids = variadic(call, 1).map(numberOf);
      const chosen = action === "restore" || action === "drop" ? ({ action } as const) : {};
      const result = await backups(call.global, { ...chosen, ids, all: flag(call, "all") }, call.talk);
      return outcomeOf(result, action, call);
    },
  },
];

function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw fail("CLI_USAGE", `"${text}" is not the number of a backup`, {
    hint: "`limbeck backups list` shows the numbers.",
  });
}

function outcomeOf(result: BackupsResult, action: string, { style }: Call): Outcome {
  if (action === "list") return { json: result, text: listText(result, style) };
  const word = action === "restore" ? "Put back" : "Dropped";
  const done = result.done.map(({ id }) => id).join(", ");
  return {
    json: result,
    text: "",
    notes: [done === "" ? "There was nothing to drop." : `${word} ${done} in ${result.database}.`],
  };
}

function listText({ backups, database }: BackupsResult, style: Style): string {
  if (backups.length === 0) return `Nothing is kept in ${database}.\n`;
  return lines(
    backups.map(({ id, kind, table, columns, rows, revision, direction, madeAt, restoredAt, side, file }) => {
      const name = [table.schema, table.name].filter((part) => part !== undefined).join(".");
      const what =
        kind === "table"
          ? name
          : `${name} (${columns.map((column) => column.name).join(", ")}${kind === "values" ? ", as before" : ""})`;
      const place = file?.path ?? [side.schema, side.name].filter((part) => part !== undefined).join(".");
      const back = restoredAt === undefined ? "" : style.dim(`, put back ${restoredAt}`);
      return `${style.bold(String(id))}  ${what}, ${rows} ${rows === 1 ? "row" : "rows"}, by the ${direction} of ${revision}, ${madeAt}${back}, in ${place}`;
    }),
  );
}
