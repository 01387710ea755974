import { fail } from "./errors.ts";

/** Words that are targets on the command line, and `none`, which is how an SQL header says that there is no parent. */
const RESERVED: ReadonlySet<string> = new Set(["base", "current", "head", "heads", "none"]);

const MAXIMUM_LENGTH = 255;

/**
 * Says what is wrong with an id in an existing file, as the end of a sentence; undefined when nothing is.
 * The four characters are those that Alembic refuses, for they have a meaning in targets (`label@head`, `head-1`, `a:b`).
 */
export function revisionIdProblem(id: string): string | undefined {
  if (id.trim() === "") return "is empty";
  const character = /[@:+-]/.exec(id)?.[0];
  if (character !== undefined) return `has the character "${character}", which it can't have`;
  return undefined;
}

/** Refuses an id that a new revision can't have. Stricter than for existing files. Errors: REVISION_FILE_ID_INVALID. */
export function checkNewRevisionId(id: string): void {
  checkNewName("revision id", id, /[^\p{L}\p{N}_.]/u);
}

/** Refuses a branch label that a new revision can't have; unlike an id it may have a `-`. Errors: REVISION_FILE_ID_INVALID. */
export function checkNewLabel(label: string): void {
  checkNewName("branch label", label, /[^\p{L}\p{N}_.-]/u);
}

function checkNewName(what: string, name: string, forbidden: RegExp): void {
  const problem = newNameProblem(name, forbidden);
  if (problem !== undefined) {
    throw fail("REVISION_FILE_ID_INVALID", `${what} "${name}" ${problem}`, { details: { name } });
  }
}

function newNameProblem(name: string, forbidden: RegExp): string | undefined {
  if (name === "") return "is empty";
  if (name.length > MAXIMUM_LENGTH) return `is longer than ${MAXIMUM_LENGTH} characters`;
  if (RESERVED.has(name.toLowerCase())) return "is a word that targets use";
  const character = forbidden.exec(name)?.[0];
  if (character !== undefined) return `has the character "${character}", which it can't have`;
  if (/^[.-]/.test(name)) return `begins with "${name.charAt(0)}"`;
  return undefined;
}
