import type { RunEvent } from "./event.ts";
import type { Conduct } from "./run-input.ts";

/** Which statement an event is about. */
type OfStatement = Pick<Extract<RunEvent, { readonly kind: "ended" }>, "revision" | "direction" | "index">;

/** Waits for a statement, and tells what the server says of it meanwhile, that it takes long, and that it is over. */
export async function underWatch<T>(
  { input, watch }: Conduct,
  of: OfStatement,
  work: (isOf: (session: string) => void) => Promise<T>,
): Promise<T> {
  const { onEvent, warnAfterMs } = input;
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  let isSlow = false;
  const slow = (): void => {
    isSlow = true;
    onEvent({ kind: "slow", ...of, elapsedMs: elapsed() });
  };
  const timer = warnAfterMs === undefined ? undefined : setTimeout(slow, warnAfterMs);
  // What waits for ever must not be kept alive by who looks at it.
  timer?.unref();
  try {
    const result = await watch.during(work, (look) =>
      onEvent(
        look.kind === "blind"
          ? { kind: "unwatched", reason: look.reason }
          : { kind: "watched", ...of, elapsedMs: look.elapsedMs, view: look.view },
      ),
    );
    // A driver that does its work in this process lets no timer run meanwhile.
    if (warnAfterMs !== undefined && !isSlow && elapsed() > warnAfterMs) slow();
    onEvent({ kind: "ended", ...of, durationMs: elapsed() });
    return result;
  } finally {
    clearTimeout(timer);
  }
}
