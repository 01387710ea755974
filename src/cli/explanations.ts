import { explain, explainAll } from "../project/explain.ts";
import type { Explanation } from "../project/results.ts";
import { cliPages } from "./errors.ts";

/** The pages of all error codes, those of the command line among them, sorted by code. */
export function explanations(): readonly Explanation[] {
  return [...explainAll(), ...own()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The page of one code, in whatever case it is written. Errors: EXPLAIN_UNKNOWN. */
export function explanationOf(code: string): Explanation {
  return own().find((page) => page.code === code.trim().toUpperCase()) ?? explain({ code });
}

function own(): readonly Explanation[] {
  return Object.entries(cliPages).map(([code, page]) => ({ code, ...page }));
}
