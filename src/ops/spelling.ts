import type { Column, DefaultValue } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import type { Op } from "./op.ts";

/** What somebody may want to write otherwise than the printers do, in a revision. */
export type Spelled =
  | { readonly kind: "operation"; readonly item: Op }
  /** A column of a new table, or one that is added. */
  | { readonly kind: "column"; readonly item: Column }
  | { readonly kind: "type"; readonly item: ColumnType }
  | { readonly kind: "default"; readonly item: DefaultValue };

/** How it is written. */
export interface Spelling {
  /** In the language of the revision. */
  readonly code: string;
  /** Whole lines of imports, and names that a TypeScript revision takes from the package. */
  readonly imports: readonly string[];
}

/** Says how something is written: null leaves it out, undefined has it as usual. Types and columns can't be left out. */
export type Speller = (spelled: Spelled) => Spelling | null | undefined;
