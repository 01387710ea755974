import { reverseOp } from "../ops/behaviours.ts";
import type { AlterColumn } from "../ops/column-ops.ts";
import { tableNameOf } from "../ops/edit.ts";
import type { Op, OpKind, OpOf } from "../ops/op.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { keyOfIndex, keysOfTable } from "../ops/table-parts.ts";
import { parentsOf } from "../schema/inheritance.ts";
import type { Column, ForeignKey, ObjectName, Schema, Table } from "../schema/schema.ts";
import { beside, changed, constrained, type Effects, indexed, none, partOf } from "./effect.ts";
import { keys } from "./keys.ts";
import type { Mentions } from "./mentions.ts";
import { isLetGo, textsLetGo } from "./pinned-columns.ts";
import type { Sides } from "./sides.ts";
import * as uses from "./uses.ts";

/** What an op is to others; one that drops something, what the making of it in `have` would be, the other way round. Pure. */
export function effectsOf(op: Op, have: Schema, sides: Sides): Effects {
  const read = readers as { readonly [kind: string]: (op: Op, sides: Sides) => Effects };
  if (op.kind === "alterAttribute" || op.kind === "setViewOptions")
    return withOldUses(op, have, (each) => read[each.kind]?.(each, sides) ?? none);
  if (!isDrop(op)) return read[op.kind]?.(op, sides) ?? none;
  const back = reverseOp(op, have);
  // What goes along has ops of its own, but for the sequences of a table or a column.
  const all = back.kind === "irreversible" ? [] : back.ops;
  const made = all.find(({ kind }) => kind === makerOf[op.kind]) ?? all[0];
  if (made === undefined || isDrop(made)) return none;
  const { makes, uses: ends, takes } = effectsOf(made, have, { ...sides, want: sides.have });
  const along = all.flatMap((each) => (each.kind === "createSequence" && each !== made ? [each.sequence] : []));
  return {
    ...none,
    ruins: [...makes, ...along.map(keys.relation)],
    ends,
    frees: [...takes, ...along.flatMap(namesOfSequence)],
  };
}

/** A change lets go of what the way back of it would hold on to. */
function withOldUses(op: Op, have: Schema, read: (op: Op) => Effects): Effects {
  const [back, found] = [reverseOp(op, have), read(op)];
  const olds = back.kind === "irreversible" ? [] : back.ops.flatMap((each) => read(each).uses);
  return { ...found, ends: olds.filter((key) => !found.uses.includes(key)) };
}

/** What makes again what goes with others. */
const makerOf: { readonly [kind: string]: OpKind } = { dropTable: "createTable", dropColumn: "addColumn" };

/** The server looks for a type of that name as well. */
function namesOfSequence(sequence: ObjectName): readonly string[] {
  return [keys.relationName(sequence), keys.typeName(sequence)];
}

type DropKind = Extract<OpKind, `drop${string}`>;

function isDrop(op: Op): op is OpOf<DropKind> {
  return op.kind.startsWith("drop");
}

const readers: { readonly [K in Exclude<OpKind, DropKind>]: (op: OpOf<K>, sides: Sides) => Effects } = {
  createNamespace: (op) => ({ ...none, makes: [keys.namespace(op.name)] }),

  createTable: ({ table }, sides) => ({
    ...none,
    makes: [
      ...[keys.relation(table), keys.persistence(table), keys.primaryKey(table)],
      ...table.columns.flatMap((column) => madeWithColumn(table, column.name)),
      ...keysOfTable(table).map(({ columns }) => keys.unique(table, columns)),
    ],
    uses: [
      keys.namespace(table.schema),
      ...typeOf(table.options),
      ...parentsOf(table).map(keys.relation),
      ...parentsOf(table).flatMap((parent) => columnsFrom(parent, sides.want)),
      ...uses.usesOfOwnDefaults(table, sides.want),
      ...outside(table, [
        ...table.columns.flatMap((column) => uses.usesOfColumn(table, column, sides.want)),
        ...table.checks.flatMap((check) => uses.usesOfCheck(table, check, sides.want)),
        ...table.exclusions.flatMap((each) => uses.usesOfExclusion(table, each, sides.want)),
        ...table.indexes.flatMap((each) => uses.usesOfIndex(table, each, sides.want)),
        ...table.foreignKeys.flatMap((key) => foreignKeyUses(table, key, sides)),
      ]),
    ],
    takes: [
      ...[keys.relationName(table), keys.typeName(table)],
      ...parentsOf(table).flatMap((parent) => table.columns.map(({ name }) => keys.columnName(parent, name))),
      ...[table.primaryKey, ...table.uniques, ...table.exclusions, ...table.indexes].flatMap((each) =>
        each?.name === undefined ? [] : [keys.relationName(beside(table, each.name))],
      ),
    ],
  }),

  renameTable: () => none,
  setTableOptions(op, sides) {
    const name = tableNameOf(op);
    const isOther = sides.have.table(name)?.options.unlogged !== op.options.unlogged;
    if (isOther) return changed(keys.persistence(name));
    return { ...none, uses: typeOf(op.options), ruins: textsLetGo(op, sides) };
  },
  setTableComment: (op) => ({ ...none, uses: [keys.relation(tableNameOf(op))] }),

  addColumn(op, sides) {
    const table = wantedTable(op, sides);
    return {
      ...none,
      makes: madeWithColumn(table, op.column.name),
      uses: [keys.relation(table), ...uses.usesOfColumn(table, op.column, sides.want)],
      takes: [table, ...parentsOf(table)].map((each) => keys.columnName(each, op.column.name)),
    };
  },
  renameColumn: () => none,
  alterColumn,

  createPrimaryKey(op, sides) {
    const table = wantedTable(op, sides);
    const { name } = op.primaryKey;
    return {
      ...indexed(table, name),
      makes: [keys.primaryKey(table), keys.unique(table, op.primaryKey.columns)],
      uses: uses.usesOfPrimaryKey(table, op.primaryKey),
    };
  },
  createUnique(op, sides) {
    const table = wantedTable(op, sides);
    return {
      ...indexed(table, op.unique.name),
      makes: [keys.unique(table, op.unique.columns)],
      uses: uses.usesOfKey(table, op.unique),
    };
  },
  createExclusion(op, sides) {
    const table = wantedTable(op, sides);
    const { exclusion } = op;
    return { ...indexed(table, exclusion.name), uses: uses.usesOfExclusion(table, exclusion, sides.want) };
  },
  createCheck(op, sides) {
    const table = wantedTable(op, sides);
    return { ...constrained(table, op.check.name), uses: uses.usesOfCheck(table, op.check, sides.want) };
  },
  validateConstraint: (op) => ({
    ...none,
    uses: op.name === undefined ? [] : [keys.constraintName(tableNameOf(op), op.name)],
  }),
  createForeignKey(op, sides) {
    const table = wantedTable(op, sides);
    const { foreignKey } = op;
    return {
      ...constrained(table, foreignKey.name),
      uses: [
        ...foreignKey.columns.map((column) => keys.column(table, column)),
        ...foreignKeyUses(table, foreignKey, sides),
      ],
    };
  },

  createIndex(op, sides) {
    const table = wantedTable(op, sides);
    const key = keyOfIndex(op.index);
    return {
      ...none,
      makes: key === undefined ? [] : [keys.unique(table, key.columns)],
      uses: [keys.relation(table), ...uses.usesOfIndex(table, op.index, sides.want)],
      takes: [keys.relationName(beside(table, op.index.name))],
    };
  },
  renameIndex(op) {
    const table = tableNameOf(op);
    return {
      ...none,
      takes: [keys.relationName(beside(table, op.to))],
      frees: [keys.relationName(beside(table, op.index))],
    };
  },

  attachPartition: (op) => ({
    ...none,
    makes: [keys.inheritance(op.partition)],
    uses: [keys.relation(tableNameOf(op)), keys.relation(op.partition)],
  }),
  detachPartition: () => none,
  addInheritance: (op) => ({
    ...none,
    makes: [keys.inheritance(tableNameOf(op))],
    uses: [keys.relation(tableNameOf(op)), keys.relation(op.parent)],
  }),
  createView: ({ view }, sides) => ({
    ...none,
    makes: [keys.relation(view)],
    uses: [keys.namespace(view.schema), ...uses.usesOfView(view, sides.want)],
    takes: [
      ...[keys.relationName(view), keys.typeName(view)],
      ...(view.indexes ?? []).map(({ name }) => keys.relationName(beside(view, name))),
    ],
  }),
  setViewOptions: (op, { want }) => ({
    ...none,
    uses: [keys.relation(op), ...Object.values(op.options.columnDefaults ?? {}).flatMap((sql) => want.helpers(sql))],
  }),
  createTrigger: ({ trigger }, sides) => partOf("trigger", trigger, uses.usesOfTrigger(trigger, sides.want)),
  setTriggerState: (op) => ({ ...none, uses: [keys.relation(tableNameOf(op))] }),
  createRule: ({ rule }, sides) => partOf("rule", rule, uses.usesOfRule(rule, sides.want)),
  setRuleState: (op) => ({ ...none, uses: [keys.relation(tableNameOf(op))] }),
  createStatistics: ({ statistics }, sides) => ({
    ...none,
    uses: uses.usesOfStatistics(statistics, sides.want),
    takes: [keys.statisticsName(statistics)],
  }),
  setStatisticsTarget: () => none,
  createPolicy: ({ policy }, sides) => partOf("policy", policy, uses.usesOfPolicy(policy, sides.want)),
  alterPolicy(op, sides) {
    const [old, next] = [sides.have, sides.want].map(({ policy }) => policy(op));
    const news = next === undefined ? [] : uses.usesOfPolicy(next, sides.want);
    const olds = old === undefined ? [] : uses.usesOfPolicy(old, sides.have);
    return { ...none, uses: news, ends: olds.filter((key) => !news.includes(key)) };
  },
  createRoutine: ({ routine }, sides) => ({
    ...none,
    makes: [keys.routine(routine)],
    uses: [keys.namespace(routine.schema), ...uses.usesOfRoutine(routine, sides.want)],
    takes: [keys.routineName(routine, routine.arguments)],
  }),

  createEnum: (op) => ({
    ...none,
    makes: [keys.type(op.enum)],
    uses: [keys.namespace(op.enum.schema)],
    takes: [keys.typeName(op.enum)],
  }),
  addEnumValue: (op) => ({ ...none, makes: [keys.type(op)] }),
  /** What is over the type stays, but its values may be others. */
  alterEnum: (op) => changed(keys.type(op)),
  renameEnumValue: (op) => ({ ...none, makes: [keys.type(op)] }),

  createSequence: ({ sequence }) => ({
    ...none,
    makes: [keys.relation(sequence)],
    uses: [keys.namespace(sequence.schema)],
    takes: namesOfSequence(sequence),
  }),
  alterSequence: (op) => ({ ...none, makes: [keys.relation(op)] }),

  createDomain: ({ domain }, sides) => ({
    ...none,
    makes: [keys.type(domain)],
    uses: [
      ...[keys.namespace(domain.schema), ...uses.usesOfType(domain.type)],
      ...domain.checks.flatMap(({ expression }) => sides.want.helpers(expression)),
    ],
    takes: [keys.typeName(domain)],
  }),
  alterDomain: (op) => ({ ...none, makes: [keys.type(op)] }),
  createDomainCheck: (op) => ({ ...none, makes: [keys.type(op)] }),
  createComposite: ({ composite }) => ({
    ...none,
    makes: [keys.type(composite)],
    uses: [keys.namespace(composite.schema), ...composite.attributes.flatMap(({ type }) => uses.usesOfType(type))],
    takes: [keys.relationName(composite), keys.typeName(composite)],
  }),
  addAttribute: (op) => ({ ...none, makes: [keys.type(op)], uses: uses.usesOfType(op.attribute.type) }),
  alterAttribute: (op) => ({ ...none, makes: [keys.type(op)], uses: uses.usesOfType(op.type) }),
  createRange: ({ range }) => ({
    ...none,
    makes: [keys.type(range)],
    uses: [keys.namespace(range.schema), ...uses.usesOfType(range.subtype)],
    takes: [keys.typeName(range)],
  }),
  replaceRange: ({ range }) => ({ ...none, makes: [keys.type(range)] }),
  createExtension: () => none,
  alterExtension: () => none,
  setComment: () => none,
  setSequenceOwner: () => none,

  bulkInsert: () => none,
  backfill: () => none,
  execute: () => none,
  run: () => none,
};

/** Of what stays the same the op says nothing: it is neither used anew nor let go. */
function alterColumn(op: AlterColumn, sides: Sides): Effects {
  const [before, after] = [sides.have, sides.want].map((side) => columnOf(side, op));
  const table = wantedTable(op, sides);
  const { type, collation, generated, nullable } = op.changes;
  const isOther = type !== undefined || collation !== undefined || generated !== undefined;
  const needs = (column: Column | undefined, mentions: Mentions) => {
    if (column === undefined) return [];
    const { default: _, ...bare } = column;
    return isOther ? uses.usesOfColumn(mentions.table(table) ?? table, bare, mentions) : [];
  };
  const value = "default" in op.changes;
  const news = [
    ...needs(after, sides.want),
    ...(value && op.changes.default !== null && after !== undefined ? uses.usesOfDefault(after, sides.want) : []),
  ];
  const olds = [
    ...needs(before, sides.have),
    ...(value && before !== undefined ? uses.usesOfDefault(before, sides.have) : []),
  ];
  const nullity = nullable === undefined ? [] : [keys.nullability(table, op.column)];
  const ruins = [
    ...(isOther ? [keys.column(table, op.column)] : []),
    ...(isLetGo(before, after, op, sides) ? [keys.columnKind(table, op.column)] : []),
    ...(isOther ? keysThatInclude(op, sides) : []),
    ...nullity,
  ];
  return {
    ...none,
    makes: isOther ? madeWithColumn(table, op.column) : nullity,
    uses: [...news, ...uses.usesOfInherited(table, op, sides.want)],
    ruins: sides.forwardReferences ? [] : ruins,
    ends: [
      ...olds.filter((key) => !news.includes(key)),
      ...(after === undefined ? [keys.relation(table), keys.column(table, op.column)] : []),
    ],
  };
}

/** A key is made anew with a column that it only includes, and nothing may refer to it meanwhile. */
function keysThatInclude(op: AlterColumn, { have }: Sides): readonly string[] {
  const table = have.table(tableNameOf(op));
  if (table === undefined) return [];
  return keysOfTable(table).flatMap(({ columns, include }) =>
    include?.includes(op.column) === true ? [keys.unique(table, columns)] : [],
  );
}

/** Where nothing checks references while tables change, a foreign key holds on to names alone. */
function foreignKeyUses(table: Table, key: ForeignKey, { want, forwardReferences }: Sides): readonly string[] {
  if (!forwardReferences) return uses.usesOfForeignKey(table, key, want);
  const referent = tableNameOf(key.references);
  return [keys.relation(referent), ...key.references.columns.map((column) => keys.columnKind(referent, column))];
}

function madeWithColumn(table: ObjectName, column: string): readonly string[] {
  return [keys.column, keys.columnKind, keys.nullability, keys.place].map((key) => key(table, column));
}

/** The columns that a table gives to those that inherit from it. */
function columnsFrom(parent: ObjectName, mentions: Mentions): readonly string[] {
  const table = mentions.table(parent);
  if (table === undefined) return [];
  const own = table.columns.map(({ name }) => keys.column(table, name));
  return [...own, ...parentsOf(table).flatMap((each) => columnsFrom(each, mentions))];
}

/** Without what is of the table itself. */
function outside(table: Table, used: readonly string[]): readonly string[] {
  const own = new Set([
    ...[keys.relation(table), keys.persistence(table)],
    ...table.columns.flatMap(({ name }) => madeWithColumn(table, name)),
    ...keysOfTable(table).map(({ columns }) => keys.unique(table, columns)),
  ]);
  return used.filter((key) => !own.has(key));
}

function typeOf({ ofType }: Table["options"]): readonly string[] {
  return ofType === undefined ? [] : [keys.type(ofType)];
}

function columnOf(side: Mentions, op: AlterColumn): Column | undefined {
  return side.table(tableNameOf(op))?.columns.find((column) => column.name === op.column);
}

const bare: Omit<Table, "name"> = {
  ...{ columns: [], uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} },
};

/** The table as it will be; as it was, where it goes. */
function wantedTable(op: OnTable, { want, have }: Sides): Table {
  const name = tableNameOf(op);
  return want.table(name) ?? have.table(name) ?? { ...bare, ...name };
}
