import type { Bridge } from "../bridge/bridge.ts";
import { fail } from "../bridge/errors.ts";
import type { EnvironmentContext, EnvironmentRequest } from "../bridge/model-commands.ts";
import type { Settings } from "./settings.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** The project's Python, each part started or asked when it's first needed, and once. */
export interface ProjectPython {
  /** The process that reads and runs what is written in Python; another one when that was closed. Errors: BRIDGE_*. */
  readonly bridge: () => Promise<Bridge>;
  /**
   * A process in which env.py hasn't run, for who runs it and then closes the process: the listeners and tables that env.py and the modules
   * of the project make when they are executed would be there twice. `onOutput` gets what they print, in pieces. Errors: BRIDGE_*.
   */
  readonly fresh: (onOutput?: (text: string) => void) => Promise<Bridge>;
  /** What env.py gives to configure(); undefined where the project has no env.py. Errors: BRIDGE_*. */
  readonly environment: () => Promise<EnvironmentContext | undefined>;
}

/** An env.py may import a large application. */
const ENVIRONMENT_LIMIT_MS = 300_000;

/** The Python of the project with these settings; starts nothing. */
export function projectPython(settings: Settings, options: GlobalOptions): ProjectPython {
  let started: Promise<Bridge> | undefined;
  let said: Promise<EnvironmentContext> | undefined;
  let heardBy: Bridge | undefined;
  const running = async (): Promise<Bridge> => {
    if (started === undefined || (await started).isClosed) started = startPython(settings, options);
    return started;
  };
  const hear = async (): Promise<EnvironmentContext> => {
    heardBy = await running();
    return ask(heardBy, settings);
  };
  return {
    bridge: async () => {
      const process = await running();
      // What env.py said is kept in the process: another one must hear it, too.
      if (said !== undefined && heardBy !== process) await hear();
      return process;
    },
    fresh: async (onOutput) => {
      await (await started)?.close();
      return startPython(settings, options, onOutput);
    },
    environment: async () => {
      if (settings.alembic?.hasEnv !== true) return undefined;
      said ??= hear();
      return said;
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
  const { ini, toml, section, x } = alembic;
  return {
    ...(ini === undefined ? {} : { ini }),
    ...(toml === undefined ? {} : { toml }),
    section,
    x,
    ...(url.kind === "known" && url.from === "--url" ? { url: url.text } : {}),
  };
}

async function startPython(
  { python, alembic, directory }: Settings,
  options: GlobalOptions,
  onOutput?: (text: string) => void,
): Promise<Bridge> {
  const { openBridge } = await import("../bridge/open-bridge.ts");
  const from = options.python === undefined ? "the config" : "--python";
  return openBridge({
    directory,
    env: options.env,
    needs: alembic === undefined ? ["sqlalchemy"] : ["sqlalchemy", "alembic"],
    ...(python === undefined ? {} : { named: { python, from } }),
    ...(onOutput === undefined ? {} : { onOutput }),
  });
}

async function ask(bridge: Bridge, settings: Settings): Promise<EnvironmentContext> {
  const request = environmentRequest({ settings });
  const { contexts } = await bridge.call("environment", request, { timeoutMs: ENVIRONMENT_LIMIT_MS });
  const path = `${settings.alembic?.scripts}/env.py`;
  const [first, second] = contexts;
  const details = { path };
  if (first === undefined)
    throw fail("BRIDGE_ENV_INCOMPLETE", `"${path}" did not call context.configure()`, { details });
  if (second === undefined) return first;
  throw fail("BRIDGE_ENV_SEVERAL", `"${path}" called context.configure() ${contexts.length} times`, { details });
}
