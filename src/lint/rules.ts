import type { Rule } from "./rule.ts";
import { checkBlocks } from "./rules/check-blocks.ts";
import { foreignKeyBlocks } from "./rules/foreign-key-blocks.ts";
import { idleSuppression } from "./rules/idle-suppression.ts";
import { indexBlocksWrites } from "./rules/index-blocks-writes.ts";
import { newColumnRewritesTable } from "./rules/new-column-rewrites-table.ts";
import { noDowngrade } from "./rules/no-downgrade.ts";
import { notNullBlocks } from "./rules/not-null-blocks.ts";
import { primaryKeyBlocks } from "./rules/primary-key-blocks.ts";
import { serverRefuses } from "./rules/server-refuses.ts";
import { typeChangeRewritesTable } from "./rules/type-change-rewrites-table.ts";
import { uniqueBlocks } from "./rules/unique-blocks.ts";

/** Every rule, in the order of the docs. */
export const rules: readonly Rule[] = [
  serverRefuses,
  indexBlocksWrites,
  foreignKeyBlocks,
  checkBlocks,
  notNullBlocks,
  uniqueBlocks,
  primaryKeyBlocks,
  newColumnRewritesTable,
  typeChangeRewritesTable,
  noDowngrade,
  idleSuppression,
];
