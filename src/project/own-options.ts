import { didYouMean } from "../base/nearest.ts";
import { type ConfigText, toolTable } from "./alembic-options.ts";
import { fail } from "./errors.ts";
import { parseIni } from "./ini-file.ts";

/** What an option of Limbeck's own may be: its name for people, and the value that a text of an ini or a value of a toml stands for. */
export interface OwnKind<Value> {
  readonly name: string;
  /** Undefined for what it can't be. */
  readonly read: (value: unknown) => Value | undefined;
}

type OwnValues<Kinds> = { readonly [K in keyof Kinds]?: Kinds[K] extends OwnKind<infer Value> ? Value : never };

/**
 * Limbeck's own options in the files of an Alembic project: the section `[limbeck]` of the ini, else `[tool.limbeck]`, by their keys and
 * kinds. Errors: CONFIG_VALUE_INVALID, CONFIG_UNREADABLE.
 */
export function ownOptions<Kinds extends { readonly [key: string]: OwnKind<unknown> }>(
  { ini, toml }: { readonly ini?: ConfigText; readonly toml?: ConfigText },
  kinds: Kinds,
): OwnValues<Kinds> {
  const section = ini === undefined ? undefined : parseIni(ini.text, ini.path).get("limbeck");
  const [file, given] =
    section === undefined
      ? [toml, toml === undefined ? {} : toolTable(toml, "limbeck")]
      : [ini, Object.fromEntries([...section].map(([key, { text }]) => [key, text]))];
  const found = Object.entries(given ?? {}).map(([name, value]) => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    const read = kind?.read(value);
    if (read !== undefined) return [name, read] as const;
    const wrong =
      kind === undefined ? `is no option of Limbeck's${didYouMean(name, Object.keys(kinds))}` : `must be ${kind.name}`;
    throw fail("CONFIG_VALUE_INVALID", `"${file?.path}": "${name}" of [limbeck] ${wrong}`, {
      details: { path: file?.path, key: name },
    });
  });
  return Object.fromEntries(found) as OwnValues<Kinds>;
}

export const milliseconds: OwnKind<number> = { name: "a number of milliseconds", read: numberIn };
export const count: OwnKind<number> = { name: "a whole number", read: numberIn };

export const flag: OwnKind<boolean> = {
  name: "true or false",
  read(value) {
    if (value === true || value === "true") return true;
    return value === false || value === "false" ? false : undefined;
  },
};

export const words: OwnKind<string> = {
  name: "a text that isn't empty",
  read: (value) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined),
};

/** One of these words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): OwnKind<Word> {
  const last = words.at(-1) ?? "";
  return {
    name: `${words.slice(0, -1).join(", ")} or ${last}`,
    read: (value) => words.find((word) => word === value),
  };
}

/** `name = word` by names: in an ini with commas or line ends between, in a toml a table. */
export function wordsByName<const Word extends string>(kind: OwnKind<Word>): OwnKind<Readonly<Record<string, Word>>> {
  return {
    name: `a list such as "name=word, name=word", each word ${kind.name}`,
    read(value) {
      const pairs = typeof value === "string" ? pairsIn(value) : Object.entries(value ?? {});
      const read = pairs.map(([name, word]) => [name, kind.read(word)] as const);
      const isWhole =
        (typeof value === "string" || isTable(value)) &&
        read.every(([name, word]) => name !== "" && word !== undefined);
      return isWhole ? (Object.fromEntries(read) as Record<string, Word>) : undefined;
    },
  };
}

function pairsIn(text: string): readonly (readonly [string, string])[] {
  const parts = text.split(/[,\n]/).filter((part) => part.trim() !== "");
  return parts.map((part) => {
    const [name = "", word = ""] = part.split("=").map((each) => each.trim());
    return [name, word];
  });
}

function isTable(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberIn(value: unknown): number | undefined {
  const isNumber = (typeof value === "number" && value >= 0) || (typeof value === "string" && /^\d+$/.test(value));
  return isNumber ? Number(value) : undefined;
}
