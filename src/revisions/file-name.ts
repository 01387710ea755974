import { randomBytes } from "node:crypto";
import { didYouMean } from "../base/nearest.ts";
import { wallClock } from "./create-date.ts";
import { fail } from "./errors.ts";
import { isRevisionFile } from "./list-files.ts";
import type { RevisionFormat } from "./revision.ts";
import { checkNewRevisionId } from "./revision-id.ts";

/** Returns a new random revision id: 12 hex digits, as Alembic's. */
export function newRevisionId(): string {
  return randomBytes(6).toString("hex");
}

/** Alembic's default, and Limbeck's. */
export const DEFAULT_FILE_TEMPLATE = "%(rev)s_%(slug)s";

/** What a file name is made of. */
export interface FileNameValues {
  /** The revision's id. */
  readonly rev: string;
  readonly message: string;
  /** When the revision is made. */
  readonly date: Date;
  /** IANA time zone of the date's parts; the system's without it. */
  readonly timezone?: string;
  /** Its extension. */
  readonly format: RevisionFormat;
  /** Characters that the slug may have before it is cut at a word; 40 without it. */
  readonly truncateSlugLength?: number;
}

/**
 * Returns the file name of a new revision, relative to its version location, `/` between directories, with the extension.
 * The template has Alembic's tokens in Python's form: `%(rev)s`, `%(slug)s`, `%(epoch)s`, `%(year)d`, `%(month).2d`, `%(day).2d`,
 * `%(hour).2d`, `%(minute).2d`, `%(second).2d`, and `%%` for a percent sign.
 * Errors: REVISION_FILE_TEMPLATE, REVISION_FILE_ID_INVALID, REVISION_FILE_TIMEZONE.
 */
export function revisionFileName(template: string, values: FileNameValues): string {
  checkNewRevisionId(values.rev);
  const { offset: _, ...clock } = wallClock(values.date, values.timezone);
  const tokens: Readonly<Record<string, string | number>> = {
    rev: values.rev,
    slug: slugOf(values.message, values.truncateSlugLength ?? 40),
    epoch: Math.floor(values.date.getTime() / 1000),
    ...clock,
  };
  const name = template.replaceAll(
    /%(?:%|\((\w*)\)(-?)(0?)(\d*)(?:\.(\d+))?([a-z])|)/gi,
    (token, word?: string, ...rest) => {
      if (token === "%%") return "%";
      if (word === undefined) throw templateError(template, 'has a "%" that begins no token; a percent sign is "%%"');
      const value = Object.hasOwn(tokens, word) ? tokens[word] : undefined;
      if (value === undefined) {
        throw templateError(template, `has the unknown token "${token}"${didYouMean(word, Object.keys(tokens))}`);
      }
      const [left, zero, width, precision = "", type] = rest.map((part) =>
        typeof part === "string" ? part : undefined,
      );
      if (type !== "s" && (type !== "d" || typeof value === "string")) {
        throw templateError(
          template,
          `has "${token}": only ${typeof value === "string" ? "s" : "s and d"} can follow here`,
        );
      }
      const text = type === "d" ? String(value).padStart(Number(precision), "0") : cut(String(value), precision);
      if (left === "-") return text.padEnd(Number(width));
      return text.padStart(Number(width), zero === "0" && type === "d" ? "0" : " ");
    },
  );
  if (name.split("/").some((part) => part.trim() === "" || part.startsWith(".")) || /[\\:]/.test(name)) {
    throw templateError(template, `gives "${name}", which is no path inside the version location`);
  }
  const file = `${name}.${values.format}`;
  if (!isRevisionFile(file.slice(file.lastIndexOf("/") + 1))) {
    throw templateError(template, `gives "${file}", which is not read as a revision`);
  }
  return file;
}

function cut(text: string, precision: string): string {
  return precision === "" ? text : text.slice(0, Number(precision));
}

/** The words of the message, in lower case, with `_` between; beyond `limit` cut back to a whole word and ended with `_`, as Alembic does. */
function slugOf(message: string, limit: number): string {
  const slug = (message.match(/[\p{L}\p{N}_]+/gu) ?? []).join("_").toLowerCase();
  const characters = [...slug];
  if (characters.length <= limit) return slug;
  const head = characters.slice(0, limit).join("");
  const end = head.lastIndexOf("_");
  return `${end === -1 ? head : head.slice(0, end)}_`;
}

function templateError(template: string, what: string): Error {
  return fail("REVISION_FILE_TEMPLATE", `the file name template "${template}" ${what}`, { details: { template } });
}
