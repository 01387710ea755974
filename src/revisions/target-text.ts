import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";

/** A target taken apart: `[branch@][symbol][+N|-N]`. At least one of symbol and steps is there. */
export interface TargetText {
  /** The whole target, for messages. */
  readonly text: string;
  /** A branch label, a revision id, or the beginning of one. */
  readonly branch?: string;
  /** head, heads, base, current, a branch label, a revision id, or the beginning of one. */
  readonly symbol?: string;
  /** Revisions to walk, negative for downwards. */
  readonly steps?: number;
}

/**
 * Takes a target apart. An exact id or label is taken whole, so that a label may hold a dash ("shopping-cart").
 * Throws GRAPH_RANGE_REFUSED for a colon, GRAPH_TARGET_SYNTAX for anything else that is not a target.
 */
export function parseTarget(graph: RevisionGraph, text: string): TargetText {
  const known = (name: string): boolean => graph.byId.has(name) || graph.byLabel.has(name);
  if (known(text)) return { text, symbol: text };
  if (text.includes(":")) throw fail("GRAPH_RANGE_REFUSED", `Range revision not allowed: "${text}"`);
  const parts = text.split("@");
  const rest = parts.at(-1) ?? "";
  const [branch] = parts.length === 2 ? parts : [undefined];
  if (parts.length > 2 || rest === "" || branch === "") {
    throw fail("GRAPH_TARGET_SYNTAX", `"${text}" is not a target`);
  }
  const within = branch === undefined ? { text } : { text, branch };
  const relative = known(rest) ? null : /^(.*?)([+-]\d+)$/.exec(rest);
  if (relative === null) return { ...within, symbol: rest };
  const [, symbol = "", steps = ""] = relative;
  const walk = { ...within, steps: Number(steps) || 0 };
  return symbol === "" ? walk : { ...walk, symbol };
}
