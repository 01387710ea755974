import type { HeaderProgram } from "../revisions/computed-headers.ts";
import { environmentRequest, type ProjectPython } from "./python.ts";
import type { Settings } from "./settings.ts";

/** Importing what a header refers to may import a large application. */
const HEADERS_LIMIT_MS = 300_000;

/** The project's Python as the one that computes headers; undefined where the project is none of Alembic's. Starts nothing. */
export function headerProgram(settings: Settings, python: ProjectPython): HeaderProgram | undefined {
  if (settings.alembic === undefined) return undefined;
  const request = environmentRequest({ settings });
  return {
    about: [request, settings.python],
    run: async (paths) => {
      const bridge = await python.bridge();
      return bridge.call("headers", { ...request, paths }, { timeoutMs: HEADERS_LIMIT_MS });
    },
  };
}
