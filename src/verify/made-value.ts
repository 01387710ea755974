import type { Dialect } from "../dialects/contract.ts";
import type { ValueSpace } from "../schema/value-space.ts";
import type { Random } from "./random.ts";

/** Which value of a space is wanted. */
export type Wish =
  /** Another for each number, as long as the space has so many; a long one fills the whole length. */
  | { readonly kind: "numbered"; readonly number: number; readonly isLong?: boolean }
  | { readonly kind: "low" }
  | { readonly kind: "high" }
  /** Each variant tries another kind of value, for conditions that nobody here understands. */
  | { readonly kind: "any"; readonly variant: number };

/** How values are written. */
export type Writing = Pick<Dialect, "literal" | "bytes">;

/** A text of any length is made as long as this at most: it must fit into an index. */
const LONGEST = 400;
/** Numbers that are given out begin here where there is room, so that a revision's own rows may have the first ones. */
const FIRST_NUMBER = 1_000_000n;
const DAY_MS = 86_400_000;

/** The value as SQL; undefined where nobody knows any. Pure. */
export function madeValue(space: ValueSpace, wish: Wish, random: Random, writing: Writing): string | undefined {
  const maker = makers[space.kind] as Maker<ValueSpace>;
  return maker(space, wish, { random, writing });
}

/** How many different values there are, at most 2^53. */
export function sizeOf(space: ValueSpace): number {
  if (space.kind === "integers") return Number(BigInt(space.max) - BigInt(space.min) + 1n);
  if (space.kind === "booleans") return 2;
  if (space.kind === "choices" || space.kind === "samples") return space.values.length;
  if (space.kind === "texts") return 36 ** Math.min(space.maxLength ?? 10, 10);
  if (space.kind === "bytes") return 256 ** Math.min(space.maxLength ?? 6, 6);
  if (space.kind === "bits") return 2 ** Math.min(space.maxLength, 50);
  if (space.kind === "decimals") return 10 ** Math.min(space.digits, 15);
  return space.kind === "unknown" ? 0 : 10_000;
}

interface Making {
  readonly random: Random;
  readonly writing: Writing;
}

type Maker<S extends ValueSpace> = (space: S, wish: Wish, making: Making) => string | undefined;

const makers: { readonly [K in ValueSpace["kind"]]: Maker<Extract<ValueSpace, { readonly kind: K }>> } = {
  integers: ({ min, max }, wish, { random }) => {
    const [low, high] = [BigInt(min), BigInt(max)];
    const size = high - low + 1n;
    if (wish.kind === "low") return min;
    if (wish.kind === "high") return max;
    if (wish.kind === "any") {
      const near = low > 0n ? low : high < 0n ? high - 999n : 0n;
      return String(clamp(near + BigInt(random.below(1000)), low, high));
    }
    const first = high >= 2n * FIRST_NUMBER && low <= FIRST_NUMBER ? FIRST_NUMBER : clamp(1n, low, high);
    return String(low + ((first - low + BigInt(wish.number)) % size));
  },

  decimals: ({ digits, scale, unsigned }, wish, { random }) => {
    const most = 10n ** BigInt(digits) - 1n;
    if (wish.kind === "low") return pointed(unsigned === true ? 0n : -most, scale);
    if (wish.kind === "high") return pointed(most, scale);
    const number = wish.kind === "numbered" ? BigInt(wish.number + 1) : BigInt(random.below(1_000_000));
    return pointed(number % (most + 1n), scale);
  },

  fractions: ({ exponent, unsigned }, wish, { random }) => {
    if (wish.kind === "low") return unsigned === true ? "0" : `-1e${exponent}`;
    if (wish.kind === "high") return `1e${exponent}`;
    return wish.kind === "numbered" ? `${wish.number + 1}.5` : `${random.below(10_000)}.25`;
  },

  booleans: (_, wish, { random, writing }) => writing.literal(isSecond(wish, random)),

  texts: ({ minLength = 0, maxLength, characters }, wish, { random, writing }) => {
    const most = Math.max(minLength, Math.min(maxLength ?? LONGEST, LONGEST));
    const text = cut(textFor(wish, { random, most, characters }), most);
    return writing.literal(wish.kind === "numbered" ? text.padStart(minLength, "0") : text.padEnd(minLength, "x"));
  },

  bytes: ({ minLength = 0, maxLength }, wish, { random, writing }) => {
    const most = Math.min(maxLength ?? LONGEST, LONGEST);
    const hex = (byte: number) => byte.toString(16).padStart(2, "0");
    if (wish.kind === "low") return writing.bytes("00".repeat(minLength));
    if (wish.kind === "high") return writing.bytes("ff".repeat(most));
    if (wish.kind === "any") {
      const length = Math.max(minLength, random.below(Math.min(most, 16) + 1));
      return writing.bytes(Array.from({ length }, () => hex(random.below(256))).join(""));
    }
    const digits = (wish.number + 1).toString(16);
    const even = digits.length % 2 === 0 ? digits : `0${digits}`;
    return writing.bytes(even.padStart(Math.max(minLength, Math.min(most, 4)) * 2, "0").slice(-most * 2));
  },

  bits: ({ minLength, maxLength }, wish, { random, writing }) => {
    if (wish.kind === "low") return writing.literal("0".repeat(minLength));
    if (wish.kind === "high") return writing.literal("1".repeat(maxLength));
    const number = wish.kind === "numbered" ? wish.number : random.below(2 ** Math.min(maxLength, 30));
    return writing.literal(number.toString(2).padStart(maxLength, "0").slice(-maxLength));
  },

  choices: ({ values }, wish, { random, writing }) => {
    const value = values[placeIn(values.length, wish, random)];
    return value === undefined ? undefined : writing.literal(value);
  },

  samples: ({ values }, wish, { random }) => values[placeIn(values.length, wish, random)],

  dates: ({ min, max }, wish, { random, writing }) => writing.literal(dayFor({ min, max }, wish, random)),

  moments: ({ min, max }, wish, { random, writing }) => {
    const clock = wish.kind === "any" ? twoDigits(random.below(60)) : "00";
    return writing.literal(`${dayFor({ min, max }, wish, random)} 12:${clock}:00`);
  },

  times: (_, wish, { random, writing }) => {
    if (wish.kind === "low") return writing.literal("00:00:00");
    if (wish.kind === "high") return writing.literal("23:59:59");
    const second = (wish.kind === "numbered" ? wish.number : random.below(86_400)) % 86_400;
    const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
    return writing.literal(parts.map(twoDigits).join(":"));
  },

  uuids: (_, wish, { random, writing }) => {
    const number = wish.kind === "numbered" ? wish.number + 1 : wish.kind === "any" ? random.below(2 ** 31) : 0;
    return writing.literal(`00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`);
  },

  json: (_, wish, { random, writing }) => {
    if (wish.kind === "numbered") return writing.literal(`{"n": ${wish.number}}`);
    if (wish.kind === "low") return writing.literal("{}");
    return writing.literal(random.pick(['{"a": [1, null, true], "b": "x"}', "[]", '{"name": "Zoë"}', '{"n": 1}']));
  },

  lists: ({ of, cast }, wish, making) => {
    if (wish.kind === "low") return `CAST('{}' AS ${cast})`;
    const value = madeValue(of, wish, making.random, making.writing);
    return value === undefined ? undefined : `CAST(ARRAY[${value}] AS ${cast})`;
  },

  unknown: () => undefined,
};

const WORDS = ["alder", "birch", "cedar", "Dogwood", "elm", "fir tree", "ginkgo", "hazel", "ivy", "juniper"] as const;

/** Texts that pass for what columns are often held to: a mail address, an address on the web, digits, a code, a day. */
const KINDS: readonly ((number: number) => string)[] = [
  (number) => `${WORDS[number % WORDS.length]} ${number}`,
  (number) => `made.up.${number}@example.com`,
  (number) => String(number + 1),
  (number) => `https://example.com/${number}`,
  (number) => String.fromCharCode(65 + (number % 26)).repeat(3),
  (number) => `a${number}`,
  (number) => `+4930${String(number).padStart(7, "0")}`,
  (number) => `2024-01-${twoDigits(1 + (number % 28))}`,
];

/** Texts with what often breaks: quotes, line ends, percent signs, letters beyond ASCII and beyond 16 bits. */
const HARD = {
  ascii: ["it's", 'say "hi"', "100%", "back\\slash", "two\nlines", " spaces "],
  basic: ["Zoë", "Straße", "日本語", "naïve", "Ωmega", "it's"],
  all: ["Zoë", "日本語", "🙂 ok", 'say "hi"', "it's 100%", "two\nlines"],
} as const;

function textFor(
  wish: Wish,
  {
    random,
    most,
    characters,
  }: { readonly random: Random; readonly most: number; readonly characters: keyof typeof HARD },
): string {
  if (wish.kind === "low") return "";
  if (wish.kind === "high") return "x".repeat(most);
  if (wish.kind === "numbered") {
    const digits = (wish.number + 1).toString(36);
    const text = digits.length + 3 > most ? digits.padStart(Math.min(most, 10), "0").slice(-most) : `mu-${digits}`;
    return wish.isLong === true ? text.padEnd(most, ".") : text;
  }
  if (wish.variant === 0) return random.oneIn(3) ? random.pick(HARD[characters]) : random.pick(WORDS);
  return (KINDS[(wish.variant - 1) % KINDS.length] ?? String)(random.below(1000));
}

/** The first characters, which may be two units long. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join("");
}

function pointed(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function dayFor({ min, max }: { readonly min: string; readonly max: string }, wish: Wish, random: Random): string {
  if (wish.kind === "low") return min;
  if (wish.kind === "high") return max;
  const days = wish.kind === "numbered" ? wish.number : random.below(3650);
  return new Date(Date.UTC(2000, 0, 1) + (days % 10_000) * DAY_MS).toISOString().slice(0, 10);
}

function placeIn(count: number, wish: Wish, random: Random): number {
  if (wish.kind === "low") return 0;
  if (wish.kind === "high") return count - 1;
  return count === 0 ? 0 : wish.kind === "numbered" ? wish.number % count : random.below(count);
}

function isSecond(wish: Wish, random: Random): boolean {
  return (
    wish.kind === "high" || (wish.kind === "numbered" ? wish.number % 2 === 1 : wish.kind === "any" && random.oneIn(2))
  );
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  return value < low ? low : value > high ? high : value;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
