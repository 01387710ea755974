import { given } from "../base/given.ts";
import type { PythonColumn } from "../bridge/write-commands.ts";
import type { KeptAnswers, Unsettled } from "../dialects/contract.ts";
import { diff } from "../diff/diff.ts";
import { applyRenames, type Rename } from "../diff/renames.ts";
import type { Op } from "../ops/op.ts";
import { bookTables } from "../run/books.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";
import type { KeptSchemas, SchemaSource, SourceContext } from "../sources/source.ts";
import { environmentSource, sourceFor } from "../sources/sources.ts";
import { type CanonicalForms, canonicalForms } from "./canonical-forms.ts";
import type { Database } from "./database.ts";
import { fail } from "./errors.ts";
import { judgedColumns } from "./judged-columns.ts";
import { keptData } from "./kept-data.ts";
import { withoutLeftOut } from "./left-out.ts";
import { loadModule, modulesMadeOf } from "./load-module.ts";
import type { Project } from "./open.ts";
import { parseRename, questionOf } from "./rename-questions.ts";
import type { RenameQuestion } from "./results.ts";
import type { Scope } from "./scope.ts";
import type { CompareInput, Talk } from "./use-cases.ts";
import { dropsSomething, withUsed } from "./used-elsewhere.ts";

/** What lies between a database and the models. */
export interface Comparison {
  /** The schema of the database, without what the config leaves out. */
  readonly have: Schema;
  /** In the order in which a server can carry them out. */
  readonly ops: readonly Op[];
  /** Drops and additions that are likely to be renames, and that nobody has said to be any, or not to be. */
  readonly undecided: readonly RenameQuestion[];
  /** What could not be compared, and counts as changed; drops and additions that are renames at best. */
  readonly warnings: readonly string[];
  /** How models in Python write the types of the columns of these tables; absent for models in another language. Errors: BRIDGE_*. */
  readonly spell?: (tables: readonly ObjectName[]) => Promise<readonly PythonColumn[]>;
}

/** The models as they were read, with what read them. */
export interface Models {
  readonly source: SchemaSource;
  readonly context: SourceContext;
  /** Without what isn't looked at. */
  readonly schema: Schema;
}

/** Reads the models, while the database is being read. Errors: CONFIG_MODELS_MISSING, and those of the source. */
export async function readModels(
  project: Project,
  database: Database,
  { input, have, scope }: { readonly input: CompareInput; readonly have: Promise<Schema>; readonly scope: Scope },
): Promise<Models> {
  const { source, context } = await modelSource(project, database, { input, have, scope });
  const schema = scope.within(await source.read(context));
  // The server works on, mostly.
  database.dialect.normaliseAhead?.(schema);
  return { source, context, schema };
}

/** What was read of both sides, and how it is compared. */
interface Sides {
  readonly found: Schema;
  readonly models: Models;
  readonly scope: Scope;
  readonly input: CompareInput;
  readonly ask?: Talk["ask"];
}

/** What lies between the database and the models. Errors: CONFIG_HOOK_*, DIFF_*. */
export async function comparisonOf(project: Project, database: Database, sides: Sides): Promise<Comparison> {
  const {
    found,
    models: { source, context, schema: models },
    scope,
    input,
    ask,
  } = sides;
  const { connection, dialect } = database;
  const have = scope.founded(found, models);
  scope.refuseUnused();
  const hooks = project.settings.autogenerate;
  const renames: Rename[] = (input.renames ?? []).map((text) => parseRename(text, have));
  const isRenamed = ({ name, schema }: ObjectName) =>
    renames.some((each) => each.kind === "table" && each.from === name && each.schema === schema);
  let staying: readonly string[] = [];
  /** What the models ask for, with what isn't theirs to drop. */
  const askedBy = async (models: Schema): Promise<Schema> => {
    const asked = scope.standing(models, have);
    const chosen = hooks === undefined ? asked : withoutLeftOut(have, asked, { hooks, normalise: dialect.normalise });
    const mayStay = (scope.leavesOut() || hooks !== undefined) && dropsSomething(have, chosen);
    const uses = mayStay ? ((await dialect.objectUses?.(connection)) ?? []) : [];
    const { want, warnings } = withUsed(have, chosen, { uses, isRenamed });
    staying = warnings;
    return want;
  };
  const said = await askedBy(models);
  const refused = new Set<string>();
  const answers = keptAnswers(project, database);
  const kept = async (): Promise<Schema> => {
    const renamed = applyRenames({ given: have, comparable: have }, said, renames).have.given;
    const isReadAnew = renames.length > 0 && source.isCompleted === true;
    const names = isReadAnew
      ? await askedBy(scope.within(await source.read({ ...context, have: Promise.resolve(renamed) })))
      : said;
    return dialect.asKept?.(names, renamed, connection.server) ?? names;
  };
  const forms = async (): Promise<CanonicalForms> => {
    const found = await canonicalForms(database, { have, want }, { renames, kept: answers });
    return hooks === undefined ? found : judgedColumns(found, { have, want }, { hooks, renames });
  };
  let want = await kept();
  let canonical = await forms();
  for (;;) {
    const found = diff(have, want, { canonical, traits: dialect.traits, renames });
    const candidates = input.noRenames === true ? [] : found.maybeRenames;
    const open = candidates.filter(({ rename }) => !refused.has(JSON.stringify(rename)));
    const [next] = open;
    const isRename = next === undefined ? undefined : await ask?.(questionOf(next.rename));
    if (next === undefined || isRename === undefined) {
      const spell = source.spell?.bind(source, context);
      const undecided = open.filter(({ isLikely }) => isLikely).map(({ rename }) => questionOf(rename));
      const unlikely = open.filter(({ isLikely }) => !isLikely).map(({ rename }) => dropWarning(questionOf(rename)));
      const left = [...staying, ...scope.elsewhere().map(elsewhereWarning), ...extensionWarnings(have, want)];
      const warnings = [...canonical.unsettled.map(warningOf), ...unlikely, ...left];
      return { have, ops: found.ops, undecided, warnings, ...(spell === undefined ? {} : { spell }) };
    }
    if (isRename) {
      renames.push(next.rename);
      want = await kept();
      canonical = await forms();
    } else refused.add(JSON.stringify(next.rename));
  }
}

function warningOf({ what, reason }: Unsettled): string {
  return `${what} counts as changed where it reads differently, for the server could not be asked: ${reason}`;
}

function elsewhereWarning(name: string): string {
  return `"${name}" is in another database, and isn't compared: a revision changes the one that the URL names`;
}

/** Extensions are never dropped by a comparison; that is said where the models name others, and so mean extensions. */
function extensionWarnings(have: Schema, want: Schema): readonly string[] {
  if (want.extensions.length === 0) return [];
  const left = have.extensions.filter(({ name }) => !want.extensions.some((each) => each.name === name));
  return left.map(
    ({ name }) =>
      `the extension "${name}" is in no model and stays: op.dropExtension("${name}") in a revision drops it, and exclude: ["${name}"] in the config says that it isn't the models'`,
  );
}

function dropWarning({ what, from, to }: RenameQuestion): string {
  if (what === "value")
    return `the value "${from}" goes from its enum, which is refused while rows have it; if it is "${to}" now, say so with --rename "${from}=${to}"`;
  return `the ${what} "${from}" goes, and its values with it; if it is "${to}" now, say so with --rename ${from}=${to}`;
}

/** The source of the models, with what it may use. */
async function modelSource(
  project: Project,
  { connection, dialect, names }: Database,
  {
    input,
    have,
    scope: { wants, home },
  }: { readonly input: CompareInput; readonly have: Promise<Schema>; readonly scope: Scope },
): Promise<{ readonly source: SchemaSource; readonly context: SourceContext }> {
  const { settings, python } = project;
  const { directory } = settings;
  const spec = input.fromUrl ?? settings.models;
  const environment = spec.length === 0 ? await python.environment() : undefined;
  if (spec.length === 0 && environment === undefined)
    throw fail("CONFIG_MODELS_MISSING", `"${settings.file}" names no models`);
  const source = environment === undefined ? sourceFor(spec, { dialect, directory }) : environmentSource(environment);
  const context: SourceContext = {
    dialect,
    directory,
    connection,
    have,
    python: python.bridge,
    exclude: bookTables(names),
    wants,
    ...given({ home, kept: keptFor(project, input) }),
    loadModule: (path) => loadModule(path, directory),
    madeOf: (paths) => modulesMadeOf(paths, directory),
  };
  return { source, context };
}

/** What is left out by a function may be another thing next time. */
function keptFor({ settings, cacheDirectory }: Project, { include, exclude }: CompareInput): KeptSchemas | undefined {
  if (settings.autogenerate?.functions.includeName !== undefined) return undefined;
  const about = [settings.include, settings.exclude, include, exclude];
  return keptData(cacheDirectory, { kind: "schema", directory: settings.directory, about });
}

function keptAnswers({ settings, cacheDirectory }: Project, { display }: Database): KeptAnswers {
  const { directory } = settings;
  const answers = keptData<ReturnType<KeptAnswers["find"]>>(cacheDirectory, {
    kind: "answers",
    directory,
    about: null,
  });
  return {
    find: (state) => answers.find(display, state),
    keep: (state, found) => answers.keep(display, state, found),
  };
}
