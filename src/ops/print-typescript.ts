import { type Code, namesUsed } from "./code.ts";
import { layOut } from "./code-layout.ts";
import type { Op, OpKind, OpOf } from "./op.ts";
import { objectPrinters } from "./print-object-ops.ts";
import { ownTypePrinters } from "./print-own-type-ops.ts";
import { partitionPrinters } from "./print-partition-ops.ts";
import { policyPrinters } from "./print-policy-ops.ts";
import { tablePrinters } from "./print-table-ops.ts";

/** Operations as the body of a TypeScript function. */
export interface PrintedOps {
  /** A line, or several, for each operation, indented by two spaces, without a newline at the end; empty for no operations. */
  readonly body: string;
  /** Names that the body takes from the package, sorted. */
  readonly imports: readonly string[];
}

/**
 * Operations as the calls that a person would write, laid out as a formatter leaves them. Recorded again, they are the same
 * operations. Errors: OP_NOT_PRINTABLE for `run`, the function of which has no text.
 */
export function printOps(ops: readonly Op[]): PrintedOps {
  const codes = ops.map(codeOf);
  const imports = [...new Set(codes.flatMap(namesUsed))].sort();
  return { body: codes.map((code) => layOut(code, 2)).join("\n"), imports };
}

type Printers = { readonly [K in OpKind]: (op: OpOf<K>) => Code };

const printers: Printers = {
  ...{ ...tablePrinters, ...partitionPrinters, ...policyPrinters, ...objectPrinters, ...ownTypePrinters },
};

/** The one place that pairs an operation with the printer of its kind. */
function codeOf(op: Op): Code {
  const print = printers[op.kind] as (op: Op) => Code;
  return print(op);
}
