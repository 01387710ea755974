import type { ColumnType } from "../../schema/types.ts";

/**
 * True when the server rounds or cuts values at a change of type without an error, though the session is strict: digits behind the point,
 * fractions of a second, the day or the time of a moment. Everything else that doesn't fit is an error of the statement.
 * Measured on MySQL 9.7 and MariaDB 10.11.
 */
export function rounds(from: ColumnType, to: ColumnType): boolean {
  const next = numberOf(to);
  const old = numberOf(from) ?? (next === undefined ? undefined : momentAsNumber(from));
  if (old !== undefined && next !== undefined) {
    if (next.approximate === undefined) return old.approximate !== undefined || (old.scale ?? 0) > (next.scale ?? 0);
    return (old.approximate ?? old.digits ?? 0) > next.approximate;
  }
  if (isText(from)) return next !== undefined && next.approximate === undefined;
  if (from.kind === "time") return to.kind !== "time" ? false : fraction(from) > fraction(to);
  if (!isMoment(from)) return false;
  return to.kind === "date" || to.kind === "time" || (isMoment(to) && fraction(from) > fraction(to));
}

interface NumberForm {
  /** Digits that an approximate number keeps for sure. */
  readonly approximate?: number;
  readonly digits?: number;
  readonly scale?: number;
}

const DIGITS = { tinyint: 3, smallint: 5, mediumint: 8, integer: 10, bigint: 19 } as const;

function numberOf(type: ColumnType): NumberForm | undefined {
  switch (type.kind) {
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "integer":
    case "bigint":
      return { digits: DIGITS[type.kind] };
    case "numeric":
      return { digits: type.precision ?? 10, scale: type.scale ?? 0 };
    case "float":
      return { approximate: (type.precision ?? 0) > 24 ? 15 : 6 };
    case "real":
    case "double":
      return { approximate: 15 };
    default:
      return undefined;
  }
}

/** A moment becomes the number of its digits, from the year to the fraction of a second. */
function momentAsNumber(type: ColumnType): NumberForm | undefined {
  if (type.kind === "date") return { digits: 8 };
  const scale = fraction(type);
  if (type.kind === "time") return { digits: 7 + scale, scale };
  return isMoment(type) ? { digits: 14 + scale, scale } : undefined;
}

function isText({ kind }: ColumnType): boolean {
  return kind === "char" || kind === "varchar" || kind === "text";
}

function isMoment({ kind }: ColumnType): boolean {
  return kind === "datetime" || kind === "timestamp";
}

function fraction(type: ColumnType): number {
  return "precision" in type ? (type.precision ?? 0) : 0;
}
