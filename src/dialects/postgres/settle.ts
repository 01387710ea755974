import { isLimbeckError, messageOf } from "../../base/error.ts";
import { sameData } from "../../base/same-data.ts";
import { withAllColumns } from "../../schema/inheritance.ts";
import { nameKey } from "../../schema/names.ts";
import {
  type Domain,
  emptySchema,
  type Policy,
  type Routine,
  type Rule,
  type Schema,
  type Statistics,
  type Table,
  type Trigger,
  type View,
} from "../../schema/schema.ts";
import { sharedTable } from "../../schema/shared-tables.ts";
import type { Compared, Connection, Settled, Unsettled } from "../contract.ts";
import { readDomains } from "./inspect-domains.ts";
import { readIndexes } from "./inspect-indexes.ts";
import { readPolicies } from "./inspect-policies.ts";
import { readRoutines } from "./inspect-routines.ts";
import { type Reading, within } from "./inspect-session.ts";
import { readStatistics } from "./inspect-statistics.ts";
import { readRules, readTriggers } from "./inspect-triggers.ts";
import { readViews } from "./inspect-views.ts";
import { normalise } from "./normalise.ts";
import { tableOf } from "./scene.ts";
import { serverState } from "./server-state.ts";
import { type Answers, askServer, type Batch, type Fault } from "./settle-batch.ts";
import { type Memory, openMemory, wholeTable } from "./settle-kept.ts";
import {
  type Asked,
  askAboutDomain,
  askAboutPolicy,
  askAboutRoutine,
  askAboutStatistics,
  askAboutTrigger,
  askAboutView,
} from "./settle-objects.ts";
import { type AskedPartition, askAboutPartitions } from "./settle-partitions.ts";
import { beside, doubtfulPlaces, type Place, type Places, type Sides, type TablePlace } from "./settle-places.ts";
import { type AskedTable, askAboutTable, doubtsOf, type Forms } from "./settle-tables.ts";

/** Printed and read again, a text can change once more; then it stays. */
const ROUNDS = 3;

/**
 * Lets the server decide whether objects of both sides that read differently say the same: it makes the wanted ones (expressions on empty
 * tables, views, triggers, rules, policies, statistics, routines) in a namespace of a transaction that is undone, and prints them in its own words, which are then
 * compared. From the second round on what the database has is made and printed as well, for not every text that the server prints
 * comes back as the same text.
 */
export async function settle(connection: Connection, { have, want, canonical, kept }: Compared): Promise<Settled> {
  let sides: Sides = {
    have: { raw: have, canonical: canonical.have },
    want: { raw: want, canonical: canonical.want },
  };
  // Asked before it is known whether there are doubts, which takes as long.
  const state = kept !== undefined && differSomewhere(canonical) ? serverState(connection) : undefined;
  let places = doubtfulPlaces(sides);
  const before = await state;
  const memory =
    kept === undefined || before === undefined || places.tables.length === 0
      ? undefined
      : openMemory(connection, { kept, before, have, want });
  if (memory !== undefined) {
    sides = recalled(sides, places.tables, memory);
    places = doubtfulPlaces(sides);
  }
  const unknown: Unsettled[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    if (Object.values(places).every(({ length }: readonly unknown[]) => length === 0)) break;
    const before = sides;
    try {
      const { next, faults } = await askOnce(connection, { sides, places, wantedOnly: round === 1, memory });
      if (round === 1)
        unknown.push(
          ...faults.filter(isNoVerdict).flatMap(({ about, reason }) => about.map((what) => ({ what, reason }))),
        );
      sides = next;
    } catch (error) {
      if (!isLimbeckError(error) || error.code === "CONNECT_FAILED") throw error;
      unknown.push({ what: "every expression", reason: messageOf(error) });
      break;
    }
    if (round > 1 && sameData(sides, before)) break;
    places = doubtfulPlaces(sides);
  }
  await memory?.save();
  return { have: sides.have.canonical, want: sides.want.canonical, unknown };
}

/** False where each table is the very one of the other side. */
function differSomewhere({ have, want }: Compared["canonical"]): boolean {
  const tables = new Set(have.tables);
  return want.tables.some((table) => !tables.has(table));
}

/**
 * What names something that isn't there, a value of an enum too, can't be what the database has: it differs. Source: errcodes-appendix, classes
 * 42 and 3F.
 */
function isNoVerdict({ sqlState, reason }: Fault): boolean {
  if (sqlState === "22P02" && reason.startsWith("invalid input value for enum")) return false;
  return sqlState === "42501" || !/^(?:42|3F|0A)/.test(sqlState);
}

interface Outcome {
  readonly next: Sides;
  readonly faults: readonly Fault[];
}

interface Asking {
  readonly sides: Sides;
  readonly places: Places;
  /** Leaves out what the database has, which is in the server's words already. */
  readonly wantedOnly: boolean;
  readonly memory: Memory | undefined;
}

/** One batch. */
function askOnce(connection: Connection, { sides, places, wantedOnly, memory }: Asking): Promise<Outcome> {
  const readers: Reader[] = [];
  return askServer(
    connection,
    (batch) => {
      readers.push(ask(batch, sides, { side: "want", places, ...(wantedOnly ? { memory } : {}) }));
      if (!wantedOnly) readers.push(ask(batch, sides, { side: "have", places }));
    },
    async (answers) => {
      const read = await readAll(answers, sides.want.raw, places);
      const next = workingCopy(sides);
      for (const reader of readers) reader(next, read);
      return { next, faults: [...answers.faults.values()] };
    },
  );
}

/** Everything that was read back, in both forms. */
interface ReadBack {
  readonly answers: Answers;
  readonly raw: Schema;
  /** Tables of the scratch namespace by name. */
  readonly tables: ReadonlyMap<string, Forms<Table>>;
}

/** Reads the kinds that were asked about, and what types are made of. */
async function readAll(answers: Answers, { enums, composites, ranges }: Schema, places: Places): Promise<ReadBack> {
  const { reading, tables } = answers;
  const asked = async <T>(kind: keyof Places, read: (reading: Reading) => Promise<readonly T[]>) =>
    places[kind].length === 0 ? [] : read(reading);
  const raw: Schema = {
    ...emptySchema,
    ...{ enums, composites, ranges },
    domains: await readDomains(reading),
    tables,
    views: await asked("views", () => readScratchViews(answers)),
    triggers: await asked("triggers", readTriggers),
    rules: await asked("rules", readRules),
    policies: await asked("policies", readPolicies),
    statistics: await asked("statistics", readStatistics),
    routines: await asked("routines", readRoutines),
  };
  const canonical = normalise(raw).tables;
  const forms = tables.map((table, i): [string, Forms<Table>] => [
    table.name,
    { raw: table, canonical: canonical[i] ?? table },
  ]);
  return { answers, raw, tables: new Map(forms) };
}

/** The views of the scratch namespace alone: printing a query takes time. */
function readScratchViews({ reading, namespace }: Answers): Promise<readonly View[]> {
  const scratch = within(reading, namespace);
  return readViews(scratch, readIndexes(scratch, Promise.resolve(new Map())));
}

/** Puts what was read back in its place. */
type Reader = (now: WorkingCopy, read: ReadBack) => void;

type Lists = { -readonly [K in ObjectKind | "tables"]: Schema[K][number][] };

/** The schemas of both sides, while answers are put into them one by one. */
interface WorkingCopy {
  readonly have: Forms<Schema & Lists>;
  readonly want: Forms<Schema & Lists>;
}

function workingCopy({ have, want }: Sides): WorkingCopy {
  const copy = (schema: Schema): Schema & Lists => ({
    ...schema,
    ...{ tables: [...schema.tables], domains: [...schema.domains], views: [...schema.views] },
    ...{ triggers: [...schema.triggers], rules: [...schema.rules], routines: [...schema.routines] },
    ...{ policies: [...schema.policies], statistics: [...schema.statistics] },
  });
  const forms = ({ raw, canonical }: Forms<Schema>) => ({ raw: copy(raw), canonical: copy(canonical) });
  return { have: forms(have), want: forms(want) };
}

interface Question {
  readonly side: keyof Sides;
  readonly places: Places;
  /** Learns the answers. Later rounds ask in the server's own words, which no models have. */
  readonly memory?: Memory | undefined;
}

/** Adds what makes the doubtful objects of one side, and returns what puts the answers in their place. */
function ask(batch: Batch, sides: Sides, { side, places, memory }: Question): Reader {
  const { raw, canonical } = sides[side];
  const own = ([have, want]: Place | TablePlace) => (side === "have" ? have : want);
  const name = (kind: string, at: number) => `${side} ${kind} ${at}`;
  const views = new Set(sides.have.canonical.views.map(nameKey));
  const readers: readonly (Reader | undefined)[] = [
    ...places.tables.map((place) => {
      const at = own(place);
      const [one, table] = [canonical.tables[at], raw.tables[at]];
      const other = side === "have" ? sides.want.canonical.tables[place[1]] : undefined;
      const both = { have: sides.want.canonical, want: canonical };
      const doubts = one === undefined || other === undefined ? place[2] : doubtsOf(...beside(one, other, both));
      if (one === undefined || table === undefined || doubts === undefined) return undefined;
      const scratch = name("table", at);
      const forms = { raw: withAllColumns(table, raw), canonical: withAllColumns(one, canonical) };
      return tableReader(side, at, askAboutTable(batch, forms, scratch, doubts), memory);
    }),
    ...askAboutPartitions(batch, raw, { bounds: places.bounds.map(own), keys: places.keys.map(own) }, name).map(
      (asked) => partitionReader(side, asked),
    ),
    ...places.domains.map((place) =>
      reader(side, "domains", own(place), raw.domains, (domain, at) =>
        askAboutDomain(batch, domain, name("domain", at)),
      ),
    ),
    ...places.views.map((place) =>
      reader(side, "views", own(place), raw.views, (view, at) => askAboutView(batch, view, name("view", at))),
    ),
    ...(["triggers", "rules"] as const).flatMap((kind) =>
      places[kind].map((place) =>
        reader<typeof kind>(side, kind, own(place), raw[kind], (trigger, at) => {
          const isView = views.has(nameKey(tableOf(trigger)));
          const like = sides.have.raw[kind][place[0]]?.definition ?? "";
          return askAboutTrigger(batch, trigger, name(kind, at), { kind, isView, like });
        }),
      ),
    ),
    ...places.policies.map((place) =>
      reader(side, "policies", own(place), raw.policies, (policy, at) =>
        askAboutPolicy(batch, policy, name("policy", at)),
      ),
    ),
    ...places.statistics.map((place) =>
      reader(side, "statistics", own(place), raw.statistics, (statistics, at) =>
        askAboutStatistics(batch, statistics, name("statistics", at)),
      ),
    ),
    // What the database has of routines is in the server's words for good: a body is kept as it was written.
    ...(side === "have"
      ? []
      : places.routines.map((place) =>
          reader(side, "routines", own(place), raw.routines, (routine) => askAboutRoutine(batch, routine)),
        )),
  ];
  return (now, read) => {
    for (const reader of readers) reader?.(now, read);
  };
}

function tableReader(side: keyof Sides, at: number, asked: AskedTable, memory: Memory | undefined): Reader {
  return (now, { answers, tables }) => {
    const read = tables.get(asked.scratch);
    if (read === undefined) return;
    if (asked.isWhole(answers)) memory?.learn(asked.words, read.raw);
    putTable(now[side], at, asked.answer(answers, read));
  };
}

function putTable({ raw, canonical }: Forms<Schema & Lists>, at: number, next: Forms<Table>): void {
  const [rawTable, table] = [raw.tables[at], canonical.tables[at]];
  if (rawTable === undefined || table === undefined) return;
  raw.tables[at] = withOwnColumns(next.raw, rawTable);
  canonical.tables[at] = withOwnColumns(next.canonical, table);
}

/** The sides with what is known of the wanted tables. */
function recalled(sides: Sides, places: readonly TablePlace[], memory: Memory): Sides {
  const next = workingCopy(sides);
  for (const [place, at, doubts] of places) {
    const forms = wholeTable(at, sides.want);
    const known = forms && memory.recall(forms, doubts);
    if (known === undefined) continue;
    putTable(next.want, at, known);
    const { tables } = next.want.canonical;
    const table = tables[at];
    if (table !== undefined) tables[at] = sharedTable(table, sides.have.canonical.tables[place]);
  }
  return next;
}

function partitionReader(side: keyof Sides, { at, scratch, settle: take }: AskedPartition): Reader {
  return (now, { tables }) => {
    const { raw, canonical } = now[side];
    const [rawTable, table] = [raw.tables[at], canonical.tables[at]];
    const read = tables.get(scratch);
    if (rawTable === undefined || table === undefined || read === undefined) return;
    raw.tables[at] = take(rawTable, read.raw);
    canonical.tables[at] = take(table, read.canonical);
  };
}

/** Those that come from other tables stand behind its own. */
function withOwnColumns(table: Table, { columns, ownDefaults, ownColumns }: Table): Table {
  const found = new Map(table.columns.map((column) => [column.name, column]));
  const said = Object.entries(ownColumns ?? {}).map(([name, each]) => {
    const generated = found.get(name)?.generated;
    return [name, each.generated === undefined || generated === undefined ? each : { ...each, generated }] as const;
  });
  const own: Table = {
    ...table,
    columns: table.columns.slice(0, columns.length),
    ...(ownColumns === undefined ? {} : { ownColumns: Object.fromEntries(said) }),
  };
  if (ownDefaults === undefined) return own;
  const entries = Object.entries(ownDefaults).map(
    ([name, value]) => [name, found.has(name) ? (found.get(name)?.default ?? null) : value] as const,
  );
  return { ...own, ownDefaults: Object.fromEntries(entries) };
}

type ObjectKind = keyof Kinds;

interface Kinds {
  readonly domains: Domain;
  readonly views: View;
  readonly triggers: Trigger;
  readonly rules: Rule;
  readonly policies: Policy;
  readonly statistics: Statistics;
  readonly routines: Routine;
}

/** Asks about one object; undefined when it can't be asked about. */
function reader<K extends ObjectKind>(
  side: keyof Sides,
  kind: K,
  at: number,
  list: readonly Kinds[K][],
  about: (object: Kinds[K], at: number) => Asked<Kinds[K]> | undefined,
): Reader | undefined {
  const object = list[at];
  const asked = object === undefined ? undefined : about(object, at);
  if (asked === undefined) return undefined;
  return (now, { answers, raw }) => {
    if (answers.faults.has(asked.number)) return;
    const found = asked.answer(raw[kind] as unknown as readonly Kinds[K][]);
    if (found === undefined) return;
    const [normal = found] = normalise(only(raw, kind, found))[kind] as unknown as readonly Kinds[K][];
    const lists = now[side] as unknown as Forms<{ [kind in K]: Kinds[K][] }>;
    lists.raw[kind][at] = found;
    lists.canonical[kind][at] = normal;
  };
}

/** The object first among its kind, with the types that it may be made of. */
function only<K extends ObjectKind>({ enums, domains, composites, ranges }: Schema, kind: K, object: Kinds[K]): Schema {
  const others = kind === "domains" ? domains : [];
  return { ...emptySchema, enums, domains, composites, ranges, [kind]: [object, ...others] };
}
