/** What a room says about one of its errors: the source of `limbeck explain CODE` and of the error pages. */
export interface ErrorPage {
  /** One line: what went wrong, in general terms. */
  readonly title: string;
  /** When it happens and why Limbeck refuses rather than goes on. */
  readonly why: string;
  /** What to do next, with a command where there is one. */
  readonly fix: string;
  /** Exit code of the command line: 2 usage, 3 failure, 4 lock or history conflict. */
  readonly exit: 2 | 3 | 4;
}

/** What one occurrence of an error adds to its page. */
export interface ErrorDetails {
  /** What to do next, here and now: overrides the page's `fix` in the message. */
  readonly hint?: string;
  /** JSON-safe facts for `--json`: names, paths, ids. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error that this one wraps. */
  readonly cause?: unknown;
}

/** The one error that Limbeck throws: a stable code, what happened to which object, and what to do next. */
export class LimbeckError extends Error {
  override readonly name = "LimbeckError";
  readonly code: string;
  readonly exit: number;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, page: ErrorPage, message: string, more: ErrorDetails) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.exit = page.exit;
    this.hint = more.hint ?? page.fix;
    this.details = more.details ?? {};
  }
}

/** A room's errors: their pages, and `fail`, which makes (and does not throw) one of them. */
export interface ErrorTable<Code extends string> {
  readonly pages: Readonly<Record<Code, ErrorPage>>;
  readonly fail: (code: Code, message: string, more?: ErrorDetails) => LimbeckError;
}

/** Returns the error table of a room; used as `throw fail("ROOM_WHAT", "…")`. */
export function errorTable<Code extends string>(pages: Readonly<Record<Code, ErrorPage>>): ErrorTable<Code> {
  return { pages, fail: (code, message, more = {}) => new LimbeckError(code, pages[code], message, more) };
}

/** True when `error` is Limbeck's own, with this code if one is given. */
export function isLimbeckError(error: unknown, code?: string): error is LimbeckError {
  return error instanceof LimbeckError && (code === undefined || error.code === code);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
