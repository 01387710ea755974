import type { Bridge } from "./bridge.ts";
import { type Conversation, converse } from "./conversation.ts";
import { fail } from "./errors.ts";
import { pythonError } from "./frame.ts";
import type {
  OfflineRequest,
  PythonHeader,
  PythonStep,
  RecordedStep,
  RecordQuestion,
  SchemaQuestion,
} from "./run-commands.ts";

/** One run of env.py, offline, in which revisions in Python are recorded one by one. */
export interface RecordSession {
  /**
   * What the step's function does; `schema` answers what is asked meanwhile. Errors: BRIDGE_*: those of env.py are thrown for
   * each step.
   */
  readonly record: (
    step: PythonStep,
    schema: (question: SchemaQuestion) => Promise<readonly string[]>,
  ) => Promise<RecordedStep>;
}

/** Starts env.py when the first step is to be recorded. It ends with the process. */
export function openRecordSession(
  bridge: Bridge,
  request: OfflineRequest,
  graph: () => readonly PythonHeader[],
): RecordSession {
  const conversation: Conversation<RecordQuestion> = converse(
    bridge,
    { command: "record", request },
    { quick: { graph } },
  );
  const ready = conversation.word();
  ready.catch(() => undefined);
  return {
    async record(step, schema) {
      await ready;
      conversation.answer(step);
      let question = await conversation.word();
      let refused: { readonly reason: unknown } | undefined;
      for (; question.kind === "schema"; question = await conversation.word()) {
        try {
          conversation.answer(await schema(question));
        } catch (reason) {
          refused = { reason };
          conversation.refuse(reason);
        }
      }
      if (refused !== undefined) throw refused.reason;
      const { said } = question;
      if (said !== null && "error" in said) throw pythonError(said.error);
      if (said === null) throw fail("BRIDGE_PROTOCOL", `Python asked for a step before it told of "${step.revision}"`);
      return said;
    },
  };
}
