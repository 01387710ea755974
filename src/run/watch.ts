import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../base/error.ts";
import type { Connection, Dialect, SessionView } from "../dialects/contract.ts";

/** How a run is watched from a second connection. */
export interface WatchOptions {
  /** Opens the second connection; called when a statement has run for `afterMs`, once in a run. */
  readonly open: () => Promise<Connection>;
  /** How long a statement runs before it is looked at, and between two looks. */
  readonly afterMs: number;
  readonly everyMs: number;
}

/** Looks at the session of a run while it is busy. */
export interface Watch {
  /**
   * Waits for `work`, which says when another session does it, and meanwhile tells what the server says of it. The work's own error or result is the caller's.
   */
  during<T>(work: (isOf: (session: string) => void) => Promise<T>, tell: (look: Look) => void): Promise<T>;
  /** Closes the second connection. */
  close(): Promise<void>;
}

/** One look: what the server says, or why nothing more will be said. */
export type Look =
  | { readonly kind: "seen"; readonly elapsedMs: number; readonly view: SessionView }
  | { readonly kind: "blind"; readonly reason: string };

/** A watch over the connection's session; one that never looks where the server has no sessions, or none that can be told. */
export async function watchOver(
  { connection, dialect }: { readonly connection: Connection; readonly dialect: Dialect },
  options: WatchOptions | undefined,
): Promise<Watch> {
  const { watch } = dialect;
  const session = options === undefined ? undefined : await watch?.sessionOf(connection);
  if (options === undefined || watch === undefined || session === undefined) return unwatched;
  let observer: Connection | undefined;
  let isBlind = false;
  let wasGone = false;
  const look = async (seen: string, startedAt: number): Promise<Look | undefined> => {
    try {
      observer ??= await options.open();
      const view = await watch.look(observer, seen);
      if (view !== undefined) return { kind: "seen", elapsedMs: Math.round(performance.now() - startedAt), view };
      // A session of Python's may be closed before the word of its end is here.
      const isGone = wasGone;
      wasGone = true;
      return isGone ? blind("the server shows no such session") : undefined;
    } catch (error) {
      // What only watches must not end the work.
      return blind(messageOf(error));
    }
  };
  function blind(reason: string): Look {
    isBlind = true;
    return { kind: "blind", reason };
  }
  return {
    during: async (work, tell) => {
      const end = new AbortController();
      let seen = session;
      wasGone = false;
      const once = async (startedAt: number) => {
        const found = await look(seen, startedAt);
        if (found !== undefined) tell(found);
      };
      const looking = isBlind ? undefined : lookOn(options, end.signal, once);
      try {
        return await work((other) => {
          seen = other;
        });
      } finally {
        end.abort();
        await looking;
      }
    },
    close: async () => observer?.close(),
  };

  async function lookOn(
    { afterMs, everyMs }: WatchOptions,
    signal: AbortSignal,
    once: (startedAt: number) => Promise<void>,
  ): Promise<void> {
    const startedAt = performance.now();
    for (let pauseMs = afterMs; await slept(pauseMs, signal); pauseMs = everyMs) {
      await once(startedAt);
      if (isBlind) return;
    }
  }
}

const unwatched: Watch = { during: (work) => work(() => undefined), close: async () => undefined };

/** False when the signal ended the sleep. */
async function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal, ref: false }).catch(() => false);
}
