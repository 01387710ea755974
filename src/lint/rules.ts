import type { Rule } from "./rule.ts";
import { checkBlocks } from "./rules/check-blocks.ts";
import { concurrentIndexIfNotExists } from "./rules/concurrent-index-if-not-exists.ts";
import { dataLoss } from "./rules/data-loss.ts";
import { downgradeIncomplete } from "./rules/downgrade-incomplete.ts";
import { dropIndexBlocks } from "./rules/drop-index-blocks.ts";
import { dropTableTakesRows } from "./rules/drop-table-takes-rows.ts";
import { enumValueInTransaction } from "./rules/enum-value-in-transaction.ts";
import { foreignKeyBlocks } from "./rules/foreign-key-blocks.ts";
import { foreignKeyWithoutIndex } from "./rules/foreign-key-without-index.ts";
import { idleSuppression } from "./rules/idle-suppression.ts";
import { indexBlocksWrites } from "./rules/index-blocks-writes.ts";
import { neverValidated } from "./rules/never-validated.ts";
import { newColumnRewritesTable } from "./rules/new-column-rewrites-table.ts";
import { noDowngrade } from "./rules/no-downgrade.ts";
import { noLockTimeout } from "./rules/no-lock-timeout.ts";
import { notInTransaction } from "./rules/not-in-transaction.ts";
import { notNullBlocks } from "./rules/not-null-blocks.ts";
import { notNullPromised } from "./rules/not-null-promised.ts";
import { notNullWithoutDefault } from "./rules/not-null-without-default.ts";
import { primaryKeyBlocks } from "./rules/primary-key-blocks.ts";
import { renameAsDropAndAdd } from "./rules/rename-as-drop-and-add.ts";
import { renameBreaksApplication } from "./rules/rename-breaks-application.ts";
import { rowsWrittenUnderLock } from "./rules/rows-written-under-lock.ts";
import { serverRefuses } from "./rules/server-refuses.ts";
import { setNullOnNotNull } from "./rules/set-null-on-not-null.ts";
import { severalTablesLocked } from "./rules/several-tables-locked.ts";
import { statementBlocks } from "./rules/statement-blocks.ts";
import { tableRebuild } from "./rules/table-rebuild.ts";
import { typeChangeBlocks } from "./rules/type-change-blocks.ts";
import { typeChangeRewritesTable } from "./rules/type-change-rewrites-table.ts";
import { unbatchedWrite } from "./rules/unbatched-write.ts";
import { unclassifiedSql } from "./rules/unclassified-sql.ts";
import { uniqueBlocks } from "./rules/unique-blocks.ts";
import { validateInSameTransaction } from "./rules/validate-in-same-transaction.ts";

/** Every rule, in the order of the docs. */
export const rules: readonly Rule[] = [
  serverRefuses,
  notInTransaction,
  enumValueInTransaction,
  indexBlocksWrites,
  dropIndexBlocks,
  foreignKeyBlocks,
  checkBlocks,
  notNullBlocks,
  uniqueBlocks,
  primaryKeyBlocks,
  newColumnRewritesTable,
  typeChangeRewritesTable,
  typeChangeBlocks,
  statementBlocks,
  tableRebuild,
  validateInSameTransaction,
  rowsWrittenUnderLock,
  severalTablesLocked,
  noLockTimeout,
  notNullWithoutDefault,
  notNullPromised,
  dataLoss,
  unbatchedWrite,
  dropTableTakesRows,
  renameBreaksApplication,
  renameAsDropAndAdd,
  foreignKeyWithoutIndex,
  setNullOnNotNull,
  concurrentIndexIfNotExists,
  neverValidated,
  noDowngrade,
  downgradeIncomplete,
  unclassifiedSql,
  idleSuppression,
];
