import type { Schema } from "../schema/schema.ts";
import { type Mentions, mentionsOf } from "./mentions.ts";

/** What `sidesOf` is made of. */
interface SidesOptions {
  readonly have: Schema;
  readonly want: Schema;
  /** True where nothing holds on to what it needs: an op then waits for nothing that another one takes away or changes. */
  readonly forwardReferences: boolean;
  /** True where a foreign key holds on to all of its columns' types, and not only to their kind. */
  readonly pinsColumns: boolean;
}

/** What is known of both schemas. */
export interface Sides {
  readonly have: Mentions;
  readonly want: Mentions;
  readonly forwardReferences: boolean;
  readonly pinsColumns: boolean;
}

/** Reads the texts of both schemas. */
export function sidesOf({ have, want, ...servers }: SidesOptions): Sides {
  return { have: mentionsOf(have), want: mentionsOf(want), ...servers };
}
