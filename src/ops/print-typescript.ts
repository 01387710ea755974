import { type Code, namesUsed, respelled } from "./code.ts";
import { layOut } from "./code-layout.ts";
import type { Op, OpKind, OpOf } from "./op.ts";
import { joinedGroups, printJoined } from "./print-alter-table.ts";
import { objectPrinters } from "./print-object-ops.ts";
import { ownTypePrinters } from "./print-own-type-ops.ts";
import { partitionPrinters } from "./print-partition-ops.ts";
import { policyPrinters } from "./print-policy-ops.ts";
import { statisticsPrinters } from "./print-statistics-ops.ts";
import { tablePrinters } from "./print-table-ops.ts";
import type { Speller } from "./spelling.ts";

/** Operations as the body of a TypeScript function. */
export interface PrintedOps {
  /** A line, or several, for each operation, indented by two spaces, without a newline at the end; empty for no operations. */
  readonly body: string;
  /** Names that the body takes from the package, sorted; behind them what a `speller` imports. */
  readonly imports: readonly string[];
}

/**
 * Operations as the calls that a person would write, laid out as a formatter leaves them. Recorded again, they are the same
 * operations, but for what `speller` writes otherwise. Errors: OP_NOT_PRINTABLE for `run`, the function of which has no text.
 */
export function printOps(ops: readonly Op[], speller?: Speller): PrintedOps {
  const added = new Set<string>();
  const spelled = (op: Op): readonly Code[] => {
    const code: Code = { ...codeOf(op), of: { kind: "operation", item: op } };
    if (speller === undefined) return [code];
    const own = respelled(code, speller, added);
    return own === undefined ? [] : [own];
  };
  const printed = joinedGroups(ops).flatMap((group) => {
    const together = printJoined(group, spelled);
    if (together !== undefined) return [together];
    return group.flatMap(spelled).map((code) => ({ text: layOut(code, 2), imports: namesUsed(code) }));
  });
  const names = [...new Set(printed.flatMap((each) => each.imports))].sort();
  return { body: printed.map((each) => each.text).join("\n"), imports: [...names, ...added] };
}

type Printers = { readonly [K in OpKind]: (op: OpOf<K>) => Code };

const printers: Printers = {
  ...{
    ...tablePrinters,
    ...partitionPrinters,
    ...policyPrinters,
    ...statisticsPrinters,
    ...objectPrinters,
    ...ownTypePrinters,
  },
};

/** The one place that pairs an operation with the printer of its kind. */
function codeOf(op: Op): Code {
  const print = printers[op.kind] as (op: Op) => Code;
  return print(op);
}
