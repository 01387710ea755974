import { fail } from "./errors.ts";

/** A moment as a clock on a wall shows it; month and day are 1-based. */
export interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Offset from UTC such as `+01:00`; absent for local time, which Alembic too writes without one. */
  readonly offset?: string;
}

/** Returns what a clock shows at `date`, in this IANA time zone or, without one, in the system's. Errors: REVISION_FILE_TIMEZONE. */
export function wallClock(date: Date, timezone: string | undefined): WallClock {
  const format = dateFormat(timezone);
  const parts = new Map(format.formatToParts(date).map((part) => [part.type, part.value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const clock = {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    hour: number("hour"),
    minute: number("minute"),
    second: number("second"),
  };
  if (timezone === undefined) return clock;
  const offset = (parts.get("timeZoneName") ?? "GMT").replace("GMT", "");
  return { ...clock, offset: offset === "" ? "+00:00" : offset };
}

/** The creation date as it stands in a revision file: `2026-11-22 18:05:09`, with the offset if a time zone is configured. */
export function createDateText(date: Date, timezone: string | undefined): string {
  const { year, month, day, hour, minute, second, offset = "" } = wallClock(date, timezone);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}${offset}`;
}

/** The zone is tried as written and then in upper case, as Alembic does (`utc`). */
function dateFormat(timezone: string | undefined): Intl.DateTimeFormat {
  const names = timezone === undefined ? [undefined] : [timezone, timezone.toUpperCase()];
  for (const timeZone of names) {
    try {
      return new Intl.DateTimeFormat("en-US", {
        ...(timeZone === undefined ? {} : { timeZone }),
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
        timeZoneName: "longOffset",
      });
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
    }
  }
  throw fail("REVISION_FILE_TIMEZONE", `time zone "${timezone}" is unknown`, { details: { timezone } });
}
