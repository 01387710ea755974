/** What a revision, a models file and a config import from "limbeck". */
export type { Op as Operation } from "./ops/op.ts";
export type { Recorder as Op } from "./ops/recorder.ts";
export { operations } from "./ops/recorder.ts";
export type {
  AutogenerateHooks,
  Item,
  ItemKind,
  Items,
  Parents,
  RenderedItem,
  RevisedDraft,
  RevisionDraft,
} from "./project/autogenerate-hooks.ts";
export type { Config, ConfigContext, ConfigExport, EnvironmentConfig, HookConfig } from "./project/config.ts";
export { defineConfig } from "./project/config.ts";
export type {
  ColumnPart,
  ColumnSettings,
  GeneratedSettings,
  IdentitySettings,
  ReferenceSettings,
} from "./schema/column-builder.ts";
export { column } from "./schema/column-builder.ts";
export type { ConstraintPart, KeyColumn } from "./schema/constraint-builders.ts";
export { check, exclude, foreignKey, primaryKey, unique } from "./schema/constraint-builders.ts";
export type { ExtensionOptions } from "./schema/extension-builder.ts";
export { extension } from "./schema/extension-builder.ts";
export type { IndexColumn, IndexOptions, IndexTablePart } from "./schema/index-builder.ts";
export { desc, index } from "./schema/index-builder.ts";
export type { NamespaceModel } from "./schema/namespace-builder.ts";
export { namespace } from "./schema/namespace-builder.ts";
export type { InSchema } from "./schema/object-builders.ts";
export { enumType, event, routine, rule, sequence, trigger } from "./schema/object-builders.ts";
export type { AttributeOptions, DomainOptions, RangeOptions } from "./schema/own-type-builders.ts";
export { attribute, compositeType, domain, rangeType } from "./schema/own-type-builders.ts";
export type { PolicyOptions } from "./schema/policy-builder.ts";
export { policy } from "./schema/policy-builder.ts";
export type * from "./schema/schema.ts";
export type { NumberText, SequenceSettings } from "./schema/sequence-options.ts";
export { sql } from "./schema/sql.ts";
export type { StatisticsOptions } from "./schema/statistics-builder.ts";
export { statistics } from "./schema/statistics-builder.ts";
export type { TablePart, TableProperties, TableSettings } from "./schema/table-builders.ts";
export { table } from "./schema/table-builders.ts";
export type * from "./schema/table-options.ts";
export * from "./schema/type-builders.ts";
export type { ColumnType } from "./schema/types.ts";
export type { ViewOptions, ViewSettings } from "./schema/view-builder.ts";
export { view } from "./schema/view-builder.ts";
export { sqlalchemy } from "./sources/sqlalchemy.ts";
