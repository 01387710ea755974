import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Lines that another process writes down for whoever looks: a pipe would wake this one for each, and take the time of what is told of. */
export interface Notes {
  /** Absolute path of the file that they are appended to. */
  readonly path: string;
  /** The whole lines that came since it was called last. */
  readonly read: () => readonly string[];
  readonly close: () => void;
}

/** In bytes; what is longer is read in several pieces. */
const PIECE = 16_384;

/** Undefined where no file can be made for them. */
export function openNotes(): Notes | undefined {
  const path = join(tmpdir(), `limbeck-notes-${randomBytes(8).toString("hex")}`);
  let file: number;
  try {
    file = openSync(path, "wx+", 0o600);
  } catch {
    return undefined;
  }
  const piece = Buffer.alloc(PIECE);
  let at = 0;
  let rest = Buffer.alloc(0);
  let isOpen = true;
  return {
    path,
    read: () => {
      let count = PIECE;
      const lines: string[] = [];
      while (isOpen && count === PIECE) {
        count = readSync(file, piece, 0, PIECE, at);
        at += count;
        rest = Buffer.concat([rest, piece.subarray(0, count)]);
        const end = rest.lastIndexOf("\n");
        if (end < 0) continue;
        lines.push(...rest.toString("utf8", 0, end).split("\n"));
        rest = rest.subarray(end + 1);
      }
      return lines;
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}
