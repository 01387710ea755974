import { readFile } from "node:fs/promises";
import type { Dialect, Server } from "../dialects/contract.ts";
import { type Catalogue, emptyCatalogue, unknownCatalogue } from "../lint/catalogue.ts";
import { lint, type RuleLevel } from "../lint/lint.ts";
import { liveIn } from "../lint/live.ts";
import { type Suppressed, suppress } from "../lint/suppress.ts";
import type { Op } from "../ops/op.ts";
import { findFiles } from "../sources/files.ts";
import { fail } from "./errors.ts";
import { linePlace, placesIn } from "./lint-places.ts";
import { readLoaded } from "./lint-step.ts";

/** Plain SQL files, which are no revisions. */
export interface FilesToLint {
  /** Absolute paths, in the order in which the files are applied. */
  readonly files: readonly string[];
  readonly dialect: Dialect;
  readonly server: Server;
  readonly levels: Readonly<Record<string, RuleLevel>>;
}

/** The SQL files that paths, directories and patterns name, each once, in the order of their names. Errors: LINT_NO_FILES. */
export function sqlFiles(specs: readonly string[], directory: string): readonly string[] {
  const byNumber = new Intl.Collator("en", { numeric: true }).compare;
  const found = specs.map((spec) => {
    const files = findFiles(spec, directory).filter((file) => file.endsWith(".sql"));
    if (files.length === 0) throw fail("LINT_NO_FILES", `There is no SQL file at "${spec}"`, { details: { spec } });
    return [...files].sort(byNumber);
  });
  return [...new Set(found.flat())];
}

/** What lint says of the files. The schema before each is what the files before it lead to. */
export async function lintFiles({ files, dialect, server, levels }: FilesToLint): Promise<Suppressed> {
  const all: Suppressed[] = [];
  // Files that begin with tables begin with an empty database.
  let catalogue: Catalogue | undefined;
  for (const path of files) {
    const text = (await readFile(path, "utf8")).replace(/^\ufeff/, "");
    const { up, down } = partsOf(text, path);
    const place = linePlace(path, text.split(/\r?\n/), 1);
    const shared = { dialect, server, format: "sql", levels, place, limitsLockWait: false, isScript: true } as const;
    const found = [];
    for (const { direction, part } of [
      { direction: "upgrade", part: up },
      { direction: "downgrade", part: down },
    ] as const) {
      if (part === undefined) continue;
      const before = catalogue ?? startOf(part.sql);
      const ops: readonly Op[] =
        part.sql.trim() === "" ? [] : [{ kind: "execute", sql: dialect.withoutShell(part.sql) }];
      const placeOf = placesIn({ path, text, start: part.line });
      const read = await readLoaded({ ops, dialect, server, before, placeOf, transactions: "script" });
      if (direction === "upgrade") catalogue = read.after;
      found.push(
        ...lint({
          ...{ ...shared, direction, statements: read.statements, before, after: read.after },
          isLive: liveIn(before.schema, read.made),
        }),
      );
    }
    all.push(suppress(found, { path, text, levels }));
  }
  return { findings: all.flatMap((each) => each.findings), accepted: all.flatMap((each) => each.accepted) };
}

/** Nobody knows what is there before the first file, unless that makes its tables itself. */
function startOf(sql: string): Catalogue {
  return /^\s*create\s+(?:unlogged\s+)?table\b/im.test(sql) ? emptyCatalogue : unknownCatalogue;
}

interface Part {
  readonly sql: string;
  /** 1-based line of the file on which it begins. */
  readonly line: number;
}

/** How other tools mark the two directions in one file. */
const MARKER = /^\s*--\s*(?:migrate:|\+goose\s+|\+migrate\s+|limbeck:)(up|down)(?:grade)?\b/i;

/** The two directions: by the markers in the file, or by its name, `….down.sql` or `…_down.sql`. */
function partsOf(text: string, path: string): { readonly up?: Part; readonly down?: Part } {
  const lines = text.split(/\r?\n/);
  const marks = lines.flatMap((line, i) => {
    const way = MARKER.exec(line)?.[1]?.toLowerCase();
    return way === undefined ? [] : [{ way, at: i }];
  });
  if (marks.length === 0) {
    const part = { sql: text, line: 1 };
    return /[._](?:down|rollback|undo)\.sql$/i.test(path) ? { down: part } : { up: part };
  }
  const parts = marks.map(({ way, at }, i) => {
    const end = marks[i + 1]?.at ?? lines.length;
    return [way, { sql: lines.slice(at + 1, end).join("\n"), line: at + 2 }] as const;
  });
  return Object.fromEntries(parts);
}
