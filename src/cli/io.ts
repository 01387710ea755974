/** The world as the command line sees it, so that a test can stand in for the process. */
export interface Io {
  /** Results: what a pipe reads. */
  readonly out: (text: string) => void;
  /** Everything else: progress, notes, errors. */
  readonly err: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output is a terminal. */
  readonly outIsTerminal: boolean;
  /** Standard error is a terminal, so that a line may be written over. */
  readonly errIsTerminal: boolean;
  /** Width of the terminal in characters; absent where there is none. */
  readonly columns?: number;
  /** Asks a question at the terminal; absent where nobody can answer. Undefined when the person goes away (Ctrl-C, Ctrl-D). */
  readonly question?: (text: string) => Promise<string | undefined>;
  /** Aborted when the user or the system asks the process to end (Ctrl-C), which then is this signal's to do. */
  readonly interrupted: () => AbortSignal;
}
