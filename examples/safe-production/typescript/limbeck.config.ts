import { defineConfig } from "limbeck";

export default defineConfig({
  url: { env: "DATABASE_URL" },
  // Who waits for the table's lock keeps all others waiting behind him: after a second he gives up, and tries again.
  statementLockTimeoutMs: 1_000,
  // The downgrade keeps what is in the column before it drops it: a value of each user.
  backupMaxRows: 10_000_000,
});
