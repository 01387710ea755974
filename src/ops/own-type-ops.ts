import type { Attribute, Check, CompositeType, DefaultValue, Domain, ObjectName, RangeType } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";

export interface CreateDomain {
  readonly kind: "createDomain";
  readonly domain: Domain;
}

export interface DropDomain extends ObjectName {
  readonly kind: "dropDomain";
  readonly ifExists?: true;
}

/** What changes of a domain: an absent property stays, null takes it away. */
export interface DomainChanges {
  readonly type?: ColumnType;
  readonly collation?: string | null;
  readonly default?: DefaultValue | null;
  readonly nullable?: boolean;
  /** All of its checks, in place of those that it had. */
  readonly checks?: readonly Check[];
}

export interface AlterDomain extends ObjectName {
  readonly kind: "alterDomain";
  readonly changes: DomainChanges;
}

export interface CreateDomainCheck extends ObjectName {
  readonly kind: "createDomainCheck";
  readonly check: Check;
}

export interface DropDomainCheck extends ObjectName {
  readonly kind: "dropDomainCheck";
  readonly check: string;
  readonly ifExists?: true;
}

export interface CreateComposite {
  readonly kind: "createComposite";
  readonly composite: CompositeType;
}

export interface DropComposite extends ObjectName {
  readonly kind: "dropComposite";
  readonly ifExists?: true;
}

export interface AddAttribute extends ObjectName {
  readonly kind: "addAttribute";
  readonly attribute: Attribute;
}

export interface DropAttribute extends ObjectName {
  readonly kind: "dropAttribute";
  readonly attribute: string;
  readonly ifExists?: true;
}

/** Gives an attribute another type and collation; the values are kept, as texts of the new type. */
export interface AlterAttribute extends ObjectName {
  readonly kind: "alterAttribute";
  readonly attribute: string;
  readonly type: ColumnType;
  readonly collation?: string;
}

export interface CreateRange {
  readonly kind: "createRange";
  readonly range: RangeType;
}

export interface DropRange extends ObjectName {
  readonly kind: "dropRange";
  readonly ifExists?: true;
}

/** Gives a range type these properties in place of all that it had; the values are kept. */
export interface ReplaceRange {
  readonly kind: "replaceRange";
  readonly range: RangeType;
}

/** Operations on domains, composite types and range types. */
export type OwnTypeOp =
  | CreateDomain
  | DropDomain
  | AlterDomain
  | CreateDomainCheck
  | DropDomainCheck
  | CreateComposite
  | DropComposite
  | AddAttribute
  | DropAttribute
  | AlterAttribute
  | CreateRange
  | DropRange
  | ReplaceRange;
