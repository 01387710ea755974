import type { Rule } from "../rule.ts";

export const noDowngrade: Rule = {
  id: "no-downgrade",
  severity: "warning",
  title: "The revision can't be taken back",
  why: "When the release goes wrong, the database can't go back with it: what remains is repairing by hand, or a backup.",
  instead: "Write the downgrade, if only for the schema; where data can't come back, say so in it.",
  check({ noWayBack, back, statements }) {
    if (back?.statements.length === 0 && statements.length > 0)
      return [{ message: "The downgrade does nothing", place: back.place }];
    if (noWayBack === undefined) return [];
    const { kind, reason } = noWayBack;
    if (kind === "irreversible")
      return [{ message: `The downgrade is declared irreversible: ${reason}`, severity: "note" }];
    return [
      { message: kind === "missing" ? `There is no downgrade: ${reason}` : `The downgrade can't be read: ${reason}` },
    ];
  },
};
