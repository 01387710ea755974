import { applyOps } from "../../ops/behaviours.ts";
import type { Dialect } from "../contract.ts";
import { withMergedKeys } from "../merged-keys.ts";
import { convertsValues } from "./affinity.ts";
import { classify } from "./classify.ts";
import { columnNames } from "./column-names.ts";
import { guest } from "./guest.ts";
import { inspect } from "./inspect.ts";
import { names } from "./names.ts";
import { normalise } from "./normalise.ts";
import { offline } from "./offline.ts";
import { plan } from "./plan.ts";
import { python } from "./python.ts";
import { literal, quoteName, quoteObject } from "./quote.ts";
import { readCopy } from "./read-copy.ts";
import { readOps } from "./read-ops.ts";
import { rowEstimates } from "./row-estimates.ts";
import { withoutShell } from "./shell-lines.ts";
import { split } from "./split.ts";
import { begin, commit, limits, rollback } from "./transaction.ts";
import { parseType, renderType } from "./types.ts";
import { target } from "./url.ts";
import { bytes, valueSpace } from "./value-spaces.ts";

/** SQLite 3.37 and later. The code that loads a driver is imported when a database is opened. */
export const sqlite: Dialect = {
  ...names,
  title: "SQLite",
  traits: {
    transactionalDdl: true,
    namespaces: false,
    comments: false,
    columnPosition: true,
    keepsLongTexts: true,
    forwardReferences: true,
  },
  newest: { version: "3.53.0" },
  target,
  connect: async (place, options) => (await import("./connect.ts")).connect(place, options),
  scratch: async (_near, options) =>
    options?.shared === true
      ? (await import("./scratch-file.ts")).scratchFile()
      : (await import("./connect.ts")).scratch(),
  inspect,
  rowEstimates,
  home: async () => "main",
  dump: async () => (await import("./dump.ts")).dump,
  columnNames,
  normalise,
  asKept: withMergedKeys,
  convertsValues,
  plan,
  resolve: (ops, before) => ({ ops, after: applyOps(before, ops) }),
  split,
  withoutShell,
  classify,
  readOps,
  readCopy,
  readType: parseType,
  writeType: renderType,
  quoteName,
  quoteObject,
  literal,
  bytes,
  valueSpace,
  begin,
  limits,
  commit,
  rollback,
  offline,
  python,
  guest,
};
