import type { SessionWish } from "./connection.ts";

/** What stands around the statements of a script for the server's own shell. */
export interface OfflineFrame {
  /** First lines of a whole script. */
  readonly header: readonly string[];
  readonly begin: readonly string[];
  readonly commit: readonly string[];
  readonly footer: readonly string[];
  /** Lines behind the header, by which the script is run as whom and where a session of Limbeck's would. Absent where there is no such wish. */
  session?(wish: SessionWish): readonly string[];
  /** A statement of which the shell would take a part for the whole, as lines that it takes as one; undefined where a semicolon behind it does. */
  statement?(sql: string): readonly string[] | undefined;
  /** A check as a statement that stops the script when it finds something. */
  check(sql: string, message: string): readonly string[];
}
