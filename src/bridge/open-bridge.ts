import { isLimbeckError } from "../base/error.ts";
import { type Bridge, type BridgeOptions, startBridge } from "./bridge.ts";
import type { Hello } from "./commands.ts";
import { fail } from "./errors.ts";
import { findInterpreters, type Interpreter } from "./find-interpreter.ts";

/** Which Python is wanted. */
export interface OpenOptions extends Omit<BridgeOptions, "python"> {
  /** The only interpreter that may be used, with who named it; absent looks for one. */
  readonly named?: Interpreter;
  /** What must be installed in it. */
  readonly needs: readonly ("sqlalchemy" | "alembic")[];
}

/** A machine that has just been started imports SQLAlchemy in seconds. */
const HELLO_LIMIT_MS = 60_000;

/**
 * Starts the project's Python: the first interpreter that has what is needed. Errors: BRIDGE_PYTHON_MISSING when there is none,
 * BRIDGE_PYTHON_UNUSABLE when none has it; both name what was tried.
 */
export async function openBridge(options: OpenOptions): Promise<Bridge> {
  const tried: string[] = [];
  const found = options.named === undefined ? findInterpreters(options) : [options.named];
  let isFound = false;
  for (const interpreter of found) {
    const bridge = await started({ ...options, python: interpreter.python });
    if (bridge === undefined) {
      tried.push(`"${interpreter.python}" (${interpreter.from}) can't be started`);
      continue;
    }
    isFound = true;
    const hello = await bridge.call("hello", {}, { timeoutMs: HELLO_LIMIT_MS });
    const lacks = whatLacks(hello, options.needs);
    if (lacks === undefined) return bridge;
    tried.push(`"${hello.executable || interpreter.python}" (${interpreter.from}) ${lacks}`);
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
const OLDEST = { python: "3.9", sqlalchemy: "2.0", alembic: "1.12" } as const;

function whatLacks(hello: Hello, needs: OpenOptions["needs"]): string | undefined {
  if (isOlder(hello.python, OLDEST.python)) return `is Python ${hello.python}, which is older than ${OLDEST.python}`;
  for (const name of needs) {
    const version = hello[name];
    if (version === undefined) return `has no ${TITLES[name]}`;
    if (isOlder(version, OLDEST[name])) return `has ${TITLES[name]} ${version}, which is older than ${OLDEST[name]}`;
  }
  return undefined;
}

const TITLES = { sqlalchemy: "SQLAlchemy", alembic: "Alembic" } as const;

function isOlder(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const [oldMajor = 0, oldMinor = 0] = oldest.split(".").map(Number);
  return major < oldMajor || (major === oldMajor && minor < oldMinor);
}
