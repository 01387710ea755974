import type { Traits } from "../dialects/contract.ts";
import { applyOps } from "../ops/behaviours.ts";
import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import type { Schema, Table } from "../schema/schema.ts";
import { effectsOf } from "./effects.ts";
import { diffEnums } from "./enums.ts";
import { diffExtensions } from "./extensions.ts";
import { freeConstraintNames } from "./freed-names.ts";
import { keys } from "./keys.ts";
import { diffLinks, type Links } from "./links.ts";
import { inDroppingOrder, inMakingOrder } from "./making-order.ts";
import { diffNamespaces } from "./namespaces.ts";
import { orderOps } from "./order-ops.ts";
import { diffOwnDefaults } from "./own-defaults.ts";
import { diffOwnTypes } from "./own-types.ts";
import type { Matching, Sided } from "./pairs.ts";
import { diffPolicies } from "./policies.ts";
import { type RenameCandidate, renameCandidates } from "./rename-candidates.ts";
import { applyRenames, type Rename } from "./renames.ts";
import { diffRoutines } from "./routines.ts";
import { sameObjects } from "./same-objects.ts";
import { diffSequences } from "./sequences.ts";
import { sidesOf } from "./sides.ts";
import { diffStatistics } from "./statistics.ts";
import { changeTable } from "./table-change.ts";
import { orderTables } from "./table-order.ts";
import { matchTables } from "./tables.ts";
import { freeIndexNames, newNames, tablesInTheWay } from "./taken-names.ts";
import { diffRules, diffTriggers } from "./triggers.ts";
import { isStirred } from "./uses.ts";
import { diffViews } from "./views.ts";

export interface DiffOptions {
  /** The two schemas in the dialect's comparable form: the same objects at the same index under the same names. */
  readonly canonical: { readonly have: Schema; readonly want: Schema };
  readonly traits: Traits;
  /** Renames that somebody has confirmed. */
  readonly renames: readonly Rename[];
}

export interface DiffResult {
  /** In the order in which a server can carry them out. */
  readonly ops: readonly Op[];
  /** Drops and additions that may be renames, the most alike first. */
  readonly maybeRenames: readonly RenameCandidate[];
}

/**
 * The ops that turn `have` into `want`. Objects are compared in their canonical form; the ops carry them as `want`
 * writes them. The order of columns, and of whatever else has none for the server, is not compared, and the order of
 * unordered objects in the input doesn't show in the ops. Pure.
 * Errors: DIFF_RENAME_UNKNOWN, DIFF_RENAME_TAKEN.
 */
export function diff(have: Schema, want: Schema, { canonical, traits, renames }: DiffOptions): DiffResult {
  if (renames.length === 0 && isNothing(have, want, canonical)) return { ops: [], maybeRenames: [] };
  const wanted: Sided<Schema> = { given: want, comparable: canonical.want };
  const renamed = applyRenames({ given: have, comparable: canonical.have }, want, renames);
  const freed = traits.constraintsAreRelations
    ? freeConstraintNames(renamed.have, want)
    : { ops: [], have: renamed.have };
  const links = diffLinks(freed.have, wanted);
  const tables = matchTables(links.have, links.want);
  const { first, rest } = changes(links, tables, traits);
  return {
    ops: [
      ...first.map((op) => underOldName(op, renamed.ops)),
      ...[...renamed.ops, ...freed.ops, ...links.first],
      ...rest,
    ],
    maybeRenames: renameCandidates(tables, { have: renamed.have.given.enums, want: want.enums }),
  };
}

/** True where nothing differs, as mostly, and that is seen without looking for what changes. */
function isNothing(have: Schema, want: Schema, canonical: DiffOptions["canonical"]): boolean {
  if (!sameObjects(canonical.have, canonical.want)) return false;
  const { create, comment, drop } = diffNamespaces(have, want);
  return create.length + comment.length + drop.length + diffExtensions(have, want).length === 0;
}

/** The op as it must be put before the renames: the table of a trigger, a rule or a policy still has its old name. */
function underOldName(op: Op, renames: readonly Op[]): Op {
  if (op.kind !== "dropTrigger" && op.kind !== "dropRule" && op.kind !== "dropPolicy") return op;
  const found = renames.find((rename) => {
    return rename.kind === "renameTable" && rename.to === op.table && rename.schema === op.schema;
  });
  return found?.kind === "renameTable" ? { ...op, table: found.table } : op;
}

interface Changes {
  /** Drops of triggers, rules, policies, statistics and views: before any rename, so that the way back makes them when the old names are back. */
  readonly first: readonly Op[];
  readonly rest: readonly Op[];
}

function changes(
  { have, want, last }: Links,
  tables: Matching<Sided<Table>>,
  { forwardReferences, foreignKeysPinColumns, foreignKeyIndex }: Traits,
): Changes {
  const around = (pair: { readonly have: Sided<Table>; readonly want: Sided<Table> }) => ({
    ownDefaults: diffOwnDefaults({ table: pair.have, schema: have }, { table: pair.want, schema: want }),
    foreignKeyIndex,
  });
  const changed = tables.both.flatMap((pair) => changeTable(pair.have, pair.want, around(pair)) ?? []);
  const names = newNames(tables.added, changed);
  const inTheWay = tablesInTheWay(tables.removed, names);
  const sides = sidesOf({
    ...{ have: have.given, want: want.given, forwardReferences },
    pinsColumns: foreignKeysPinColumns === true,
  });
  const removed = tables.removed.map(({ given }): Op => ({ kind: "dropTable", ...onTable(given) }));
  const ruined = new Set(
    [...removed, ...changed.flatMap(({ ops }) => ops)].flatMap((op) => effectsOf(op, have.given, sides).ruins),
  );
  const stirred = forwardReferences
    ? changed
    : tables.both.flatMap(
        (pair) =>
          changeTable(pair.have, pair.want, {
            ...around(pair),
            isStirred: (key) => isStirred(pair.have.given, key, { ruined, sides }),
          }) ?? [],
      );
  const ordered = orderTables(tables.added, stirred, tables.removed, inTheWay, forwardReferences);
  const made = freeIndexNames(ordered.make, names, have.given, want.given, tables.removed);

  const namespaces = diffNamespaces(have.given, want.given);
  const extensions = diffExtensions(have.given, want.given);
  const enums = diffEnums(have, want);
  const types = diffOwnTypes(have, want);
  const sequences = diffSequences(have, want);
  const routines = diffRoutines(have, want, [...tables.added.map(({ given }) => given), ...changed]);
  const views = diffViews(have, want, { ruined, sides });
  const disturbed = { ruined: new Set([...ruined, ...views.dropped.map(keys.relation)]), sides };
  const triggers = diffTriggers(have, want, disturbed);
  const rules = diffRules(have, want, disturbed);
  const policies = diffPolicies(have, want, disturbed);
  const statistics = diffStatistics(have, want, disturbed);
  const rest = [
    ...[...namespaces.create, ...namespaces.comment, ...extensions],
    ...[...ordered.dropForeignKeys, ...made.first],
    ...inMakingOrder([...enums.create, ...sequences.create, ...types.create, ...routines.early]),
    ...[...ordered.dropFirst, ...made.rest, ...ordered.createForeignKeys],
    ...[...last, ...ordered.drop],
    ...inDroppingOrder([...enums.drop, ...sequences.drop, ...types.drop, ...routines.drop], have.given),
    ...[
      ...sequences.own,
      ...sequences.comment,
      ...routines.late,
      ...routines.comment,
      ...views.create,
      ...views.change,
    ],
    ...[triggers, rules, policies, statistics].flatMap((each) => [...each.create, ...each.alter, ...each.comment]),
    ...namespaces.drop,
  ];
  const first = [
    ...[triggers, rules, policies, statistics].flatMap(({ drop }) => drop),
    ...[...views.drop, ...sequences.free],
  ];
  if (forwardReferences) return { first, rest };
  // What goes apart is no longer of its table when that goes, and a sequence that is let go stays.
  const freed = applyOps(have.given, sequences.free);
  const goneBefore = [...ordered.dropForeignKeys, ...made.first].filter(({ kind }) => kind.startsWith("drop"));
  const apart = applyOps(freed, goneBefore);
  const effects = (op: Op) => effectsOf(op, op.kind === "dropTable" ? apart : freed, sides);
  return { first, rest: orderOps(rest, effects) };
}
