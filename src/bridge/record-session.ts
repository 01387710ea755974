import type { Bridge } from "./bridge.ts";
import { type Conversation, converse } from "./conversation.ts";
import { fail } from "./errors.ts";
import { pythonError } from "./frame.ts";
import type {
  OfflineRequest,
  PythonHeader,
  PythonStep,
  RecordedStep,
  RecordWord,
  SchemaQuestion,
} from "./run-commands.ts";

/** One run of env.py, offline, in which revisions in Python are recorded one by one. */
export interface RecordSession {
  /**
   * What the step's function does; `schema` answers what is asked meanwhile. One that is `first` comes before those that wait. Errors: BRIDGE_*:
   * those of env.py are thrown for each step.
   */
  readonly record: (
    step: PythonStep,
    schema: (question: SchemaQuestion) => Promise<readonly string[]>,
    place?: "first",
  ) => Promise<RecordedStep>;
}

/** A step that waits to be recorded. */
interface Order {
  readonly step: PythonStep;
  readonly schema: (question: SchemaQuestion) => Promise<readonly string[]>;
  readonly resolve: (recorded: RecordedStep) => void;
  readonly reject: (reason: unknown) => void;
  /** Why the schema isn't told. */
  refused?: { readonly reason: unknown };
}

/** So many steps are handed out at once: asking for each takes longer than recording it, and one that comes first waits for them. */
const BUNCH = 16;

/** Starts env.py. It ends with the process. */
export function openRecordSession(
  bridge: Bridge,
  request: OfflineRequest,
  graph: () => readonly PythonHeader[],
): RecordSession {
  const conversation: Conversation<RecordWord> = converse(bridge, { command: "record", request }, { quick: { graph } });
  const waiting: Order[] = [];
  let handedOut: Order[] = [];
  let wake = (): void => undefined;
  const hear = async (): Promise<never> => {
    for (;;) {
      const word = await conversation.word();
      if (word.kind === "next") {
        while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        handedOut = waiting.splice(0, BUNCH);
        conversation.answer(handedOut.map(({ step }) => step));
      } else {
        const [order] = handedOut;
        if (order === undefined)
          throw fail("BRIDGE_PROTOCOL", `Python said "${word.kind}" of a step that it wasn't given`);
        if (word.kind === "schema") await answer(conversation, word, order);
        else settle(handedOut.shift() ?? order, word.said);
      }
    }
  };
  const over = hear();
  over.catch((reason: unknown) => {
    for (const order of [...handedOut, ...waiting]) order.reject(reason);
  });
  return {
    record: (step, schema, place) =>
      Promise.race([
        over,
        new Promise<RecordedStep>((resolve, reject) => {
          const order = { step, schema, resolve, reject };
          if (place === "first") waiting.unshift(order);
          else waiting.push(order);
          wake();
        }),
      ]),
  };
}

async function answer(conversation: Conversation<RecordWord>, question: SchemaQuestion, order: Order): Promise<void> {
  try {
    conversation.answer(await order.schema(question));
  } catch (reason) {
    order.refused = { reason };
    conversation.refuse(reason);
  }
}

function settle({ refused, resolve, reject }: Order, said: Extract<RecordWord, { kind: "recorded" }>["said"]): void {
  if (refused !== undefined) reject(refused.reason);
  else if ("error" in said) reject(pythonError(said.error));
  else resolve(said);
}
