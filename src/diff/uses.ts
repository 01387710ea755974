import type { AlterColumn } from "../ops/column-ops.ts";
import { tableNameOf } from "../ops/edit.ts";
import { columnsOfKey, referredColumns } from "../ops/table-parts.ts";
import { parentsOf } from "../schema/inheritance.ts";
import type {
  Check,
  Column,
  DefaultValue,
  Exclusion,
  ForeignKey,
  Index,
  ObjectName,
  Policy,
  PrimaryKey,
  Routine,
  Rule,
  Statistics,
  Table,
  Trigger,
  Unique,
  View,
} from "../schema/schema.ts";
import { isSql } from "../schema/sql.ts";
import { columnsOfIndex } from "../schema/table-builders.ts";
import type { ColumnType } from "../schema/types.ts";
import { textsBesideQuery, textsOfIndex } from "../schema/view-texts.ts";
import { keys } from "./keys.ts";
import type { Mentions } from "./mentions.ts";

type Keys = readonly string[];

/** What a column needs: its type, and what its default or its expression is made of. */
export function usesOfColumn(table: Table, column: Column, mentions: Mentions): Keys {
  const { generated } = column;
  return [
    ...usesOfType(column.type),
    ...usesOfDefault(column, mentions),
    ...(generated === undefined ? [] : usesOfExpression(table, generated.expression, mentions)),
  ].filter((key) => key !== keys.column(table, column.name));
}

/** A default may be a value of the column's type. */
export function usesOfDefault({ type, default: value }: Column, mentions: Mentions): Keys {
  if (value === undefined) return [];
  return [...usesOfType(type), ...(isSql(value) ? mentions.helpers(value.sql) : [])];
}

/** What that is made of which a table says itself of columns that come from others. */
export function usesOfOwnDefaults({ ownDefaults = {}, ownColumns = {} }: Table, mentions: Mentions): Keys {
  const expressions = Object.values(ownColumns).flatMap(({ generated }) => generated?.expression ?? []);
  return [
    ...Object.values(ownDefaults).flatMap((value) => helpersIn(value, mentions)),
    ...expressions.flatMap((expression) => mentions.helpers(expression)),
  ];
}

/** Of a column that comes from another table, there is the default alone to change; a number comes from there when the table does. */
export function usesOfInherited(table: Table, { column, changes }: AlterColumn, mentions: Mentions): Keys {
  const joined = changes.autoincrement === true ? [keys.inheritance(table)] : [];
  if (table.columns.some(({ name }) => name === column)) return joined;
  const above = parentsOf(table).map((parent) => keys.column(parent, column));
  return [...joined, ...above, ...helpersIn(changes.default, mentions)];
}

function helpersIn(value: DefaultValue | null | undefined, mentions: Mentions): Keys {
  return value === undefined || value === null || !isSql(value) ? [] : mentions.helpers(value.sql);
}

export function usesOfType(type: ColumnType): Keys {
  if (type.kind === "array") return usesOfType(type.of);
  return type.kind === "named" ? [keys.type(type)] : [];
}

export function usesOfKey(table: Table, key: PrimaryKey | Unique): Keys {
  return columnsOfKey(key).map((column) => keys.column(table, column));
}

export function usesOfPrimaryKey(table: Table, key: PrimaryKey): Keys {
  return [...usesOfKey(table, key), ...key.columns.map((column) => keys.nullability(table, column))];
}

export function usesOfCheck(table: Table, { expression }: Check, mentions: Mentions): Keys {
  return usesOfExpression(table, expression, mentions);
}

export function usesOfExclusion(table: Table, { elements, where = "" }: Exclusion, mentions: Mentions): Keys {
  return [...elements.map(({ expression }) => expression), where].flatMap((text) =>
    usesOfExpression(table, text, mentions),
  );
}

export function usesOfIndex(table: Table, index: Index, mentions: Mentions): Keys {
  return [
    ...columnsOfIndex(index).map((column) => keys.column(table, column)),
    ...textsOfIndex(index).flatMap((text) => usesOfExpression(table, text, mentions)),
  ];
}

/** Its columns on both sides, and a key of the other table. */
export function usesOfForeignKey(table: Table, key: ForeignKey, mentions: Mentions): Keys {
  const referent = tableNameOf(key.references);
  const found = mentions.table(referent);
  const columns = found === undefined ? key.references.columns : referredColumns(key, found);
  return [
    ...[keys.relation(referent), keys.unique(referent, columns)],
    ...[keys.persistence(table), keys.persistence(referent)],
    ...key.columns.map((column) => keys.columnKind(table, column)),
    ...columns.map((column) => keys.columnKind(referent, column)),
  ];
}

/** True for a foreign key that stays, but not while something that it needs is taken away or changed. */
export function isStirred(
  table: Table,
  key: ForeignKey,
  { ruined, sides }: { readonly ruined: ReadonlySet<string>; readonly sides: { readonly have: Mentions } },
): boolean {
  return usesOfForeignKey(table, key, sides.have).some((used) => ruined.has(used));
}

/** A query that groups by a primary key may need it for its other columns. What would have to go with an index or a default goes with the view. */
export function usesOfView(view: View, mentions: Mentions): Keys {
  const objects = mentions.underView(view).filter((key) => key !== keys.relation(view));
  return [
    ...objects,
    ...mentions.queried(view.definition),
    ...textsBesideQuery(view).flatMap((text) => mentions.helpers(text)),
    ...(/\bgroup\s+by\b/i.test(view.definition) ? mentions.primaryKeys(view.definition) : []),
  ];
}

export function usesOfTrigger(trigger: Trigger, mentions: Mentions): Keys {
  const owner = tableNameOf(trigger);
  const table = mentions.table(owner);
  return [
    ...[keys.relation(owner), ...mentions.objects(trigger.definition)],
    ...(table === undefined ? [] : mentions.columns(table, trigger.definition)),
  ];
}

/** A rule holds on to all that its text names, as a view does. */
export function usesOfRule(rule: Rule, mentions: Mentions): Keys {
  return [...usesOfTrigger(rule, mentions), ...mentions.queried(rule.definition)];
}

/** Statistics stay when a column of theirs gets another type, but those of an expression are of that type. */
export function usesOfStatistics({ schema, table: owner, parts }: Statistics, mentions: Mentions): Keys {
  const table = mentions.table(owner);
  return [
    ...[keys.namespace(schema), keys.relation(owner)],
    ...parts.flatMap((part) => {
      if ("column" in part) return lineage(owner, mentions).map((each) => keys.place(each, part.column));
      return table === undefined
        ? mentions.helpers(part.expression)
        : usesOfExpression(table, part.expression, mentions);
    }),
  ];
}

/** A table, and those that it has columns from. */
function lineage(name: ObjectName, mentions: Mentions): readonly ObjectName[] {
  const table = mentions.table(name);
  return [name, ...(table === undefined ? [] : parentsOf(table).flatMap((parent) => lineage(parent, mentions)))];
}

/** The columns of its table, and of those that its conditions ask. */
export function usesOfPolicy(policy: Policy, mentions: Mentions): Keys {
  const owner = tableNameOf(policy);
  const table = mentions.table(owner);
  const text = [policy.using, policy.check].filter((condition) => condition !== undefined).join("\n");
  return [
    ...[keys.relation(owner), ...mentions.objects(text), ...mentions.queried(text)],
    ...(table === undefined ? [] : mentions.columns(table, text)),
  ];
}

export function usesOfRoutine(routine: Routine, mentions: Mentions): Keys {
  const objects = mentions.objects(routine.definition).filter((key) => key !== keys.routine(routine));
  return [...objects, ...mentions.queried(routine.definition)];
}

function usesOfExpression(table: Table, text: string, mentions: Mentions): Keys {
  return text === "" ? [] : [...mentions.helpers(text), ...mentions.columns(table, text)];
}
