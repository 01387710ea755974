import type { SequenceOptions } from "../../schema/numbering.ts";

/** The options of a sequence as the server keeps them: all of them, numbers as text. */
export interface FullSequenceOptions {
  readonly type: "smallint" | "integer" | "bigint";
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
}

const LIMITS = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
} as const;

/** What the server takes for the options that aren't given. Source: https://www.postgresql.org/docs/18/sql-createsequence.html */
export function completeOptions(
  options: SequenceOptions,
  type: FullSequenceOptions["type"] = options.type ?? "bigint",
): FullSequenceOptions {
  const increment = whole(options.increment ?? "1");
  const descends = increment.startsWith("-");
  const [least, most] = LIMITS[type];
  const min = whole(options.min ?? (descends ? least : "1"));
  const max = whole(options.max ?? (descends ? "-1" : most));
  const start = whole(options.start ?? (descends ? max : min));
  return { type, start, increment, min, max, cache: whole(options.cache ?? "1"), cycle: options.cycle ?? false };
}

/** The options that aren't what the server takes anyway, without the type. */
export function statedOptions(full: FullSequenceOptions): Omit<SequenceOptions, "type"> {
  const { type, increment, min, max, start, cache, cycle } = full;
  const assumed = completeOptions({ increment }, type);
  const bounds = completeOptions({ increment, min, max }, type);
  return {
    ...(start === bounds.start ? {} : { start }),
    ...(increment === "1" ? {} : { increment }),
    ...(min === assumed.min ? {} : { min }),
    ...(max === assumed.max ? {} : { max }),
    ...(cache === "1" ? {} : { cache }),
    ...(cycle ? { cycle: true } : {}),
  };
}

/** `+1` and `01` are 1; what is no number stays for the server to refuse. */
function whole(text: string): string {
  if (/^(?:0|-?[1-9]\d*)$/.test(text)) return text;
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, "")).toString() : text;
}
