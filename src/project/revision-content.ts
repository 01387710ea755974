import type { NewRevisionRequest, RevisionBody } from "./new-revision.ts";
import type { Change } from "./results.ts";
import type { HookAnswer, HookedRevision } from "./revision-hook.ts";

/** What a new revision is to hold. */
export interface Content {
  readonly body: RevisionBody;
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
  /** What a hook of the config makes of the header. */
  readonly header?: Partial<NewRevisionRequest>;
  /** What a hook of env.py makes of it, where it was asked already. */
  readonly answer?: HookAnswer;
  /** What a hook of env.py is asked about; absent where none is. */
  readonly hooked?: HookedRevision["parts"];
}
