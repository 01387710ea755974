import { isLimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Server, Statement } from "../dialects/contract.ts";
import { wholeSql } from "../ops/batches.ts";
import { applyOps } from "../ops/behaviours.ts";
import type { Op, Reversal } from "../ops/op.ts";
import { printPython } from "../ops/print-python.ts";
import { printOps } from "../ops/print-typescript.ts";
import { pyCall, pyText } from "../ops/python-code.ts";
import type { PythonOptions } from "../ops/python-dialect.ts";
import { layOutPython } from "../ops/python-layout.ts";
import type { Speller, Spelling } from "../ops/spelling.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import { readTokens } from "../revisions/text-javascript.ts";
import type { Schema } from "../schema/schema.ts";
import { type Directions, type Manner, safely } from "./directions.ts";
import { fail } from "./errors.ts";
import type { RevisionBody } from "./new-revision.ts";
import { oldestServer } from "./oldest-server.ts";

/** In which language, and in which dialect where that matters. */
export interface BodyOptions extends Manner {
  readonly format: RevisionFormat;
  /** The server at hand, for what older ones can't do. */
  readonly server: Server;
  /** Says how something is written that is to look otherwise than usual. */
  readonly speller?: Speller;
  /** What the project's Python says of the models and the database. */
  readonly python?: Pick<PythonOptions, "modelType" | "isMisread">;
}

/**
 * The two directions of a revision on a database that looks like `before`, and what the way back loses.
 * Errors: DIALECT_UNSUPPORTED, REVISION_IRREVERSIBLE, REVISION_UNPRINTABLE.
 */
export function revisionBody(
  { upgrade, reversal: way }: Directions,
  before: Schema,
  options: BodyOptions,
): { readonly body: RevisionBody; readonly warnings: readonly string[] } {
  const after = applyOps(before, upgrade);
  const reversal = way.kind === "irreversible" ? way : { ...way, ops: safely(way.ops, after, options) };
  const warnings = reversal.kind === "exact" ? [] : [`the downgrade doesn't bring back everything: ${reversal.reason}`];
  const forward = safely(upgrade, before, options);
  if (options.format === "py") return { body: pythonBody({ forward, reversal }, { before, after }, options), warnings };
  if (options.format === "sql") {
    if (reversal.kind === "irreversible") {
      throw fail("REVISION_IRREVERSIBLE", `The changes can't be taken back: ${reversal.reason}`);
    }
    const note = reversal.kind === "lossy" ? `-- loses: ${oneLine(reversal.reason)}\n` : "";
    const script = scriptOf(forward, before, options);
    const downgrade = note + scriptOf(reversal.ops, after, options);
    return { body: { upgrade: script, downgrade, imports: [] }, warnings };
  }
  const up = printOps(forward, options.speller);
  if (reversal.kind === "irreversible") {
    const downgrade = `op.irreversible(${JSON.stringify(reversal.reason)});`;
    return { body: { upgrade: withoutIndent(up.body), downgrade, imports: up.imports }, warnings };
  }
  const down = printOps(reversal.ops, options.speller);
  const note = reversal.kind === "lossy" ? `// loses: ${oneLine(reversal.reason)}\n` : "";
  const imports = [...new Set([...up.imports, ...down.imports])];
  return { body: { upgrade: withoutIndent(up.body), downgrade: note + withoutIndent(down.body), imports }, warnings };
}

/** The two directions in Python, without indentation. */
function pythonBody(
  { forward, reversal }: { readonly forward: readonly Op[]; readonly reversal: Reversal },
  { before, after }: { readonly before: Schema; readonly after: Schema },
  options: BodyOptions,
): RevisionBody {
  const { dialect, python: known } = options;
  const { python } = dialect;
  if (python === undefined) {
    throw fail("REVISION_NO_PYTHON", `Revisions for ${dialect.title} can't be written in Python`);
  }
  const statements: PythonOptions["statements"] = (group, schema, later = []) =>
    plainStatements(options, [...group, ...later], schema)
      .filter(({ op }) => later.length === 0 || group.includes(op))
      .map(({ sql, script, facts }) => ({
        sql: script?.join("\n") ?? sql,
        // Where none is, nothing has to be taken out of a transaction.
        transactional: facts.transactional || !dialect.traits.transactionalDdl,
      }));
  const printing = { dialect: python, statements, ...known, ...given({ speller: options.speller }) };
  const up = printPython(forward.map(besideEnv), before, printing);
  if (reversal.kind === "irreversible") {
    const error = pyCall("NotImplementedError", [pyText(`irreversible: ${oneLine(reversal.reason)}`)]);
    return { upgrade: up.body, downgrade: layOutPython([{ kind: "raise", error }]), imports: up.imports };
  }
  const down = printPython(reversal.ops.map(besideEnv), after, printing);
  const note = reversal.kind === "lossy" ? `# loses: ${oneLine(reversal.reason)}\n` : "";
  // A function needs a statement behind its comment.
  const downgrade = note + (down.body === "" ? "pass" : down.body);
  const imports = [...new Set([...up.imports, ...down.imports])].sort();
  return { upgrade: up.body, downgrade, imports };
}

/** An env.py may make the schemas of the models when it connects, and so before a revision does. */
function besideEnv(op: Op): Op {
  return op.kind === "createNamespace" ? { ...op, ifNotExists: true } : op;
}

/** Takes away the two spaces that printed statements begin with, but not inside a template literal, where they are text. */
function withoutIndent(body: string): string {
  const literals: (readonly [start: number, end: number])[] = [];
  const reader = readTokens(body, (_offset, what) =>
    fail("REVISION_UNPRINTABLE", `The statements of the new revision have ${what}`),
  );
  for (let token = reader.next(); token.kind !== "end"; token = reader.next()) {
    if (token.kind === "template") literals.push([token.start, token.end]);
  }
  return body.replaceAll(/^ {2}/gm, (spaces, offset: number) =>
    literals.some(([start, end]) => start < offset && offset < end) ? spaces : "",
  );
}

/** The statements as text, and the questions to the server as statements that fail where it has a wrong answer. */
function scriptOf(ops: readonly Op[], before: Schema, options: BodyOptions): string {
  const lines: string[] = [];
  let schema = before;
  for (const { run, spelling } of runsOf(ops, options)) {
    const usual = spelling === undefined ? planForAny(options, run, schema) : [];
    const own = spelling == null ? [] : [terminated(spelling.code)];
    // What a script of the server's shell does in batches has no place in a transaction.
    const texts = usual.flatMap(({ sql, check, batches }) =>
      check === undefined
        ? [terminated(batches === undefined ? sql : wholeSql(batches))]
        : options.dialect.offline.check(sql, check.message),
    );
    lines.push(...own, ...texts);
    schema = applyOps(schema, run);
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** Neighbours that are written as usual, and each op that isn't. */
interface Run {
  readonly run: readonly Op[];
  /** Null for what is left out. */
  readonly spelling: Spelling | null | undefined;
}

function runsOf(ops: readonly Op[], { speller }: BodyOptions): readonly Run[] {
  if (speller === undefined) return [{ run: ops, spelling: undefined }];
  const runs: Run[] = [];
  for (const op of ops) {
    const spelling = speller({ kind: "operation", item: op });
    const last = runs.at(-1);
    if (last === undefined || spelling !== undefined || last.spelling !== undefined) runs.push({ run: [op], spelling });
    else runs[runs.length - 1] = { run: [...last.run, op], spelling };
  }
  return runs;
}

function terminated(sql: string): string {
  return `${sql}${/--|#/.test(sql.slice(sql.lastIndexOf("\n") + 1)) ? "\n;" : ";"}`;
}

/** Questions to the server are left out: a revision's own statements are all run. */
function plainStatements(options: BodyOptions, ops: readonly Op[], before: Schema): readonly Statement[] {
  return planForAny(options, ops, before).filter(
    (statement) => statement.check === undefined && statement.forChecks !== true,
  );
}

/** Statements for the oldest server, since the file may meet any; where that one can't do it, for the server at hand. */
function planForAny({ dialect, server }: BodyOptions, ops: readonly Op[], before: Schema): readonly Statement[] {
  try {
    return dialect.plan(ops, before, oldestServer(dialect, server));
  } catch (error) {
    if (!isLimbeckError(error, "DIALECT_UNSUPPORTED")) throw error;
    return dialect.plan(ops, before, server);
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
