import type { Bridge, BridgeTalk } from "./bridge.ts";
import type { BridgeCommands } from "./commands.ts";
import { fail } from "./errors.ts";

/** A command that asks more than it is asked: what it wants to know, and what it tells meanwhile, is taken one word at a time. */
export interface Conversation<Word> {
  /** The next question, or what is told. Errors: what the command fails with; BRIDGE_PROTOCOL when it ends instead. */
  readonly word: () => Promise<Word>;
  /** Answers the question that was taken last. */
  readonly answer: (value: unknown) => void;
  /** Refuses to answer it. */
  readonly refuse: (reason: unknown) => void;
  /** Refuses to answer whatever was and will be asked: the command undoes what it began, and ends with this reason. */
  readonly cancel: (reason: unknown) => void;
  /** When the command has ended. Errors: what it fails with. */
  readonly end: () => Promise<void>;
}

/** A question, or what is told, which nobody waits for to be answered. */
interface Said<Word> {
  readonly word: Word;
  readonly resolve?: (value: unknown) => void;
  readonly reject?: (reason: unknown) => void;
}

/**
 * Sends the command, and hands out its questions and events in their order, but for the questions whose kind is in `quick`, which are
 * answered at once, and the events that `onEvent` says it has taken.
 */
export function converse<Word extends { readonly kind: string }, Name extends "run" | "record">(
  bridge: Bridge,
  { command, request }: { readonly command: Name; readonly request: BridgeCommands[Name]["request"] },
  talk: {
    readonly quick: Readonly<Record<string, (question: Readonly<Record<string, unknown>>) => unknown>>;
    readonly onEvent?: (event: Readonly<Record<string, unknown>>) => boolean;
  },
): Conversation<Word> {
  const said: Said<Word>[] = [];
  let taken: Said<Word> | undefined;
  let canceled: { readonly reason: unknown } | undefined;
  let isOver = false;
  let wake: () => void = () => undefined;
  const say = (word: object, answers: Omit<Said<Word>, "word">): void => {
    said.push({ word: word as Word, ...answers });
    wake();
  };
  const onAsk = async (question: Readonly<Record<string, unknown>>): Promise<unknown> => {
    if (canceled !== undefined) throw canceled.reason;
    const answer = talk.quick[String(question["kind"])];
    if (answer !== undefined) return answer(question);
    return new Promise((resolve, reject) => say(question, { resolve, reject }));
  };
  const onEvent: BridgeTalk["onEvent"] = (event) => {
    if (talk.onEvent?.(event) !== true) say(event, {});
  };
  const call = bridge.call(command, request, { onAsk, onEvent });
  const over = call.then((): never => {
    throw fail("BRIDGE_PROTOCOL", "Python ended where a question was expected");
  });
  // Whoever takes the next word learns of the failure; nobody may be waiting when it happens.
  over.catch(() => {
    isOver = true;
    wake();
  });
  return {
    async word() {
      while (said.length === 0) {
        if (isOver) return over;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      taken = said.shift();
      return taken === undefined ? over : taken.word;
    },
    answer: (value) => taken?.resolve?.(value),
    refuse: (reason) => taken?.reject?.(reason),
    cancel: (reason) => {
      canceled = { reason };
      for (const one of taken === undefined ? said : [taken, ...said]) one.reject?.(reason);
    },
    end: async () => void (await call),
  };
}
