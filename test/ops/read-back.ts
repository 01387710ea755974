import type { Op } from "../../src/ops/op.ts";
import { printOps } from "../../src/ops/print-typescript.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import * as columns from "../../src/schema/column-builder.ts";
import * as constraints from "../../src/schema/constraint-builders.ts";
import * as indexes from "../../src/schema/index-builder.ts";
import * as ownTypes from "../../src/schema/own-type-builders.ts";
import { sql } from "../../src/schema/sql.ts";
import * as types from "../../src/schema/type-builders.ts";

/** What `limbeck` gives to a revision, as far as printed operations use it. */
const exported: Readonly<Record<string, unknown>> = {
  ...types,
  ...columns,
  ...constraints,
  ...indexes,
  ...ownTypes,
  sql,
};

/** The operations that their printed text records, with nothing in scope but what it says it imports. */
export function readBack(ops: readonly Op[]): readonly Op[] {
  const { body, imports } = printOps(ops);
  for (const name of imports) if (!(name in exported)) throw new Error(`The package has no export "${name}".`);
  const run = new Function("op", ...imports, `"use strict";\n${body}`) as (op: Recorder, ...given: unknown[]) => void;
  return recordOps((op) => run(op, ...imports.map((name) => exported[name]))).ops;
}
