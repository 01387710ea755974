import type { CreateStmt, DropStmt, Node, ObjectType, RenameStmt } from "libpg-query";
import type { Facts, Server } from "../contract.ts";
import { alterTableFacts } from "./classify-alter-table.ts";
import { lock } from "./facts.ts";
import { lockAll, outside, quick, together, unknownOn } from "./raw-facts.ts";
import {
  all,
  as,
  isOff,
  type NodeKind,
  type NodeOf,
  nameText,
  partsText,
  relationText,
  relationTexts,
} from "./syntax-tree.ts";

/** What the statements of these kinds do; `classifyPart` is asked about statements inside. */
export type FactsByKind = {
  readonly [K in NodeKind]?: (
    statement: NodeOf<K>,
    server: Server,
    classifyPart: (node: Node) => Facts,
  ) => Facts | undefined;
};

/** Statements that make, change and drop objects. Source: the page of each, https://www.postgresql.org/docs/current/sql-commands.html. */
export const definitions: FactsByKind = {
  CreateStmt: newTableFacts,
  CreateForeignTableStmt: () => quick("sql-createforeigntable"),
  CreateTableAsStmt: ({ into, objtype }) => {
    const page = objtype === "OBJECT_MATVIEW" ? "sql-creatematerializedview" : "sql-createtableas";
    return { ...quick(page), scans: into?.skipData === true ? false : "unknown" };
  },
  IndexStmt: ({ relation, concurrent }) => {
    const mode = concurrent === true ? "SHARE UPDATE EXCLUSIVE" : "SHARE";
    // ONLY a partitioned table, which has no rows itself: nothing is read.
    const scans = relation?.inh === true || "unknown";
    const found: Facts = { ...quick("sql-createindex", lock(relationText(relation), mode)), scans };
    return concurrent === true ? outside(found) : found;
  },
  ViewStmt: ({ view, replace }) =>
    quick("sql-createview", ...(replace === true ? [lock(relationText(view), "ACCESS EXCLUSIVE")] : [])),
  CreateTrigStmt: ({ relation, constrrel }) =>
    quick(
      "sql-createtrigger",
      ...lockAll([relation, ...(constrrel === undefined ? [] : [constrrel])].map(relationText), "SHARE ROW EXCLUSIVE"),
    ),
  // Of its actions the tables are locked that they write to.
  RuleStmt: ({ relation, actions = [] }, _, classifyPart) => {
    const made = quick("sql-createrule", lock(relationText(relation), "ACCESS EXCLUSIVE"));
    const written = actions.map(classifyPart);
    return together([made, ...written.map(({ locks }): Facts => ({ ...made, locks }))]);
  },
  CreatePolicyStmt: ({ table }) => quick("sql-createpolicy", lock(relationText(table), "ACCESS EXCLUSIVE")),
  AlterPolicyStmt: ({ table }) => quick("sql-alterpolicy", lock(relationText(table), "ACCESS EXCLUSIVE")),
  CreateSeqStmt: () => quick("sql-createsequence"),
  AlterSeqStmt: ({ sequence }) => quick("sql-altersequence", lock(relationText(sequence), "SHARE ROW EXCLUSIVE")),
  CreateFunctionStmt: ({ is_procedure, sql_body }) => ({
    ...quick(is_procedure === true ? "sql-createprocedure" : "sql-createfunction"),
    ...(sql_body === undefined ? {} : { since: "14" }),
  }),
  AlterFunctionStmt: () => quick("sql-alterfunction"),
  CreateEnumStmt: () => quick("sql-createtype"),
  CompositeTypeStmt: () => quick("sql-createtype"),
  CreateRangeStmt: () => quick("sql-createtype"),
  DefineStmt: ({ kind }) => quick(kind === undefined ? "sql-createtype" : `sql-create${pageOf(kind)}`),
  AlterEnumStmt: () => quick("sql-altertype"),
  AlterTypeStmt: () => quick("sql-altertype"),
  CreateDomainStmt: () => quick("sql-createdomain"),
  // The rows of every column of the domain are tested.
  AlterDomainStmt: ({ subtype = "", def }) => {
    const isNew = subtype === "C" && as("Constraint", def)?.skip_validation !== true;
    const found = quick("sql-alterdomain");
    return isNew || ["O", "V"].includes(subtype) ? { ...found, locks: "unknown", scans: true } : found;
  },
  CreateSchemaStmt: ({ schemaElts }, _, classifyPart) =>
    together([quick("sql-createschema"), ...(schemaElts ?? []).map(classifyPart)]),
  CreateExtensionStmt: () => unknownOn("sql-createextension"),
  AlterExtensionStmt: () => unknownOn("sql-alterextension"),
  AlterExtensionContentsStmt: () => quick("sql-alterextension"),
  CreateStatsStmt: ({ relations }) =>
    quick("sql-createstatistics", ...lockAll(relationTexts(relations), "SHARE UPDATE EXCLUSIVE")),
  AlterStatsStmt: () => quick("sql-alterstatistics"),
  CreatePublicationStmt: ({ pubobjects }) => publicationFacts("sql-createpublication", pubobjects),
  AlterPublicationStmt: ({ pubobjects }) => publicationFacts("sql-alterpublication", pubobjects),
  CreateSubscriptionStmt: ({ options }) => subscriptionFacts("sql-createsubscription", options),
  AlterSubscriptionStmt: ({ kind, options }) => {
    if (kind === "ALTER_SUBSCRIPTION_REFRESH") return outside(quick("sql-altersubscription"));
    const isOfList = kind?.endsWith("_PUBLICATION") === true && !isOff(options, "refresh");
    return isOfList ? outside(quick("sql-altersubscription")) : quick("sql-altersubscription");
  },
  DropSubscriptionStmt: () => outside(quick("sql-dropsubscription")),
  CreatedbStmt: () => outside(quick("sql-createdatabase")),
  DropdbStmt: ({ dbname }) => ({ ...outside(quick("sql-dropdatabase")), loses: `the whole database "${dbname}"` }),
  AlterDatabaseStmt: ({ options }) => {
    const moves = all("DefElem", options).some(({ defname }) => defname === "tablespace");
    return moves ? { ...outside(quick("sql-alterdatabase")), rewrites: true } : quick("sql-alterdatabase");
  },
  AlterDatabaseSetStmt: () => quick("sql-alterdatabase"),
  AlterDatabaseRefreshCollStmt: () => quick("sql-alterdatabase"),
  CreateTableSpaceStmt: () => outside(quick("sql-createtablespace")),
  DropTableSpaceStmt: () => outside(quick("sql-droptablespace")),
  AlterTableSpaceOptionsStmt: () => quick("sql-altertablespace"),
  AlterSystemStmt: () => outside(quick("sql-altersystem")),
  CreateRoleStmt: () => quick("sql-createrole"),
  AlterRoleStmt: () => quick("sql-alterrole"),
  AlterRoleSetStmt: () => quick("sql-alterrole"),
  DropRoleStmt: () => quick("sql-droprole"),
  DropOwnedStmt: () => ({ ...unknownOn("sql-drop-owned"), loses: "all that the role owns in this database" }),
  ReassignOwnedStmt: () => unknownOn("sql-reassign-owned"),
  CreateEventTrigStmt: () => quick("sql-createeventtrigger"),
  AlterEventTrigStmt: () => quick("sql-altereventtrigger"),
  CreatePLangStmt: () => quick("sql-createlanguage"),
  CreateCastStmt: () => quick("sql-createcast"),
  CreateConversionStmt: () => quick("sql-createconversion"),
  CreateTransformStmt: () => quick("sql-createtransform"),
  CreateAmStmt: () => quick("sql-create-access-method"),
  CreateOpClassStmt: () => quick("sql-createopclass"),
  CreateOpFamilyStmt: () => quick("sql-createopfamily"),
  AlterOpFamilyStmt: () => quick("sql-alteropfamily"),
  AlterOperatorStmt: () => quick("sql-alteroperator"),
  AlterCollationStmt: () => quick("sql-altercollation"),
  AlterTSDictionaryStmt: () => quick("sql-altertsdictionary"),
  AlterTSConfigurationStmt: () => quick("sql-altertsconfig"),
  AlterDefaultPrivilegesStmt: () => quick("sql-alterdefaultprivileges"),
  CreateFdwStmt: () => quick("sql-createforeigndatawrapper"),
  AlterFdwStmt: () => quick("sql-alterforeigndatawrapper"),
  CreateForeignServerStmt: () => quick("sql-createserver"),
  AlterForeignServerStmt: () => quick("sql-alterserver"),
  CreateUserMappingStmt: () => quick("sql-createusermapping"),
  AlterUserMappingStmt: () => quick("sql-alterusermapping"),
  DropUserMappingStmt: () => quick("sql-dropusermapping"),
  AlterTableStmt: alterTableFacts,
  // Every table of a tablespace.
  AlterTableMoveAllStmt: () => ({ ...unknownOn("sql-altertable"), rewrites: true }),
  DropStmt: dropFacts,
  RenameStmt: renameFacts,
  AlterObjectSchemaStmt: ({ relation }) =>
    relation === undefined
      ? quick("sql-altertype")
      : quick("sql-altertable", lock(relationText(relation), "ACCESS EXCLUSIVE")),
  AlterOwnerStmt: () => quick("sql-alterdatabase"),
  AlterObjectDependsStmt: () => quick("sql-alterfunction"),
  GrantStmt: () => quick("sql-grant"),
  GrantRoleStmt: () => quick("sql-grant"),
  CommentStmt: ({ objtype, object }) => {
    const parts = as("List", object)?.items ?? [];
    const relation = objtype === "OBJECT_COLUMN" ? parts.slice(0, -1) : parts;
    const isOfRelation = RELATIONS.has(objtype ?? "OBJECT_TYPE") || objtype === "OBJECT_COLUMN";
    return quick("sql-comment", ...(isOfRelation ? [lock(partsText(relation), "SHARE UPDATE EXCLUSIVE")] : []));
  },
  SecLabelStmt: () => quick("sql-security-label"),
};

/** Objects that have rows or columns, and so locks of their own. */
const RELATIONS: ReadonlySet<ObjectType> = new Set<ObjectType>([
  ...(["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE"] as const),
  "OBJECT_FOREIGN_TABLE",
]);

/** How the manual calls an object in the names of its pages, where that is not the word of SQL. */
const PAGES: { readonly [K in ObjectType]?: string } = {
  OBJECT_MATVIEW: "materializedview",
  OBJECT_FOREIGN_TABLE: "foreigntable",
  OBJECT_EVENT_TRIGGER: "eventtrigger",
  OBJECT_FDW: "foreigndatawrapper",
  OBJECT_FOREIGN_SERVER: "server",
  OBJECT_STATISTIC_EXT: "statistics",
  OBJECT_TSCONFIGURATION: "tsconfig",
  OBJECT_TSDICTIONARY: "tsdictionary",
  OBJECT_TSPARSER: "tsparser",
  OBJECT_TSTEMPLATE: "tstemplate",
  OBJECT_ACCESS_METHOD: "-access-method",
  OBJECT_TABCONSTRAINT: "table",
  OBJECT_COLUMN: "table",
  OBJECT_DOMCONSTRAINT: "domain",
  OBJECT_ATTRIBUTE: "type",
};

function pageOf(kind: ObjectType): string {
  return PAGES[kind] ?? kind.replace("OBJECT_", "").toLowerCase();
}

function newTableFacts({ relation, tableElts, inhRelations, partbound, constraints }: CreateStmt): Facts {
  const rules = [
    ...all("Constraint", tableElts),
    ...all("Constraint", constraints),
    ...all("ColumnDef", tableElts).flatMap((column) => all("Constraint", column.constraints)),
  ];
  const self = relationText(relation);
  const referenced = rules
    .filter(({ contype }) => contype === "CONSTR_FOREIGN")
    .map(({ pktable }) => relationText(pktable))
    .filter((name) => name !== self);
  const parents = relationTexts(inhRelations);
  const isPartition = partbound !== undefined;
  const locks = [
    ...lockAll(parents, isPartition ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE"),
    ...lockAll([...new Set(referenced)], "SHARE ROW EXCLUSIVE"),
  ];
  // A default partition may have rows of the new one, and whether there is one isn't in the text.
  return { ...quick("sql-createtable", ...locks), scans: isPartition ? "unknown" : false };
}

function publicationFacts(page: string, objects: readonly Node[] | undefined): Facts {
  const tables = all("PublicationObjSpec", objects).flatMap(({ pubtable }) =>
    pubtable === undefined ? [] : [relationText(pubtable.relation)],
  );
  return quick(page, ...lockAll(tables, "SHARE UPDATE EXCLUSIVE"));
}

/** With a slot to be made on the other server it can't be taken back. */
function subscriptionFacts(page: string, options: readonly Node[] | undefined): Facts {
  return isOff(options, "create_slot") || isOff(options, "connect") ? quick(page) : outside(quick(page));
}

function dropFacts({ removeType = "OBJECT_TABLE", objects, behavior, concurrent }: DropStmt): Facts {
  const page = `sql-drop${pageOf(removeType)}`;
  const names = (objects ?? []).map(nameText);
  const quoted = names.map((name) => `"${name}"`).join(", ");
  const cascades = behavior === "DROP_CASCADE";
  // The last part is the name of the trigger, the rule or the policy.
  if (["OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY"].includes(removeType)) {
    return quick(
      page,
      ...lockAll(
        names.map((name) => name.replace(/\.[^.]*$/, "")),
        "ACCESS EXCLUSIVE",
      ),
    );
  }
  // Which table the index or the statistics are on isn't in the text.
  if (removeType === "OBJECT_STATISTIC_EXT") return { ...quick(page), locks: "unknown" };
  if (concurrent === true) return { ...outside(quick(page)), locks: "unknown" };
  const isRelation = RELATIONS.has(removeType);
  const found = quick(page, ...(isRelation ? lockAll(names, "ACCESS EXCLUSIVE") : []));
  const rows = removeType === "OBJECT_TABLE" ? [`the rows of ${quoted}`] : [];
  const contents = { OBJECT_SCHEMA: `all that is in ${quoted}`, OBJECT_TYPE: `the columns of type ${quoted}` };
  const gone = { ...contents, OBJECT_DOMAIN: contents.OBJECT_TYPE, OBJECT_EXTENSION: `all that needs ${quoted}` };
  const others = cascades
    ? [(gone as { readonly [K in ObjectType]?: string })[removeType] ?? `all that needs ${quoted}`]
    : [];
  // A view, a function or a constraint that goes too keeps no rows.
  const losesOthers = cascades && removeType in gone ? others : [];
  const loses = [...rows, ...losesOthers].join(", and ");
  return { ...found, ...(cascades ? { locks: "unknown" as const } : {}), ...(loses === "" ? {} : { loses }) };
}

function renameFacts({ renameType = "OBJECT_TABLE", relation }: RenameStmt): Facts {
  if (relation === undefined || renameType === "OBJECT_ATTRIBUTE") return quick(`sql-alter${pageOf(renameType)}`);
  // An index is renamed beside readers and writers (12).
  const mode = renameType === "OBJECT_INDEX" ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
  return quick(`sql-alter${pageOf(renameType)}`, lock(relationText(relation), mode));
}
