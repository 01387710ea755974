import type { Bridge } from "./bridge.ts";
import { type Conversation, converse } from "./conversation.ts";
import { fail } from "./errors.ts";
import type { PythonHeader, RunRequest, RunWord, StepWord, StretchOrders } from "./run-commands.ts";

/** One run of env.py, in which revisions in Python are carried out. */
export interface RunSession {
  /** Has steps carried out, one after the other; `told` says how far they are. */
  readonly begin: (orders: StretchOrders) => void;
  /**
   * What is told next of the steps that were begun. A step that fails is undone, and none comes after it.
   * Errors: BRIDGE_LOCK_TIMEOUT, BRIDGE_OVERTAKEN, BRIDGE_CODE_FAILED, BRIDGE_PARTS_DIFFER, BRIDGE_ROWS_DANGLE,
   * BRIDGE_CRASHED.
   */
  readonly told: () => Promise<StepWord>;
  /** Undoes the transaction that is open, and ends. */
  readonly cancel: (reason: unknown) => Promise<void>;
  /** Lets env.py come to its end. Errors: BRIDGE_CODE_FAILED. */
  readonly end: () => Promise<void>;
}

/** What a session needs to know from its caller. */
export interface SessionTalk {
  /** The whole graph; asked for only if something looks at it. */
  readonly graph: () => readonly PythonHeader[];
  /** What a statement of a revision becomes before it is executed; asked where the request says so. What it throws ends the command. */
  readonly admit?: (sql: string) => string;
  /** Another process has the lock. */
  readonly onWaiting: () => void;
  /** Looks at what env.py has connected to; what it throws ends the session before anything was done. */
  readonly check: (environment: Word<"ready">) => void;
}

type Word<Kind extends RunWord["kind"]> = Extract<RunWord, { readonly kind: Kind }>;

/**
 * Starts env.py, and waits until it has connected and the files of all steps are loaded.
 * Errors: BRIDGE_CODE_FAILED, BRIDGE_ENV_*, BRIDGE_FUNCTION_MISSING; what `check` throws.
 */
export async function openRunSession(bridge: Bridge, request: RunRequest, talk: SessionTalk): Promise<RunSession> {
  const conversation: Conversation<RunWord> = converse(
    bridge,
    { command: "run", request },
    {
      quick: { graph: talk.graph, admit: ({ sql }) => talk.admit?.(String(sql)) },
      onEvent: ({ kind }) => {
        if (kind === "waiting") talk.onWaiting();
        return kind === "waiting";
      },
    },
  );
  /** While steps are carried out nobody asks anything, and so nothing can be refused. */
  let isAsked = true;
  const cancel = async (reason: unknown): Promise<void> => {
    if (isAsked) conversation.cancel(reason);
    else bridge.kill();
    // It ends with the reason itself.
    await conversation.end().catch(() => undefined);
  };
  try {
    talk.check(await expectWord(conversation, "ready"));
  } catch (error) {
    await cancel(error);
    throw error;
  }
  conversation.answer(null);
  await expectWord(conversation, "next");
  return {
    begin(orders) {
      isAsked = false;
      conversation.answer(orders);
    },
    async told() {
      const word = await conversation.word().catch((error: unknown) => {
        isAsked = true;
        throw error;
      });
      if (word.kind === "ready" || word.kind === "next") throw unexpected(word, "committed");
      if (word.kind !== "committed" || !word.isLast) return word;
      isAsked = true;
      await expectWord(conversation, "next");
      return word;
    },
    cancel,
    async end() {
      conversation.answer(null);
      await conversation.end();
    },
  };
}

async function expectWord<Kind extends RunWord["kind"]>(
  conversation: Conversation<RunWord>,
  kind: Kind,
): Promise<Word<Kind>> {
  const word = await conversation.word();
  if (isKind(word, kind)) return word;
  throw unexpected(word, kind);
}

function unexpected({ kind }: RunWord, expected: RunWord["kind"]): Error {
  return fail("BRIDGE_PROTOCOL", `Python said "${kind}" where "${expected}" was expected`);
}

function isKind<Kind extends RunWord["kind"]>(word: RunWord, kind: Kind): word is Word<Kind> {
  return word.kind === kind;
}
