import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verify } from "../../src/project/verify.ts";
import { inDirectory, projectDirectory } from "../project/project-directory.ts";

/**
 * `test/cases/verify`: each directory has revisions, and what their round trips must show. The directory's name is the claim.
 * In expected.json `findings` has, by revision, the findings in their order: kind and step, and texts that must be in the message or its
 * details, with ` | ` between; revisions that aren't there have none. `notes` and `rows` are asked of those that are named.
 */
interface Expected {
  readonly findings: Readonly<Record<string, readonly string[]>>;
  readonly notes?: Readonly<Record<string, readonly string[]>>;
  /** At least so many rows are in the tables. */
  readonly rows?: Readonly<Record<string, number>>;
  /** Only there, for this reason. */
  readonly only?: readonly [dialect: string, reason: string];
}

const CASES = join(import.meta.dirname, "../cases/verify");

/** Runs all cases on one dialect; the database of the URL is never written to. */
export function verifyCases(dialect: string, urlOf: () => Promise<string>): void {
  describe(`verify on ${dialect}`, () => {
    for (const claim of readdirSync(CASES).sort()) {
      const expected: Expected = JSON.parse(readFileSync(join(CASES, claim, "expected.json"), "utf8"));
      if (expected.only !== undefined && expected.only[0] !== dialect) continue;
      it(claim, async () => {
        const url = await urlOf();
        const directory = projectDirectory({ "limbeck.config.json": JSON.stringify({ url, migrations: "." }) });
        cpSync(join(CASES, claim), directory, { recursive: true });
        const result = await verify(inDirectory(directory), { targets: [], all: true });
        for (const { revision, findings, notes, rows, ok } of result.revisions) {
          const found = findings.map(
            ({ kind, step, message, details }) => `${kind} ${step}: ${[message, ...details].join("\n")}`,
          );
          const wanted = expected.findings[revision] ?? [];
          const isAsWanted = found.length === wanted.length && wanted.every((text, i) => hasAll(found[i] ?? "", text));
          expect(isAsWanted ? wanted : found, revision).toEqual(wanted);
          expect(ok).toBe(wanted.length === 0);
          for (const text of expected.notes?.[revision] ?? []) expect(notes.join("\n")).toContain(text);
          expect(rows).toBeGreaterThanOrEqual(expected.rows?.[revision] ?? 0);
        }
        expect(result.revisions.length).toBe(readdirSync(join(directory, "versions")).length);
        expect(existsSync(join(directory, "app.db"))).toBe(false);
      });
    }
  });
}

function hasAll(text: string, parts: string): boolean {
  return parts.split(" | ").every((part) => text.includes(part));
}
