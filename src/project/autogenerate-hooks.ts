import type { Op } from "../ops/op.ts";
import type { Spelled } from "../ops/spelling.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type {
  Check,
  Column,
  CompositeType,
  Domain,
  EnumType,
  Exclusion,
  Extension,
  ForeignKey,
  Index,
  ObjectName,
  Policy,
  PrimaryKey,
  RangeType,
  Routine,
  Rule,
  Sequence,
  Statistics,
  Table,
  Trigger,
  Unique,
  View,
} from "../schema/schema.ts";

/** What hooks are asked about, by its kind: objects, and the parts of tables. */
export interface Items {
  readonly namespace: ObjectName;
  readonly extension: Extension;
  readonly enum: EnumType;
  readonly domain: Domain;
  readonly composite: CompositeType;
  readonly range: RangeType;
  readonly sequence: Sequence;
  readonly table: Table;
  readonly view: View;
  readonly routine: Routine;
  readonly trigger: Trigger;
  readonly rule: Rule;
  readonly policy: Policy;
  readonly statistics: Statistics;
  readonly column: Column;
  readonly primaryKey: PrimaryKey;
  readonly unique: Unique;
  readonly check: Check;
  readonly foreignKey: ForeignKey;
  readonly exclusion: Exclusion;
  readonly index: Index;
}

export type ItemKind = keyof Items;

export type Item = Items[ItemKind];

/** Where an item stands. */
export interface Parents {
  /** The namespace, where the server has any and the object isn't in the usual one. */
  readonly schema?: string;
  /** The table, or view, of a part, a trigger, a rule, a policy or statistics. */
  readonly table?: string;
}

/** A revision that is about to be written, or that `check` would see written. */
export interface RevisionDraft {
  /** Absent in `check`, which writes none. */
  readonly id?: string;
  readonly message: string;
  /** The ids of the revisions that it follows. */
  readonly parents: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly upgrade: readonly Op[];
  /** Empty where the upgrade can't be taken back. */
  readonly downgrade: readonly Op[];
}

/** What `processRevision` makes of it. What is absent stays as it was; a downgrade that is absent is made of the upgrade. */
export type RevisedDraft = Partial<Omit<RevisionDraft, "parents">>;

/** Code, and the imports that it needs: whole lines, or names that a TypeScript revision takes from "limbeck". */
export type RenderedItem =
  | string
  | { readonly code: string; readonly imports?: readonly string[] }
  | false
  | null
  | undefined;

/** Functions of the config that have a say in autogenerate and `check`; Alembic's hooks, by these names. */
export interface AutogenerateHooks {
  /**
   * Alembic's include_name: whether what has this name is looked at, in the database and in the models. Objects that aren't are not even
   * read. A constraint without a name has none here either.
   */
  readonly includeName?: ((name: string | undefined, kind: ItemKind, parents: Parents) => boolean) | undefined;
  /**
   * Alembic's include_object: whether an object is compared, once both sides are known. `reflected` is true for one that only the database
   * has; `compareTo` is the one of the database beside that of the models. What isn't compared stays in the database as it is.
   */
  readonly includeObject?:
    | ((object: Item, kind: ItemKind, reflected: boolean, compareTo: Item | undefined, parents: Parents) => boolean)
    | undefined;
  /** Alembic's compare_type, of a column that both have: true where its type differs, false where it doesn't, undefined to let Limbeck decide. */
  readonly compareType?: ((database: Column, models: Column, parents: Parents) => boolean | undefined) | undefined;
  /** Alembic's compare_server_default; as `compareType`, for the default. */
  readonly compareDefault?: ((database: Column, models: Column, parents: Parents) => boolean | undefined) | undefined;
  /**
   * Alembic's render_item: how something is written in the new revision, as code of its language. Undefined, or false, has it as usual; null
   * leaves an operation or a default out.
   */
  readonly renderItem?:
    | ((kind: Spelled["kind"], item: Spelled["item"], format: RevisionFormat) => RenderedItem)
    | undefined;
  /**
   * Alembic's process_revision_directives, of autogenerate and `check`: what the revision is to be. Undefined leaves it as it is; null, or
   * one without operations, writes none.
   */
  readonly processRevision?:
    | ((draft: RevisionDraft) => RevisedDraft | null | undefined | Promise<RevisedDraft | null | undefined>)
    | undefined;
}

export type HookName = keyof AutogenerateHooks;
