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

/** An answer, and whether it comes from the revision files and the question alone. */
export interface Worked<Answer> {
  readonly answer: Answer;
  readonly isOfFiles: boolean;
}

/**
 * The answer that `directory` holds to this question, given by this build of Limbeck about these files, unchanged; else what `work`
 * returns, which is kept for the next time if it's of the files. An answer is JSON-safe.
 * Where a file is so new that a later change of it might go unseen, nothing is kept.
 */
export async function answered<Answer>(
  files: FileList,
  directory: string,
  question: Question,
  work: () => Promise<Worked<Answer>>,
): Promise<Answer> {
  const state = fingerprint(files);
  if (state === undefined) return (await work()).answer;
  const path = join(directory, `answer-${question.name}-${locationsKey(files)}.json`);
  // The name of the built file has a hash of what is in it.
  const key = `${state} ${quickHash(JSON.stringify([import.meta.url, question.about]))}`;
  const kept = readAnswer(path, key);
  if (kept !== undefined) return kept.answer as Answer;
  const { answer, isOfFiles } = await work();
  if (isOfFiles) writeCacheFile(path, `${key}\n${JSON.stringify(answer)}`);
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
