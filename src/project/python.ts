import { readFileSync } from "node:fs";
import { join } from "node:path";
import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { fail } from "../bridge/errors.ts";
import type { EnvironmentContext, EnvironmentRequest, PlacedModels } from "../bridge/model-commands.ts";
import type { OpenOptions } from "../bridge/open-bridge.ts";
import type { ScriptRequest } from "../bridge/run-commands.ts";
import { DEFAULT_VERSION_TABLE, type Settings } from "./settings.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** The project's Python, each part started or asked when it's first needed, and once. */
export interface ProjectPython {
  /**
   * Has these models imported, or else env.py run, where there is one, beside what is done meanwhile, for who will need them. What goes
   * wrong is told when they are asked for.
   */
  readonly prepare: (models?: PlacedModels) => void;
  /** Starts the processes that the first `count` calls of `fresh` get, beside what is done meanwhile; resolves when they are on their way. */
  readonly prepareFresh: (count: number) => Promise<void>;
  /** Ends what was prepared, for nobody will need it: this process would wait for its end. */
  readonly abandon: () => void;
  /** The process that reads and runs what is written in Python; another one when that was closed. Errors: BRIDGE_*. */
  readonly bridge: () => Promise<Bridge>;
  /**
   * A process in which env.py hasn't run, for who runs it and then closes the process: the listeners and tables that env.py and the modules
   * of the project make when they are executed would be there twice. `onOutput` gets what they print, in pieces. Errors: BRIDGE_*.
   */
  readonly fresh: (onOutput?: (text: string) => void) => Promise<Bridge>;
  /**
   * What env.py gives to configure() for the database that is meant; undefined where the project has no env.py.
   * Errors: BRIDGE_*; BRIDGE_ENV_SEVERAL where it has several and none is named.
   */
  readonly environment: () => Promise<Environment | undefined>;
  /** Where the database that is meant is, as `environment` says it; read without Python where env.py is one of Alembic's templates. */
  readonly place: () => Promise<Place | undefined>;
  /** The names of the databases that env.py works on, one after the other; none where it is but one, or one is named. Errors: BRIDGE_*. */
  readonly databases: () => Promise<readonly string[]>;
}

/** What env.py gives to configure() for one database. */
export interface Environment extends EnvironmentContext {
  /** Its 0-based place among the calls of configure(); absent where there is but one. */
  readonly place?: number;
}

/** Where a database is, and its version table in it. */
export type Place = Pick<
  Environment,
  "name" | "place" | "url" | "session" | "versionTable" | "versionTableSchema" | "versionTablePk"
>;

/** An env.py may import a large application. */
const ENVIRONMENT_LIMIT_MS = 300_000;

/** The Python of the project with these settings; starts nothing. */
export function projectPython(settings: Settings, options: GlobalOptions): ProjectPython {
  let started: Promise<Bridge> | undefined;
  let said: Promise<readonly EnvironmentContext[]> | undefined;
  // A call before this one has asked.
  const { heard = {} } = options;
  let isHeard = heard.environments !== undefined;
  let heardBy: Bridge | undefined;
  let asked: Bridge | undefined;
  let isAbandoned = false;
  const ahead: FreshPython[] = [];
  let taken = 0;
  const running = async (onStarted?: (bridge: Bridge) => void): Promise<Bridge> => {
    if (started === undefined || (await started).isClosed)
      started = startPython(settings, options, given({ onStarted }));
    return started;
  };
  const hear = async (): Promise<readonly EnvironmentContext[]> => {
    let answer: ReturnType<typeof ask> | undefined;
    heardBy = await running((bridge) => {
      asked = bridge;
      if (isAbandoned) bridge.kill();
      answer = ask(bridge, settings, options.database);
      // That of an interpreter which lacks something: another one is looked for.
      answer.catch(() => undefined);
    });
    const contexts = await (answer ?? ask(heardBy, settings, options.database));
    isHeard = true;
    return contexts;
  };
  const load = (models: PlacedModels): Promise<unknown> =>
    running((bridge) => {
      asked = bridge;
      if (isAbandoned) bridge.kill();
      bridge.call("load", models, { timeoutMs: ENVIRONMENT_LIMIT_MS }).catch(() => undefined);
    });
  const contexts = async (): Promise<readonly EnvironmentContext[]> => {
    if (settings.alembic?.hasEnv !== true) return [];
    heard.environments ??= hear();
    said = heard.environments;
    return said;
  };
  /** What an env.py that is no template does comes before the models: it may say where they are. */
  const prepared = async (models: PlacedModels | undefined): Promise<unknown> => {
    if (models === undefined) return contexts();
    const isAsked = settings.alembic?.hasEnv === true && (await templatePlace(settings)) === undefined;
    return isAsked ? contexts() : load(models);
  };
  return {
    prepare: (models) => {
      // Whoever asks gets the same error.
      prepared(models).catch(() => undefined);
    },
    prepareFresh: async (count) => {
      while (taken + ahead.length < count) ahead.push(freshPython(settings, options));
      await Promise.all(ahead.map(({ started }) => started));
    },
    abandon: () => {
      isAbandoned = true;
      asked?.kill();
      for (const { kill } of ahead) kill();
    },
    bridge: async () => {
      await Promise.allSettled([said]);
      const process = await running();
      // What env.py said is kept in the process: another one must hear it, too.
      if (said !== undefined && heardBy !== process) await hear();
      return process;
    },
    fresh: async (onOutput) => {
      const ready = ahead.shift();
      taken += 1;
      await (await started)?.close();
      const found = ready ?? freshPython(settings, options);
      found.listen(onOutput);
      const bridge = await found.bridge;
      // It waits some seconds for its command.
      return bridge.isClosed ? startPython(settings, options, given({ onOutput })) : bridge;
    },
    environment: async () => contextOf(await contexts(), settings, options.database),
    place: async () => {
      const known = !isHeard && options.database === undefined ? await templatePlace(settings) : undefined;
      return known ?? contextOf(await contexts(), settings, options.database);
    },
    databases: async () => {
      // A template that is for several is none of those.
      if (!isHeard && (await templatePlace(settings)) !== undefined) return [];
      const found = await contexts();
      return found.length > 1 && options.database === undefined ? found.map(({ name }) => name) : [];
    },
  };
}

/** What Alembic's own command line would have been told. Errors: BRIDGE_ENV_INCOMPLETE where it's none of Alembic's projects. */
export function environmentRequest({ settings }: { readonly settings: Settings }): EnvironmentRequest {
  const { alembic, url, file } = settings;
  if (alembic === undefined) {
    throw fail("BRIDGE_ENV_INCOMPLETE", `"${file}" is no config of Alembic's, so there is no env.py`, {
      details: { path: file },
    });
  }
  const { ini, toml, section, x, isFlask, scripts } = alembic;
  return {
    ...(ini === undefined ? {} : { ini }),
    ...(toml === undefined ? {} : { toml }),
    section,
    x,
    ...(url.kind === "known" && url.from === "--url" ? { url: url.text } : {}),
    ...(isFlask ? { flask: scripts } : {}),
  };
}

/** The name of the database that is meant, where env.py works on several; undefined where it has but one. Errors: BRIDGE_*. */
export async function databaseName({ python }: { readonly python: ProjectPython }): Promise<string | undefined> {
  const said = await python.place();
  return said?.place === undefined ? undefined : said.name;
}

/** The same with the database that a run is about. Errors: BRIDGE_ENV_SEVERAL. */
export async function runPlace({
  settings,
  python,
}: {
  readonly settings: Settings;
  readonly python: ProjectPython;
}): Promise<EnvironmentRequest & Pick<ScriptRequest, "database" | "insteadOf">> {
  const said = await python.place();
  const database = said?.place === undefined ? null : { name: said.name, place: said.place };
  const request = environmentRequest({ settings });
  // env.py was told of another URL, and keeps to its own.
  const isDeaf = request.url !== undefined && said?.url !== undefined && said.url !== request.url;
  return { ...request, database, ...(isDeaf ? { insteadOf: said.url } : {}) };
}

/**
 * What an env.py says that does what Alembic's templates do. Undefined where only running it tells, and for a URL that SQLAlchemy could read
 * in another way than Limbeck: a wrong database is worse than a slow start.
 */
async function templatePlace({ alembic, url, file }: Settings): Promise<Place | undefined> {
  if (alembic?.ini === undefined || alembic.toml !== undefined || !alembic.hasEnv || url.kind !== "known")
    return undefined;
  if ((url.from !== "--url" && url.from !== file) || !PLAIN_URL.test(url.text)) return undefined;
  const { isTemplateEnv } = await import("./env-template.ts");
  if (!isTemplateEnv(readFileSync(join(alembic.scripts, "env.py"), "utf8"))) return undefined;
  return { name: "1", url: url.text, versionTable: DEFAULT_VERSION_TABLE, versionTablePk: true };
}

/** Without escapes, parameters and whatever else needs a rule. */
const PLAIN_URL = /^[a-z0-9_+]+:\/\/(?:[\w.~-]+(?::[\w.~!*-]*)?@)?[\w.:/~-]*$/;

/** A process in which nothing of the project's has run. */
interface FreshPython {
  /** When the first interpreter that is tried has been started, or none could be. */
  readonly started: Promise<void>;
  readonly bridge: Promise<Bridge>;
  /** Says who gets what is printed. */
  readonly listen: (onOutput: ((text: string) => void) | undefined) => void;
  readonly kill: () => void;
}

function freshPython(settings: Settings, options: GlobalOptions): FreshPython {
  let heard = "";
  let take = (text: string): void => {
    heard += text;
  };
  let isKilled = false;
  let tried: Bridge | undefined;
  let start = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const bridge = startPython(settings, options, {
    onOutput: (text) => take(text),
    onStarted: (process) => {
      tried = process;
      if (isKilled) process.kill();
      start();
    },
  });
  // Whoever needs it learns of the error.
  bridge.catch(start);
  return {
    started,
    bridge,
    listen: (onOutput = () => undefined) => {
      take = onOutput;
      if (heard !== "") onOutput(heard);
    },
    kill: () => {
      isKilled = true;
      tried?.kill();
    },
  };
}

async function startPython(
  { python, alembic, directory }: Settings,
  options: GlobalOptions,
  more: Pick<OpenOptions, "onOutput" | "onStarted">,
): Promise<Bridge> {
  const { openBridge } = await import("../bridge/open-bridge.ts");
  const from = options.python === undefined ? "the config" : "--python";
  return openBridge({
    directory,
    env: options.env,
    ...given({ onPrinted: options.onPrinted }),
    needs: alembic === undefined ? ["sqlalchemy"] : ["sqlalchemy", "alembic"],
    ...(python === undefined ? {} : { named: { python, from } }),
    ...more,
  });
}

async function ask(
  bridge: Bridge,
  settings: Settings,
  database: string | undefined,
): Promise<readonly EnvironmentContext[]> {
  const request = { ...environmentRequest({ settings }), ...(database === undefined ? {} : { database }) };
  const { contexts } = await bridge.call("environment", request, { timeoutMs: ENVIRONMENT_LIMIT_MS });
  const path = envPath(settings);
  if (contexts.length === 0)
    throw fail("BRIDGE_ENV_INCOMPLETE", `"${path}" did not call context.configure()`, { details: { path } });
  const places = contexts.map(placeOf);
  const twice = contexts.find((_, i) => places.indexOf(places[i] ?? "") !== i);
  if (twice === undefined) return contexts;
  const message = `"${path}" called context.configure() ${contexts.length} times, twice for the same database and version table`;
  throw fail("BRIDGE_ENV_SEVERAL", message, {
    hint: "Give each its own version_table or version_table_schema, or let env.py configure the one that -x or -n names.",
    details: { path },
  });
}

/** What the version table is and where. */
function placeOf({ url, session, versionTable, versionTableSchema }: EnvironmentContext): string {
  return JSON.stringify([url, versionTableSchema ?? session?.searchPath, versionTable]);
}

function contextOf(
  contexts: readonly EnvironmentContext[],
  settings: Settings,
  database: string | undefined,
): Environment | undefined {
  const [only, second] = contexts;
  const names = contexts.map(({ name }) => name);
  if (database !== undefined) {
    const place = names.indexOf(database);
    const found = contexts[place];
    if (found !== undefined) return second === undefined ? found : { ...found, place };
    const known = contexts.length === 0 ? "there is no env.py that names any" : `there are ${names.join(", ")}`;
    throw fail("BRIDGE_ENV_SEVERAL", `There is no database "${database}": ${known}${didYouMean(database, names)}`, {
      hint: "Correct --database, or leave it out.",
      details: { names },
    });
  }
  if (second === undefined) return only;
  const path = envPath(settings);
  throw fail("BRIDGE_ENV_SEVERAL", `"${path}" works on several databases: ${names.join(", ")}`, {
    details: { path, databases: names },
  });
}

function envPath(settings: Settings): string {
  return `${settings.alembic?.scripts}/env.py`;
}
