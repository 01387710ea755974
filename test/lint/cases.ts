import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dialect, Server } from "../../src/dialects/contract.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { commentsIn } from "../../src/lint/comments.ts";
import type { Finding } from "../../src/lint/finding.ts";
import { lint } from "../../src/lint/lint.ts";
import { liveIn } from "../../src/lint/live.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import { placesIn } from "../../src/project/lint-places.ts";
import { readLoaded } from "../../src/project/lint-step.ts";
import { stackPlace } from "../../src/revisions/stack-place.ts";
import { emptySchema } from "../../src/schema/schema.ts";

/**
 * An example of a rule: `test/cases/lint/<rule>/<bad|good>[-name].<server>.ts`, a revision with the schema `before` it. What the rule says of a
 * bad one is in the text file beside it; of a good one it says nothing.
 */
export interface LintCase {
  readonly rule: string;
  readonly path: string;
  readonly isBad: boolean;
  /** The rule, and the file's name without its end. */
  readonly name: string;
}

const directory = fileURLToPath(new URL("../cases/lint", import.meta.url));

/** Every example, by rule and name. */
export const lintCases: readonly LintCase[] = readdirSync(directory).flatMap((rule) =>
  readdirSync(join(directory, rule))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({
      rule,
      path: join(directory, rule, file),
      isBad: file.startsWith("bad"),
      name: `${rule}: ${basename(file, ".ts")}`,
    })),
);

interface CaseModule {
  readonly before: (op: Recorder) => void;
  readonly upgrade: (op: Recorder) => void;
  /** Absent where the rule is about the upgrade alone. */
  readonly downgrade?: (op: Recorder) => void;
}

/** What all rules say of an example. */
export async function findingsOf({ path }: LintCase): Promise<readonly Finding[]> {
  const place = { dialect: serverOf(path).dialect, server: serverOf(path).server, transactions: transactionsOf(path) };
  const module = (await import(path)) as CaseModule;
  const { ops, calls } = recordOps(module.upgrade);
  const lineOf = (op: Op) => stackPlace(calls.get(op), (file) => file === path)?.line;
  const placeOf = placesIn({ path, text: readFileSync(path, "utf8"), start: 1, lineOf });
  const before = { schema: applyOps(emptySchema, recordOps(module.before).ops), isWhole: true };
  const { statements, after, made } = await readLoaded({ ...place, ops, before, placeOf });
  const back =
    module.downgrade && (await readLoaded({ ...place, ops: recordOps(module.downgrade).ops, before: after, placeOf }));
  const first = { path, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return lint({
    ...{ ...place, direction: "upgrade", format: "ts", levels: {}, limitsLockWait: !path.includes("no-lock-timeout") },
    ...{ statements, before, after, isLive: liveIn(before.schema, made) },
    ...(back === undefined ? {} : { back: { ...back, place: first } }),
    place: first,
    comments: commentsIn(readFileSync(path, "utf8")),
  });
}

/** Raw SQL of an example whose name says `script` begins its transactions itself. */
function transactionsOf(path: string): "runner" | "script" {
  return basename(path).includes("script") ? "script" : "runner";
}

/** The server that an example is for, for people. */
export function titleOf(path: string): string {
  const { dialect, server } = serverOf(path);
  return server.version.endsWith("MariaDB") ? "MariaDB" : dialect.title;
}

const SERVERS: Readonly<Record<string, { readonly dialect: Dialect; readonly server: Server }>> = {
  postgres: { dialect: await dialectFor("postgres"), server: { version: "18.4" } },
  "postgres-15": { dialect: await dialectFor("postgres"), server: { version: "15.18" } },
  mysql: { dialect: await dialectFor("mysql"), server: { version: "9.7.0" } },
  mariadb: { dialect: await dialectFor("mysql"), server: { version: "10.11.19-MariaDB" } },
  sqlite: { dialect: await dialectFor("sqlite"), server: { version: "3.53.0" } },
};

function serverOf(path: string): { readonly dialect: Dialect; readonly server: Server } {
  const name = basename(path).split(".")[1] ?? "";
  const found = SERVERS[name];
  if (found === undefined) throw new Error(`${path}: no such server`);
  return found;
}
