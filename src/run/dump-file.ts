import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, constants, mkdir, open, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../base/error.ts";
import { fail } from "./errors.ts";

/** A file with the rows of a table. */
export interface DumpFile {
  /** Absolute, on the machine that wrote it. */
  readonly path: string;
  /** SHA-256 of what is in it, as hexadecimal digits. */
  readonly checksum: string;
}

/** Makes the directory of dumps, which git passes over, and sees that files can be made there. Errors: BACKUP_DIRECTORY. */
export async function readyDirectory(directory: string): Promise<void> {
  try {
    const made = await mkdir(directory, { recursive: true, mode: 0o700 });
    if (made !== undefined) await writeFile(join(directory, ".gitignore"), "*\n");
    await access(directory, constants.W_OK);
  } catch (cause) {
    const message = `Backups are to be written to "${directory}", and no file can be made there: ${messageOf(cause)}`;
    throw fail("BACKUP_DIRECTORY", message, { cause, details: { directory } });
  }
}

/**
 * Makes a new file that only this account may read, has it written, and returns its checksum when all of it is on the disk. What fails
 * leaves no file. Errors: BACKUP_DIRECTORY; those of `write`.
 */
export async function writeDump(path: string, write: (into: Writable) => Promise<void>): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path, "wx", 0o600).catch((cause: unknown) => {
    throw fail("BACKUP_DIRECTORY", `The file of a backup can't be made: ${messageOf(cause)}`, {
      cause,
      details: { path },
    });
  });
  try {
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    // `flush`: on the disk before anything is dropped.
    const kept = pipeline(hashing, file.createWriteStream({ flush: true }));
    await Promise.all([write(hashing), kept]);
    return hash.digest("hex");
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * Where the file of a backup is: at its path, or under its name in `directory`, where the project has been moved. Read to its end first, for
 * what it holds is put into the database. Errors: BACKUP_FILE_MISSING, BACKUP_FILE_CHANGED.
 */
export async function soundDump(
  id: number,
  { path, checksum }: DumpFile,
  directory: string | undefined,
): Promise<string> {
  const paths = [path, ...(directory === undefined ? [] : [join(directory, basename(path))])];
  for (const each of new Set(paths)) {
    const found = await checksumOf(each);
    if (found === undefined) continue;
    if (found === checksum) return each;
    const message = `The file of backup ${id} isn't what was written: "${each}" has another checksum`;
    throw fail("BACKUP_FILE_CHANGED", message, { details: { id, path: each, expected: checksum, found } });
  }
  const message = `The file of backup ${id} isn't here: "${path}"`;
  throw fail("BACKUP_FILE_MISSING", message, { details: { id, path } });
}

/** Undefined where there is no such file. */
async function checksumOf(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return hash.digest("hex");
}
