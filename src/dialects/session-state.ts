/** What statements of raw SQL leave in a session, which ends with it: settings, variables, temporary tables. */
export interface SessionState {
  /** What a statement leaves, or takes away; undefined for nothing. Pure. */
  leftBy(sql: string): LeftInSession | undefined;
  /** Those of the names, as `leftBy` spells them, on whose values the statement depends. Pure. */
  used(sql: string, names: ReadonlySet<string>): readonly string[];
}

export interface LeftInSession {
  /** What it is, in a spelling by which it is found again; one that every statement uses is `*`. */
  readonly names: readonly string[];
  /**
   * `again`: the same statement makes the same of it in another session. `once`: only then, for it depended on the data, the moment or the
   * session. `perhaps`: as `once`, or it stays what it was. `gone`: it is there no more.
   */
  readonly how: "again" | "once" | "perhaps" | "gone";
}
