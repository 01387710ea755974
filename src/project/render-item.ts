import type { Speller, Spelling } from "../ops/spelling.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import { asked, type HookSet, shown, wrongAnswer } from "./ask-hook.ts";

/**
 * How `renderItem` of the config has things written in a revision of this language; undefined without such a hook. The speller's
 * errors: CONFIG_HOOK_THREW, CONFIG_HOOK_ANSWER.
 */
export function spellerOf(hooks: HookSet | undefined, format: RevisionFormat): Speller | undefined {
  const render = hooks?.functions.renderItem;
  if (hooks === undefined || render === undefined) return undefined;
  return ({ kind, item }) => {
    const what = typeof item === "object" && "kind" in item ? ` "${item.kind}"` : "";
    const about = `${kind}${what}`;
    const answer = asked(hooks, "renderItem", about, () => render(kind, item, format));
    if (answer === undefined || answer === false) return undefined;
    const canGo = kind === "operation" || kind === "default";
    if (answer === null && canGo) return null;
    const spelling = spellingIn(answer);
    if (spelling !== undefined) return spelling;
    const instead = `code, { code, imports }, ${canGo ? "null, " : ""}false or undefined`;
    throw wrongAnswer(hooks, "renderItem", { about, is: shown(answer), instead });
  };
}

function spellingIn(answer: unknown): Spelling | undefined {
  if (typeof answer === "string") return spelling(answer, []);
  if (typeof answer !== "object" || answer === null || !("code" in answer)) return undefined;
  const { code, imports = [] } = answer as { readonly code: unknown; readonly imports?: unknown };
  const isList = Array.isArray(imports) && imports.every((line) => typeof line === "string");
  return typeof code === "string" && isList ? spelling(code, imports) : undefined;
}

/** The printers end a statement themselves. */
function spelling(code: string, imports: readonly string[]): Spelling | undefined {
  const text = code.trim().replace(/;$/, "");
  return text === "" ? undefined : { code: text, imports };
}
