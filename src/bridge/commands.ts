import type { ModelCommands } from "./model-commands.ts";
import type { RunCommands } from "./run-commands.ts";
import type { WriteCommands } from "./write-commands.ts";

/**
 * Every command of the Python side by its name in the table of `limbeck_bridge.py`, with what it takes and gives back, which is JSON.
 * A family of commands has an interface and a file of its own.
 */
export interface BridgeCommands extends ModelCommands, RunCommands, WriteCommands {
  readonly hello: { readonly request: HelloRequest; readonly reply: Hello };
}

export interface HelloRequest {
  /** Without these it carries out no other command. `name` is a key of the reply, and `oldest` has two numbers. */
  readonly needs?: readonly { readonly name: string; readonly title: string; readonly oldest: string }[];
}

/** What the interpreter has. */
export interface Hello {
  /** `3.11.7` */
  readonly python: string;
  /** Absolute path of the interpreter, as it says itself. */
  readonly executable: string;
  /** Version of SQLAlchemy; absent where it isn't installed. */
  readonly sqlalchemy?: string;
  /** Version of Alembic; absent where it isn't installed. */
  readonly alembic?: string;
  /** What it lacks of what it needs: `has no Alembic`; absent where it lacks nothing. */
  readonly lacks?: string;
}
