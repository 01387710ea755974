import type { Bridge } from "./bridge.ts";
import { type Conversation, converse } from "./conversation.ts";
import { fail } from "./errors.ts";
import type { PythonHeader, RunQuestion, RunRequest, StepOrders } from "./run-commands.ts";

/** One run of env.py, in which revisions in Python are carried out one by one. */
export interface RunSession {
  /**
   * Begins the step's transaction as the only writer, runs its function, and writes the version table.
   * Errors: BRIDGE_LOCK_TIMEOUT, BRIDGE_OVERTAKEN, BRIDGE_CODE_FAILED, BRIDGE_ROWS_DANGLE.
   */
  readonly apply: (orders: StepOrders, talk: StepTalk) => Promise<Question<"applied">>;
  /** Commits the step, with these statements before. */
  readonly commit: (execute: readonly string[]) => Promise<void>;
  /** Undoes the transaction that is open, and ends. */
  readonly cancel: (reason: unknown) => Promise<void>;
  /** Lets env.py come to its end. Errors: BRIDGE_CODE_FAILED. */
  readonly end: () => Promise<void>;
}

/** What is told while a step runs. */
export interface StepTalk {
  /** Its function begins; with the answer to `whoami`. */
  readonly onBegun: (session?: string) => void;
  /** Its function has executed a first statement that isn't only a question; told where a transaction doesn't hold changes of the schema. */
  readonly onChanged: () => void;
}

/** What a session needs to know from its caller. */
export interface SessionTalk {
  /** The whole graph; asked for only if something looks at it. */
  readonly graph: () => readonly PythonHeader[];
  /** Another process has the lock. */
  readonly onWaiting: () => void;
  /** Looks at what env.py has connected to; what it throws ends the session before anything was done. */
  readonly check: (environment: Question<"ready">) => void;
}

type Question<Kind extends RunQuestion["kind"]> = Extract<RunQuestion, { readonly kind: Kind }>;

/**
 * Starts env.py, and waits until it has connected and the files of all steps are loaded.
 * Errors: BRIDGE_CODE_FAILED, BRIDGE_ENV_*, BRIDGE_FUNCTION_MISSING; what `check` throws.
 */
export async function openRunSession(bridge: Bridge, request: RunRequest, talk: SessionTalk): Promise<RunSession> {
  let told: StepTalk = { onBegun: () => undefined, onChanged: () => undefined };
  const conversation: Conversation<RunQuestion> = converse(
    bridge,
    { command: "run", request },
    {
      quick: { graph: talk.graph },
      onEvent: ({ kind, session }) => {
        if (kind === "waiting") talk.onWaiting();
        if (kind === "begun") told.onBegun(typeof session === "string" ? session : undefined);
        if (kind === "changed") told.onChanged();
      },
    },
  );
  const cancel = async (reason: unknown): Promise<void> => {
    conversation.refuse(reason);
    // It ends with the reason itself.
    await conversation.end().catch(() => undefined);
  };
  try {
    talk.check(await expectQuestion(conversation, "ready"));
  } catch (error) {
    await cancel(error);
    throw error;
  }
  conversation.answer(null);
  await expectQuestion(conversation, "next");
  return {
    apply(orders, talk) {
      told = talk;
      conversation.answer(orders);
      return expectQuestion(conversation, "applied");
    },
    async commit(execute) {
      conversation.answer(execute);
      await expectQuestion(conversation, "next");
    },
    cancel,
    async end() {
      conversation.answer(null);
      await conversation.end();
    },
  };
}

async function expectQuestion<Kind extends RunQuestion["kind"]>(
  conversation: Conversation<RunQuestion>,
  kind: Kind,
): Promise<Question<Kind>> {
  const question = await conversation.question();
  if (isKind(question, kind)) return question;
  throw fail("BRIDGE_PROTOCOL", `Python asked "${question.kind}" where "${kind}" was expected`);
}

function isKind<Kind extends RunQuestion["kind"]>(question: RunQuestion, kind: Kind): question is Question<Kind> {
  return question.kind === kind;
}
