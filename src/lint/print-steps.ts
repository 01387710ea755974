import { isLimbeckError } from "../base/error.ts";
import type { Op } from "../ops/op.ts";
import { printPython } from "../ops/print-python.ts";
import { printOps } from "../ops/print-typescript.ts";
import type { Schema } from "../schema/schema.ts";
import type { Hit } from "./finding.ts";
import type { LintedStep } from "./rule.ts";

/** What corrected steps are printed for. */
export interface Printing {
  readonly step: Pick<LintedStep, "dialect" | "server" | "format">;
  /** The schema before the statement that they take the place of. */
  readonly before: Schema | undefined;
}

/**
 * The corrected steps of a hit in the language of the file, without indentation; undefined where it has none, or has such as the dialect
 * can't carry out on this server.
 */
export function printCode({ ops, sql }: Pick<Hit, "ops" | "sql">, printing: Printing): string | undefined {
  const written = sql?.map((each) => `${each};`).join("\n");
  if (ops === undefined || printing.before === undefined) return written;
  try {
    return printOpsFor(ops, printing.before, printing.step);
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return written;
  }
}

function printOpsFor(ops: readonly Op[], before: Schema, { dialect, server, format }: Printing["step"]): string {
  const plan = (part: readonly Op[], schema: Schema) =>
    dialect.plan(part, schema, server).filter(({ check, forChecks }) => check === undefined && forChecks !== true);
  const statements = plan(ops, before);
  if (format === "ts") return printOps(ops).body.replaceAll(/^ {2}/gm, "");
  if (format === "py" && dialect.python !== undefined) {
    return printPython(ops, before, {
      dialect: dialect.python,
      statements: (part, schema) =>
        plan(part, schema).map(({ sql, facts }) => ({
          sql,
          transactional: facts.transactional || !dialect.traits.transactionalDdl,
        })),
    }).body;
  }
  return statements.map(({ sql }) => `${sql};`).join("\n");
}
