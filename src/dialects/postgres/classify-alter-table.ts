import type { AlterTableCmd, AlterTableStmt, AlterTableType, Node } from "libpg-query";
import type { Facts, Lock, Server } from "../contract.ts";
import { constraintFacts, newColumnFacts } from "./classify-column.ts";
import { type LockMode, lock } from "./facts.ts";
import { outside, quick, scanning, together, unknownOn } from "./raw-facts.ts";
import { atLeast } from "./server-version.ts";
import { all, as, relationText } from "./syntax-tree.ts";

const PAGE = "sql-altertable";

/**
 * `ALTER TABLE name action, …`: the strongest lock of the actions, and all that any of them does. The same statement alters indexes, views
 * and sequences. Source: https://www.postgresql.org/docs/current/sql-altertable.html; the modes as measured on 13 to 18 by the tests.
 */
export function alterTableFacts({ relation, cmds, objtype }: AlterTableStmt, server: Server): Facts | undefined {
  const table = relationText(relation);
  // The tables that are made of the type, and those whose columns are.
  if (objtype === "OBJECT_TYPE") return unknownOn("sql-altertype");
  const isIndex = objtype === "OBJECT_INDEX";
  return together(all("AlterTableCmd", cmds).map((action) => actionFacts(action, { table, isIndex, server })));
}

/** What an action stands in. */
interface Place {
  readonly table: string;
  readonly isIndex: boolean;
  readonly server: Server;
}

type FactsOf = (place: Place, action: AlterTableCmd) => Facts;

function actionFacts(action: AlterTableCmd, place: Place): Facts {
  const found = action.subtype === undefined ? undefined : ACTIONS[action.subtype];
  return found?.(place, action) ?? unknownOn(PAGE);
}

const under =
  (mode: LockMode): FactsOf =>
  ({ table }) =>
    quick(PAGE, lock(table, mode));
const exclusive = under("ACCESS EXCLUSIVE");
const beside = under("SHARE UPDATE EXCLUSIVE");
const rewriting: FactsOf = (place, action) => ({ ...exclusive(place, action), scans: true, rewrites: true });
const onTriggers = under("SHARE ROW EXCLUSIVE");

/** An action that isn't here is unknown: the server makes it of others, and no text says it. */
const ACTIONS: { readonly [K in AlterTableType]?: FactsOf } = {
  AT_AddColumn: ({ table }, { def }) => newColumnFacts(as("ColumnDef", def), table),
  AT_ColumnDefault: exclusive,
  AT_DropNotNull: exclusive,
  // A valid CHECK that implies it spares the scan, and that isn't in the text.
  AT_SetNotNull: (place, action) => ({ ...exclusive(place, action), scans: "unknown" }),
  // Stored values are written anew, virtual ones are not, and which they are isn't in the text.
  AT_SetExpression: (place, action) => ({
    ...exclusive(place, action),
    scans: "unknown",
    rewrites: "unknown",
    since: "17",
  }),
  AT_DropExpression: exclusive,
  AT_SetStatistics: beside,
  AT_SetOptions: beside,
  AT_ResetOptions: beside,
  AT_SetStorage: exclusive,
  AT_SetCompression: (place, action) => ({ ...exclusive(place, action), since: "14" }),
  AT_DropColumn: (place, action) => ({
    ...exclusive(place, action),
    loses: `the values of column "${action.name}" of "${place.table}"${action.behavior === "DROP_CASCADE" ? ", and all that needs them" : ""}`,
  }),
  AT_AddConstraint: ({ table }, { def }) => constraintFacts(as("Constraint", def), table),
  AT_AlterConstraint: (place, { def }) => {
    const isEnforced = as("ATAlterConstraint", def)?.alterEnforceability === true;
    // The table that it refers to is locked too, and isn't in the text.
    return isEnforced
      ? { ...exclusive(place, {}), locks: "unknown", scans: "unknown", since: "18" }
      : exclusive(place, {});
  },
  AT_ValidateConstraint: ({ table }) => scanning(PAGE, lock(table, "SHARE UPDATE EXCLUSIVE")),
  AT_DropConstraint: exclusive,
  AT_AlterColumnType: (place, action) => ({ ...exclusive(place, action), scans: "unknown", rewrites: "unknown" }),
  AT_AlterColumnGenericOptions: exclusive,
  AT_ChangeOwner: exclusive,
  AT_ClusterOn: beside,
  AT_DropCluster: beside,
  AT_SetLogged: rewriting,
  AT_SetUnLogged: rewriting,
  // Nothing is written where it has that method already.
  AT_SetAccessMethod: (place, action) => ({
    ...exclusive(place, action),
    scans: "unknown",
    rewrites: "unknown",
    since: "15",
  }),
  AT_SetTableSpace: (place, action) => ({ ...exclusive(place, action), rewrites: true }),
  AT_SetRelOptions: storageFacts,
  AT_ResetRelOptions: storageFacts,
  AT_EnableTrig: onTriggers,
  AT_EnableAlwaysTrig: onTriggers,
  AT_EnableReplicaTrig: onTriggers,
  AT_DisableTrig: onTriggers,
  AT_EnableTrigAll: onTriggers,
  AT_DisableTrigAll: onTriggers,
  AT_EnableTrigUser: onTriggers,
  AT_DisableTrigUser: onTriggers,
  AT_EnableRule: exclusive,
  AT_EnableAlwaysRule: exclusive,
  AT_EnableReplicaRule: exclusive,
  AT_DisableRule: exclusive,
  AT_AddInherit: ({ table }, { def }) =>
    quick(PAGE, lock(table, "ACCESS EXCLUSIVE"), lock(relationText(as("RangeVar", def)), "SHARE UPDATE EXCLUSIVE")),
  AT_DropInherit: exclusive,
  AT_AddOf: exclusive,
  AT_DropOf: exclusive,
  AT_ReplicaIdentity: exclusive,
  AT_EnableRowSecurity: exclusive,
  AT_DisableRowSecurity: exclusive,
  AT_ForceRowSecurity: exclusive,
  AT_NoForceRowSecurity: exclusive,
  AT_GenericOptions: exclusive,
  // The rows of the new partition and of the default one are read unless valid CHECKs rule them out.
  AT_AttachPartition: ({ table, isIndex }, { def }) => {
    const locks = [lock(table, "SHARE UPDATE EXCLUSIVE"), lock(partitionIn(def), "ACCESS EXCLUSIVE")];
    return isIndex ? quick("sql-alterindex", ...locks) : { ...quick(PAGE, ...locks), scans: "unknown" };
  },
  AT_DetachPartition: detachFacts,
  AT_DetachPartitionFinalize: ({ table }, { def }) => ({
    ...quick(PAGE, lock(table, "SHARE UPDATE EXCLUSIVE"), lock(partitionIn(def), "ACCESS EXCLUSIVE")),
    since: "14",
  }),
  AT_AddIdentity: exclusive,
  AT_SetIdentity: exclusive,
  AT_DropIdentity: exclusive,
};

/** Every plan looks at `user_catalog_table`; those of a view and of most indexes mean something for readers as well. */
function storageFacts(place: Place, action: AlterTableCmd): Facts {
  const names = all("DefElem", as("List", action.def)?.items).map(({ defname = "" }) => defname);
  return names.some((name) => EXCLUSIVE_OPTIONS.has(name)) ? exclusive(place, action) : beside(place, action);
}

const EXCLUSIVE_OPTIONS: ReadonlySet<string> = new Set([
  ...["user_catalog_table", "security_barrier", "security_invoker", "check_option", "fastupdate", "buffering"],
  ...["gin_pending_list_limit", "pages_per_range", "autosummarize", "deduplicate_items"],
]);

function partitionIn(def: Node | undefined): string {
  return relationText(as("PartitionCmd", def)?.name);
}

function detachFacts({ table, server }: Place, { def }: AlterTableCmd): Facts {
  const partition = partitionIn(def);
  if (as("PartitionCmd", def)?.concurrent === true) {
    // In its second transaction; in the first one the partition's lock is the table's.
    const locks: readonly Lock[] = [lock(table, "SHARE UPDATE EXCLUSIVE"), lock(partition, "ACCESS EXCLUSIVE")];
    return { ...outside(quick(PAGE, ...locks)), since: "14" };
  }
  const mode = atLeast(server, 14) ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE";
  return quick(PAGE, lock(table, "ACCESS EXCLUSIVE"), lock(partition, mode));
}
