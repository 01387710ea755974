import { given } from "../base/given.ts";
import type { Bridge, BridgeTalk } from "./bridge.ts";
import type { BridgeCommands } from "./commands.ts";
import { fail } from "./errors.ts";

/** A command that asks more than it is asked: what it wants to know is taken, and answered, one question at a time. */
export interface Conversation<Question> {
  /** The next question. Errors: what the command fails with; BRIDGE_PROTOCOL when it ends instead. */
  readonly question: () => Promise<Question>;
  /** Answers the question that was taken last. */
  readonly answer: (value: unknown) => void;
  /** Refuses to answer: the command undoes what it began, and ends with this reason. */
  readonly refuse: (reason: unknown) => void;
  /** When the command has ended. Errors: what it fails with. */
  readonly end: () => Promise<void>;
}

interface Asked<Question> {
  readonly question: Question;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Sends the command and hands out its questions; those whose kind is in `quick` are answered at once. */
export function converse<Question extends { readonly kind: string }, Name extends "run" | "record">(
  bridge: Bridge,
  { command, request }: { readonly command: Name; readonly request: BridgeCommands[Name]["request"] },
  talk: {
    readonly quick: Readonly<Record<string, () => unknown>>;
    readonly onEvent?: NonNullable<BridgeTalk["onEvent"]>;
  },
): Conversation<Question> {
  const asked: Asked<Question>[] = [];
  let wake: () => void = () => undefined;
  let taken: Asked<Question> | undefined;
  const onAsk = async (question: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const answer = talk.quick[String(question["kind"])];
    if (answer !== undefined) return answer();
    return new Promise((resolve, reject) => {
      asked.push({ question: question as unknown as Question, resolve, reject });
      wake();
    });
  };
  const call = bridge.call(command, request, { onAsk, ...given({ onEvent: talk.onEvent }) });
  const over = call.then((): never => {
    throw fail("BRIDGE_PROTOCOL", "Python ended where a question was expected");
  });
  // Whoever takes the next question learns of the failure; nobody may be waiting when it happens.
  over.catch(() => undefined);
  return {
    async question() {
      if (asked.length === 0) {
        const arrival = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([arrival, over]);
      }
      taken = asked.shift();
      return taken === undefined ? over : taken.question;
    },
    answer: (value) => taken?.resolve(value),
    refuse: (reason) => taken?.reject(reason),
    end: async () => void (await call),
  };
}
