import { isLimbeckError } from "../base/error.ts";
import { type Bridge, type BridgeOptions, startBridge } from "./bridge.ts";
import { fail } from "./errors.ts";
import { findInterpreters, type Interpreter } from "./find-interpreter.ts";

/** Which Python is wanted. */
export interface OpenOptions extends Omit<BridgeOptions, "python"> {
  /** The only interpreter that may be used, with who named it; absent looks for one. */
  readonly named?: Interpreter;
  /** What must be installed in it. */
  readonly needs: readonly ("sqlalchemy" | "alembic")[];
  /**
   * Called with each interpreter that is tried: what is asked of it here, it does as soon as it has said what it has, without waiting for this
   * process; one that lacks something refuses.
   */
  readonly onStarted?: (bridge: Bridge) => void;
}

/** Importing SQLAlchemy takes a second; on a machine that is just started, or has much else to do, a hundred times that. */
const HELLO_LIMIT_MS = 300_000;

/**
 * Starts the project's Python: the first interpreter that has what is needed. Errors: BRIDGE_PYTHON_MISSING when there is none,
 * BRIDGE_PYTHON_UNUSABLE when none has it; both name what was tried.
 */
export async function openBridge(options: OpenOptions): Promise<Bridge> {
  const tried: string[] = [];
  const needs = oldest.filter(({ name }) => name === "python" || options.needs.includes(name));
  const found = options.named === undefined ? findInterpreters(options) : [options.named];
  let isFound = false;
  for (const interpreter of found) {
    const bridge = await started({ ...options, python: interpreter.python });
    if (bridge === undefined) {
      tried.push(`"${interpreter.python}" (${interpreter.from}) can't be started`);
      continue;
    }
    isFound = true;
    const reply = bridge.call("hello", { needs }, { timeoutMs: HELLO_LIMIT_MS });
    options.onStarted?.(bridge);
    const { executable, lacks } = await reply;
    if (lacks === undefined) return bridge;
    tried.push(`"${executable || interpreter.python}" (${interpreter.from}) ${lacks}`);
    await bridge.close();
  }
  const all = tried.length === 0 ? "" : `: ${tried.join("; ")}`;
  const details = { directory: options.directory, tried };
  if (!isFound)
    throw fail("BRIDGE_PYTHON_MISSING", `No Python was found for "${options.directory}"${all}`, { details });
  throw fail("BRIDGE_PYTHON_UNUSABLE", `No Python has what "${options.directory}" needs${all}`, { details });
}

/** Undefined where there is no such program. */
async function started(options: BridgeOptions): Promise<Bridge | undefined> {
  try {
    return await startBridge(options);
  } catch (error) {
    if (isLimbeckError(error, "BRIDGE_PYTHON_MISSING")) return undefined;
    throw error;
  }
}

/** The oldest versions that the Python side works with. */
const oldest = [
  { name: "python", title: "Python", oldest: "3.9" },
  { name: "sqlalchemy", title: "SQLAlchemy", oldest: "2.0" },
  { name: "alembic", title: "Alembic", oldest: "1.12" },
] as const;
