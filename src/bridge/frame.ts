import type { LimbeckError } from "../base/error.ts";
import { bridgePages, fail } from "./errors.ts";

type JsonRecord = Readonly<Record<string, unknown>>;

/** One line from Python: it belongs to the call with the same `id`. */
export type Frame =
  | { readonly id: number; readonly kind: "ok"; readonly value: unknown }
  | { readonly id: number; readonly kind: "error"; readonly error: JsonRecord }
  | { readonly id: number; readonly kind: "event"; readonly event: JsonRecord }
  | { readonly id: number; readonly kind: "ask"; readonly question: JsonRecord };

/** One line of a Python traceback. */
export interface TracebackLine {
  /** Absolute path. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** The function, or `<module>`. */
  readonly in: string;
  /** The line of code. */
  readonly text: string;
}

/** Reads a line; undefined when it is no frame. */
export function readFrame(line: string): Frame | undefined {
  const frame = parse(line);
  const id = frame?.["id"];
  if (frame === undefined || typeof id !== "number") return undefined;
  if ("ok" in frame) return { id, kind: "ok", value: frame["ok"] };
  const [error, event, question] = [frame["error"], frame["event"], frame["ask"]];
  if (isRecord(error)) return { id, kind: "error", error };
  if (isRecord(event)) return { id, kind: "event", event };
  return isRecord(question) ? { id, kind: "ask", question } : undefined;
}

/** The error of a failed command: coded by Python where it knew a code, else an exception of the project's own code. */
export function pythonError(error: JsonRecord): LimbeckError {
  const { code, message, hint, details, traceback } = error;
  const text = typeof message === "string" ? message : JSON.stringify(error);
  const lines = Array.isArray(traceback) ? traceback.filter(isTracebackLine) : [];
  const more = {
    ...(typeof hint === "string" ? { hint } : {}),
    details: { ...(isRecord(details) ? details : {}), ...(lines.length === 0 ? {} : { traceback: lines }) },
  };
  if (typeof code === "string" && isBridgeCode(code)) return fail(code, text, more);
  const last = lines.at(-1);
  const place = last === undefined ? "" : `${last.path}:${last.line}: `;
  const trace = lines.length < 2 ? "" : `\n${lines.map(lineText).join("\n")}`;
  return fail("BRIDGE_CODE_FAILED", `${place}${text}${trace}`, more);
}

function lineText({ path, line, in: name, text }: TracebackLine): string {
  return `  ${path}:${line}, in ${name}${text === "" ? "" : `: ${text}`}`;
}

function isBridgeCode(code: string): code is keyof typeof bridgePages {
  return Object.hasOwn(bridgePages, code);
}

function isTracebackLine(value: unknown): value is TracebackLine {
  return (
    isRecord(value) &&
    typeof value["path"] === "string" &&
    typeof value["line"] === "number" &&
    typeof value["in"] === "string" &&
    typeof value["text"] === "string"
  );
}

function parse(line: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
