import { messageOf } from "../base/error.ts";
import type { AutogenerateHooks, HookName, ItemKind, Parents } from "./autogenerate-hooks.ts";
import { fail } from "./errors.ts";

/** The hooks of a config, and the file that has them. */
export interface HookSet {
  readonly functions: AutogenerateHooks;
  /** Absolute. */
  readonly file: string;
}

/** What a hook is asked about, for messages: `column "users.email"`. */
export function aboutItem(kind: ItemKind, name: string | undefined, { schema, table }: Parents): string {
  const path = [schema, table, name].filter((part) => part !== undefined).join(".");
  const words = kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words}${name === undefined ? " without a name of" : ""} "${path}"`;
}

/** The answer of a hook that says yes or no. Errors: CONFIG_HOOK_THREW, CONFIG_HOOK_ANSWER. */
export function yesOrNo(hooks: HookSet, name: HookName, about: string, ask: () => unknown): boolean {
  const answer = asked(hooks, name, about, ask);
  if (typeof answer === "boolean") return answer;
  throw wrongAnswer(hooks, name, { about, is: shown(answer), instead: "true or false" });
}

/** The answer of a hook that may leave the matter to Limbeck: undefined, or null, as Alembic's None. Errors: as `yesOrNo`. */
export function verdict(hooks: HookSet, name: HookName, about: string, ask: () => unknown): boolean | undefined {
  const answer = asked(hooks, name, about, ask);
  if (typeof answer === "boolean") return answer;
  if (answer === undefined || answer === null) return undefined;
  throw wrongAnswer(hooks, name, { about, is: shown(answer), instead: "true, false or undefined" });
}

/** What a hook returns, whatever that is. Errors: CONFIG_HOOK_THREW. */
export function asked(hooks: HookSet, name: HookName, about: string, ask: () => unknown): unknown {
  try {
    return ask();
  } catch (cause) {
    throw threw(hooks, name, about, cause);
  }
}

/** An error for a hook that threw. */
export function threw({ file }: HookSet, name: HookName, about: string, cause: unknown): Error {
  return fail("CONFIG_HOOK_THREW", `${name} of "${file}", asked about the ${about}, threw: ${messageOf(cause)}`, {
    cause,
    details: { path: file, hook: name, about },
  });
}

/** An error for a hook whose answer means nothing. */
export function wrongAnswer(
  { file }: HookSet,
  name: HookName,
  { about, is, instead }: { readonly about: string; readonly is: string; readonly instead: string },
): Error {
  return fail("CONFIG_HOOK_ANSWER", `${name} of "${file}", asked about the ${about}, returned ${is}, not ${instead}`, {
    details: { path: file, hook: name, about },
  });
}

/** The answer in a word or two. */
export function shown(answer: unknown): string {
  if (answer instanceof Promise) {
    // Its own failure would end the process later; the wrong answer is the one to correct first.
    answer.catch(() => undefined);
    return "a promise";
  }
  if (answer === null || answer === undefined) return String(answer);
  if (typeof answer === "object") return Array.isArray(answer) ? "a list" : "an object";
  return typeof answer === "function" ? "a function" : JSON.stringify(answer);
}
