import { isLimbeckError, messageOf } from "../../base/error.ts";
import { stableJson } from "../../base/hash.ts";
import { emptySchema, type Routine, type Schema, type Table, type Trigger, type View } from "../../schema/schema.ts";
import type { Compared, Connection, Settled, Unsettled } from "../contract.ts";
import { normalise } from "./normalise.ts";
import { type Answers, makeAndRead } from "./settle-scratch.ts";
import { withAnswers } from "./settle-table.ts";

/**
 * Lets the server decide whether objects of both sides that read differently say the same: it makes the wanted ones in a scratch
 * database of the same character set, without rows and foreign keys, and prints them in its own words, which are then compared. Where
 * they still differ, what the database has is made and printed as well, for not every text that the server prints comes back as itself.
 */
export async function settle(connection: Connection, { have, want, canonical }: Compared): Promise<Settled> {
  const first = { have: withoutTheirs(canonical.have, canonical.want), want: canonical.want };
  if (!isDoubtful(doubtsOf(first))) return { ...first, unknown: [] };
  try {
    const wanted = await ask(connection, want, { side: first.want, doubts: doubtsOf(first) });
    const second = { have: first.have, want: wanted.side };
    const doubts = doubtsOf(second);
    if (!isDoubtful(doubts)) return { ...second, unknown: wanted.unknown };
    const found = await ask(connection, have, { side: second.have, doubts });
    return { have: found.side, want: second.want, unknown: wanted.unknown };
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return { ...first, unknown: [{ what: "every expression", reason: messageOf(error) }] };
  }
}

/** Names of the objects that both sides have and that read differently. */
interface Doubts {
  readonly tables: ReadonlySet<string>;
  readonly views: ReadonlySet<string>;
  readonly routines: ReadonlySet<string>;
  readonly triggers: ReadonlySet<string>;
}

type Sides = Compared["canonical"];

function doubtsOf({ have, want }: Sides): Doubts {
  return {
    tables: differing(have.tables.map(withoutReferences), want.tables.map(withoutReferences)),
    views: differing(have.views, want.views),
    // An event that is made may happen: the server isn't asked.
    routines: differing(have.routines.filter(isCalled), want.routines.filter(isCalled)),
    triggers: differing(have.triggers, want.triggers),
  };
}

function isCalled({ kind }: Routine): boolean {
  return kind !== "event";
}

/** Foreign keys have one spelling. */
function withoutReferences(table: Table): Table {
  return { ...table, foreignKeys: [] };
}

function differing<T extends { readonly name: string }>(have: readonly T[], want: readonly T[]): ReadonlySet<string> {
  const found = new Map(have.map((object) => [object.name, stableJson(object)]));
  const isDoubtful = (object: T) => found.has(object.name) && found.get(object.name) !== stableJson(object);
  return new Set(want.filter(isDoubtful).map(({ name }) => name));
}

function isDoubtful(doubts: Doubts): boolean {
  return Object.values(doubts).some(({ size }: ReadonlySet<string>) => size > 0);
}

interface Side {
  readonly side: Schema;
  readonly doubts: Doubts;
}

/** Makes the doubtful objects of `raw`, with what they speak of, and puts what the server made of them into `side`. */
async function ask(
  connection: Connection,
  raw: Schema,
  { side, doubts }: Side,
): Promise<{ readonly side: Schema; readonly unknown: readonly Unsettled[] }> {
  const readsTables = doubts.views.size > 0 || doubts.triggers.size > 0;
  const named = <T extends { readonly name: string }>(list: readonly T[], names: ReadonlySet<string>) =>
    list.filter(({ name }) => names.has(name));
  const wanted: Schema = {
    ...emptySchema,
    sequences: raw.sequences,
    tables: readsTables ? raw.tables : named(raw.tables, doubts.tables),
    views: doubts.views.size > 0 ? raw.views : [],
    routines:
      doubts.views.size > 0 ? raw.routines.filter(isCalled) : named(raw.routines.filter(isCalled), doubts.routines),
    triggers: named(raw.triggers, doubts.triggers),
  };
  const { scratch } = await import("./scratch.ts");
  const database = await scratch(connection.target);
  try {
    const answers = await makeAndRead(database, wanted);
    const doubtful = ({ kind, name }: Answers["faults"][number]) => doubts[kind].has(name);
    return {
      side: answered(side, answers, doubts),
      unknown: answers.faults.filter(doubtful).map(({ what, reason }) => ({ what, reason })),
    };
  } finally {
    await database.close();
  }
}

function answered(side: Schema, { schema, names }: Answers, doubts: Doubts): Schema {
  const canonical = normalise(schema);
  const replaced = <T extends View | Routine | Trigger>(
    list: readonly T[],
    found: readonly T[],
    which: ReadonlySet<string>,
  ) =>
    list.map((object) =>
      which.has(object.name) ? (found.find(({ name }) => name === object.name) ?? object) : object,
    );
  return {
    ...side,
    tables: side.tables.map((table) => {
      const read = canonical.tables.find(({ name }) => name === table.name);
      return read === undefined || !doubts.tables.has(table.name) ? table : withAnswers(table, read, names);
    }),
    views: replaced(side.views, canonical.views, doubts.views),
    routines: side.routines.map((each) =>
      isCalled(each) ? (replaced([each], canonical.routines, doubts.routines)[0] ?? each) : each,
    ),
    triggers: replaced(side.triggers, canonical.triggers, doubts.triggers),
  };
}

/** Who made a routine or trigger counts where the models say who. */
function withoutTheirs(have: Schema, want: Schema): Schema {
  const free = <T extends Routine | Trigger>(list: readonly T[], wanted: readonly T[]) =>
    list.map((object) => {
      const other = wanted.find(({ name }) => name === object.name);
      if (other === undefined || DEFINER.test(other.definition)) return object;
      return { ...object, definition: object.definition.replace(DEFINER, "$1") };
    });
  return { ...have, routines: free(have.routines, want.routines), triggers: free(have.triggers, want.triggers) };
}

/** As `normaliseProgram` leaves it. */
const DEFINER = /^(create )definer = (?:`(?:[^`]|``)*`|\S+) ?(?:@ ?(?:`(?:[^`]|``)*`|'(?:[^']|'')*'|\S+)|@`[^`]*`)? ?/i;
