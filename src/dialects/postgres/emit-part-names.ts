import { newPartList, type Part, partKey, partList } from "../../ops/part-names.ts";
import { displayName, nameKey } from "../../schema/names.ts";
import type { Table } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse } from "./refuse.ts";
import { relationNames } from "./relation-names.ts";
import { beside, type Scene } from "./scene.ts";

/**
 * Gives the parts of a new partition the names that they are to have, where the server has given them others. Names that go round take a
 * detour. Source: `ChooseIndexName` and `CloneFkReferencing` of the server (13 to 18).
 */
export function nameParts(table: Table, scene: Scene): readonly Draft[] {
  if (table.partNames === undefined) return [];
  refuseUnknown(table, scene);
  const taken = new Set(relationNames(scene.before));
  const made = newPartList(table, scene.before, (name) => taken.has(nameKey(beside(table, name))));
  const moves = partList(table, scene.before).flatMap((part, at) => {
    const from = made[at]?.name ?? part.name;
    return from === part.name ? [] : [{ part, from }];
  });
  const isAimedAt = ({ part, from }: Move) =>
    moves.some((other) => other.part.list === part.list && other.part.name === from);
  const detours = moves.filter(isAimedAt);
  const detour = (move: Move) => `${DETOUR}${detours.indexOf(move)}`;
  const toDetour = detours.map((move) => rename(table, move, move.from, detour(move)));
  const toEnd = moves.map((move) =>
    rename(table, move, detours.includes(move) ? detour(move) : move.from, move.part.name),
  );
  return [...toDetour, ...toEnd];
}

function refuseUnknown(table: Table, scene: Scene): void {
  const known = new Set(partList(table, scene.before).map(({ list, whole }) => partKey(list, whole.name)));
  const { indexes = {}, foreignKeys = {} } = table.partNames ?? {};
  const wholes = [
    ...Object.keys(indexes).map((name) => ["indexes", name] as const),
    ...Object.keys(foreignKeys).map((name) => ["foreignKeys", name] as const),
  ];
  const lost = wholes.find(([list, name]) => !known.has(partKey(list, name)));
  if (lost === undefined) return;
  const [list, name] = lost;
  const what = list === "indexes" ? "index" : "foreign key";
  const hint = `Take it out of partNames, or make the ${what} first.`;
  refuse(
    { kind: "createTable", table },
    `table "${displayName(table)}"`,
    `part of ${what} "${name}", which its table doesn't have`,
    hint,
  );
}

interface Move {
  readonly part: Part;
  readonly from: string;
}

const DETOUR = "limbeck_part_";

/** Nobody else sees the partition yet. */
function rename(table: Table, { part }: Move, from: string, to: string): Draft {
  if (part.list === "indexes") {
    const index = quoteObject(beside(table, from));
    return draft(`ALTER INDEX ${index} RENAME TO ${quoteName(to)}`, factsOf(facts.renameIndex, {}));
  }
  const sql = `ALTER TABLE ${quoteObject(table)} RENAME CONSTRAINT ${quoteName(from)} TO ${quoteName(to)}`;
  return draft(sql, factsOf(facts.renameConstraint, {}));
}
