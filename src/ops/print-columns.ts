import type { SequenceOptions } from "../schema/numbering.ts";
import type { Column, DefaultValue, Generated, Identity, NotNull } from "../schema/schema.ts";
import { isSql } from "../schema/sql.ts";
import { type Code, call, optional, record, sqlText, text, word } from "./code.ts";
import { typeCode } from "./print-types.ts";

/** How a column stands to the primary key of its table. */
export type KeyPlace = "alone" | "among" | "outside";

/** The code of a column; one that is alone in the primary key says so itself. */
export function columnCode(column: Column, place: KeyPlace): Code {
  const assumed = place === "outside";
  const settings = record({
    primaryKey: place === "alone" ? word(true) : undefined,
    nullable: column.nullable === assumed ? undefined : word(column.nullable),
    default: optional(column.default, defaultCode),
    generated: optional(column.generated, generatedCode),
    identity: optional(column.identity, identityCode),
    autoincrement: optional(column.autoincrement, word),
    collation: optional(column.collation, text),
    onUpdate: optional(column.onUpdate, sqlText),
    invisible: optional(column.invisible, word),
    onNullConflict: optional(column.onNullConflict, text),
    notNull: optional(column.notNull, notNullCode),
    compression: optional(column.compression, text),
    storage: optional(column.storage, text),
    statistics: optional(column.statistics, word),
    comment: optional(column.comment, text),
  });
  const code = call("column", text(column.name), typeCode(column.type), settings);
  return { ...code, of: { kind: "column", item: column } };
}

/** The code of a default of a column. */
export function defaultCode(value: DefaultValue): Code {
  return { ...valueCode(value), of: { kind: "default", item: value } };
}

/** The code of a value: of a row, or the default of a domain. */
export function valueCode(value: DefaultValue | null): Code {
  if (value !== null && isSql(value)) return sqlText(value.sql);
  return typeof value === "string" ? text(value) : word(value);
}

/** The code of `generated`. */
export function generatedCode(generated: Generated): Code {
  const stored = generated.stored ? word(true) : undefined;
  return { kind: "record", entries: Object.entries({ as: sqlText(generated.expression), ...(stored && { stored }) }) };
}

/** The code of `notNull`. */
export function notNullCode({ name, notValid, noInherit }: NotNull): Code {
  const settings = {
    name: optional(name, text),
    notValid: optional(notValid, word),
    noInherit: optional(noInherit, word),
  };
  return record(settings) ?? { kind: "record", entries: [] };
}

/** The code of `identity`. */
export function identityCode(identity: Identity): Code {
  const entries = Object.entries({ always: word(identity.always), ...sequenceOptions(identity.options ?? {}) });
  return {
    kind: "record",
    entries: entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  };
}

/** The codes of the options of a sequence. */
export function sequenceOptions(options: SequenceOptions) {
  return {
    type: optional(options.type, text),
    start: optional(options.start, text),
    increment: optional(options.increment, text),
    min: optional(options.min, text),
    max: optional(options.max, text),
    cache: optional(options.cache, text),
    cycle: optional(options.cycle, word),
  };
}
