import { messageOf } from "../base/error.ts";
import type { RunEvent, TimedEvent } from "../run/event.ts";
import type { Project } from "./open.ts";
import type { Talk } from "./use-cases.ts";

/** Those who listen to a run. */
export interface Listeners {
  readonly onEvent: (event: RunEvent) => void;
  /** Waits for those who take their time. */
  readonly finish: () => Promise<void>;
}

/** Tells each event to the caller, to the config's `onEvent`, and to OpenTelemetry where the process has it. None of them can stop the run. */
export async function listenersOf(
  { settings }: Project,
  { onEvent, onProgress }: Talk,
  database: string,
): Promise<Listeners> {
  const pending: Promise<void>[] = [];
  const warned = new Set<string>();
  const warn = (who: string, cause: unknown): void => {
    if (warned.has(who)) return;
    warned.add(who);
    onProgress?.({
      kind: "output",
      line: `warning: ${who} failed; the run goes on: ${messageOf(cause)}`,
    });
  };
  const tell = (
    who: string,
    listener: ((event: TimedEvent) => void | Promise<void>) | undefined,
    event: TimedEvent,
  ) => {
    if (listener === undefined) return;
    try {
      const answer = listener(event);
      if (answer instanceof Promise) pending.push(answer.catch((cause: unknown) => warn(who, cause)));
    } catch (cause) {
      warn(who, cause);
    }
  };
  const telemetry = hasTelemetry() ? await telemetryOf(settings.directory, warn) : undefined;
  return {
    onEvent: (told) => {
      const event: TimedEvent = { ...told, at: new Date().toISOString(), database };
      onEvent?.(event);
      tell(`onEvent of "${settings.file}"`, settings.onEvent, event);
      tell("OpenTelemetry", telemetry, event);
    },
    finish: async () => {
      await Promise.all(pending);
    },
  };
}

async function telemetryOf(
  directory: string,
  warn: (who: string, cause: unknown) => void,
): Promise<((event: TimedEvent) => void) | undefined> {
  const { telemetry } = await import("./telemetry.ts");
  try {
    return telemetry(directory);
  } catch (cause) {
    warn("OpenTelemetry", cause);
    return undefined;
  }
}

/** True when something in this process has set up OpenTelemetry. Source: @opentelemetry/api 1.9, src/internal/global-utils.ts. */
function hasTelemetry(): boolean {
  return Reflect.has(globalThis, Symbol.for("opentelemetry.js.api.1"));
}
