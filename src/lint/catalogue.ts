import { emptySchema, type Schema } from "../schema/schema.ts";

/** What is known of a schema. */
export interface Catalogue {
  readonly schema: Schema;
  /** False where something may be missing in it, or be otherwise: nobody was asked, or SQL was passed that only the server understands. */
  readonly isWhole: boolean;
}

/** Where nobody was asked. */
export const unknownCatalogue: Catalogue = { schema: emptySchema, isWhole: false };
/** A database without anything. */
export const emptyCatalogue: Catalogue = { schema: emptySchema, isWhole: true };
