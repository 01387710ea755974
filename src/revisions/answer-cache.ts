import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quickHash } from "../base/hash.ts";
import { locationsKey, writeCacheFile } from "./cache-file.ts";
import { type FileList, fingerprint } from "./list-files.ts";

/** What is asked of a history. The last answer to each name is kept. */
export interface Question {
  readonly name: string;
  /** All that the answer depends on beside the revision files; JSON-safe. */
  readonly about: unknown;
}

/**
 * The answer that `directory` holds to this question, given by this build of Limbeck about these files, unchanged; else what `work`
 * returns, which is kept for the next time. An answer is JSON-safe and comes from the files and the question alone.
 * Where a file is so new that a later change of it might go unseen, nothing is kept.
 */
export function answered<Answer>(files: FileList, directory: string, question: Question, work: () => Answer): Answer {
  const state = fingerprint(files);
  if (state === undefined) return work();
  const path = join(directory, `answer-${question.name}-${locationsKey(files)}.json`);
  // The name of the built file has a hash of what is in it.
  const key = `${state} ${quickHash(JSON.stringify([import.meta.url, question.about]))}`;
  const kept = readAnswer(path, key);
  if (kept !== undefined) return kept.answer as Answer;
  const answer = work();
  writeCacheFile(path, `${key}\n${JSON.stringify(answer)}`);
  return answer;
}

function readAnswer(path: string, key: string): { readonly answer: unknown } | undefined {
  try {
    const text = readFileSync(path, "utf8");
    if (text.startsWith(`${key}\n`)) return { answer: JSON.parse(text.slice(key.length + 1)) };
  } catch {
    // None yet, or a damaged one: it is worked out, and kept anew.
  }
  return undefined;
}
