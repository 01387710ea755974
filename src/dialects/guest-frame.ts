/** SQL for the connection of another program, which carries out a revision as the only writer. */
export interface GuestFrame {
  /** Begins the transaction, or fails at once when somebody else writes. */
  readonly begin: string;
  /** Before `begin`: a statement never waits for a lock. After it: it waits as long as the runner does. */
  readonly waitNever: string;
  readonly waitLong: string;
  /** In a transaction: a query of one value, which is another one when another connection has changed the database since it was asked last. */
  readonly version: string;
  /** The server's words in the error of a `begin` that must be tried again. */
  readonly busy: readonly string[];
  /** Asks whether references are enforced; the first column of the only row is not 0 when they are. */
  readonly isGuarded: string;
  /** Outside of transactions: stops enforcing them, or the tables that a revision makes anew would lose rows; enforces them again. */
  readonly unguard: string;
  readonly guard: string;
  /** Finds the rows that refer to nothing: the first column is their table, the third the one that they refer to. */
  readonly faults: string;
}
