import { isLimbeckError } from "../../base/error.ts";
import type { Dialect } from "../contract.ts";
import { apart } from "./apart.ts";
import { asKept } from "./as-kept.ts";
import { blockers } from "./blockers.ts";
import { columnNames } from "./column-names.ts";
import { inspect } from "./inspect.ts";
import { foreignKeyIndex } from "./key-cover.ts";
import { mariadbNames, mysqlNames } from "./names.ts";
import { nearForm } from "./near-form.ts";
import { normalise } from "./normalise.ts";
import { offline } from "./offline.ts";
import { plan } from "./plan.ts";
import { pythonFor } from "./python.ts";
import { literal, quoteName, quoteObject } from "./quote.ts";
import { rawFacts } from "./raw-facts.ts";
import { readOps } from "./read-ops.ts";
import { recover } from "./recover.ts";
import { resolve } from "./resolve.ts";
import { rowEstimates } from "./row-estimates.ts";
import { rowsBack } from "./rows-back.ts";
import { keepsLock } from "./runner-lock.ts";
import { isMariadb, oldestOf } from "./server.ts";
import { restore } from "./session-modes.ts";
import { sessionState } from "./session-state.ts";
import { settle } from "./settle.ts";
import { withoutShell } from "./shell-lines.ts";
import { split } from "./split.ts";
import { begin, commit, limits, rollback } from "./transaction.ts";
import { parseType, renderType } from "./types.ts";
import { target } from "./url.ts";
import { bytes, valueSpace } from "./value-spaces.ts";
import { watch } from "./watch.ts";

/**
 * MySQL 8.0.13 and later, MariaDB 10.5 and later: which of them a server is, it says itself. The driver is loaded when a database is
 * opened.
 */
export const mysql: Dialect = {
  ...mysqlNames,
  title: "MySQL",
  traits: {
    transactionalDdl: false,
    namespaces: false,
    comments: true,
    columnPosition: true,
    forwardReferences: false,
    demands: true,
    foreignKeysPinColumns: true,
    foreignKeyIndex,
  },
  newest: { version: "9.7.0" },
  target,
  connect: async (place, options) => (await import("./connect.ts")).connect(place, options),
  scratch: async (near) => (await import("./scratch.ts")).scratch(near),
  inspect,
  rowEstimates,
  home: async ({ server }) => server.database,
  columnNames,
  normalise,
  asKept,
  settle,
  plan,
  resolve,
  nearForm,
  oldest: (near) => oldestOf(near !== undefined && isMariadb(near) ? "mariadb" : "mysql", near),
  split,
  withoutShell,
  classify: rawFacts,
  readOps,
  readType: parseType,
  writeType: renderType,
  quoteName,
  quoteObject,
  literal,
  bytes,
  valueSpace,
  unlimitedText: { kind: "text", size: "long" },
  begin,
  limits,
  keepsLock,
  commit,
  rollback,
  restore,
  sessionState,
  recover,
  apart,
  mayPass: (error) => isLimbeckError(error, "LOCK_TIMEOUT"),
  blockers,
  rowsBack,
  dump: async () => (await import("./dump.ts")).dump,
  watch,
  offline,
  python: pythonFor("mysql"),
};

/** The same by the name that MariaDB has in URLs, by which SQLAlchemy knows it as a dialect with keywords of its own. */
export const mariadb: Dialect = {
  ...mysql,
  ...mariadbNames,
  title: "MariaDB",
  newest: { version: "11.8.0-MariaDB" },
  oldest: (near) => oldestOf("mariadb", near),
  python: pythonFor("mariadb"),
};
