import type { Dialect } from "../contract.ts";
import { withMergedKeys } from "../merged-keys.ts";
import { blockers } from "./blockers.ts";
import { classify } from "./classify.ts";
import { columnNames } from "./column-names.ts";
import { home } from "./home.ts";
import { inspect } from "./inspect.ts";
import { names } from "./names.ts";
import { normalise } from "./normalise.ts";
import { objectUses } from "./object-uses.ts";
import { offline } from "./offline.ts";
import { ownNamespace } from "./own-namespace.ts";
import { plan } from "./plan.ts";
import { python } from "./python.ts";
import { literal, quoteName, quoteObject } from "./quote.ts";
import { readOps } from "./read-ops.ts";
import { ready } from "./ready.ts";
import { recover } from "./recover.ts";
import { refuseAnyApart } from "./refuse-apart.ts";
import { resolve } from "./resolve.ts";
import { rowEstimates } from "./row-estimates.ts";
import { rowsBack } from "./rows-back.ts";
import { keepsLock } from "./runner-lock.ts";
import { named, nearForm, saferForm } from "./safer-form.ts";
import { OLDEST_MAJOR } from "./server-version.ts";
import { restore } from "./session-path.ts";
import { ownRole } from "./session-role.ts";
import { sessionState } from "./session-state.ts";
import { settle } from "./settle.ts";
import { withoutShell } from "./shell-lines.ts";
import { split } from "./split.ts";
import { mayPass } from "./statement-error.ts";
import { begin, commit, limits, rollback } from "./transaction.ts";
import { turnedBack } from "./turned-back.ts";
import { canonicalType } from "./type-synonyms.ts";
import { renderType } from "./types.ts";
import { target } from "./url.ts";
import { bytes, valueSpace } from "./value-spaces.ts";
import { watch } from "./watch.ts";

/** PostgreSQL 13 and later. The code that loads the driver is imported when a database is opened. */
export const postgres: Dialect = {
  ...names,
  title: "PostgreSQL",
  traits: {
    transactionalDdl: true,
    namespaces: true,
    comments: true,
    columnPosition: false,
    forwardReferences: false,
    constraintsAreRelations: true,
    sessions: true,
  },
  newest: { version: "18.4" },
  oldest: () => ({ version: String(OLDEST_MAJOR) }),
  target,
  connect: async (place, options) => (await import("./connect.ts")).connect(place, options),
  scratch: async (near) => (await import("./scratch.ts")).scratch(near),
  scratchFacts: async (near) => (await import("./scratch.ts")).scratchFacts(near),
  inspect,
  rowEstimates,
  home,
  objectUses,
  refreshView: (name) => `REFRESH MATERIALIZED VIEW ${quoteObject(name)}`,
  columnNames,
  normalise,
  asKept: withMergedKeys,
  normaliseAhead: (schema) => void normalise(schema),
  settle,
  ready,
  plan,
  resolve,
  named,
  saferForm,
  nearForm,
  turnedBack,
  split,
  withoutShell,
  classify,
  readOps,
  writeType: renderType,
  readType: (declared) => canonicalType({ kind: "raw", sql: declared }),
  quoteName,
  quoteObject,
  literal,
  bytes,
  valueSpace,
  begin,
  limits,
  keepsLock,
  commit,
  rollback,
  restore,
  ownRole,
  sessionState,
  recover,
  checkPlan: refuseAnyApart,
  apart: async (connection, { sql }, { onWait }) => (await import("./apart.ts")).apart(connection, sql, onWait),
  mayPass,
  blockers,
  rowsBack,
  dump: async () => (await import("./dump.ts")).dump,
  watch,
  offline,
  ownNamespace,
  python,
};
