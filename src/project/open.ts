import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { answered, type Question } from "../revisions/answer-cache.ts";
import { buildGraph, type RevisionGraph } from "../revisions/graph.ts";
import { type FileList, listFiles } from "../revisions/list-files.ts";
import { readRevisions } from "../revisions/read-directory.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { loadSettings } from "./config-file.ts";
import { fail } from "./errors.ts";
import { headerProgram } from "./header-program.ts";
import { type ProjectPython, projectPython } from "./python.ts";
import type { Settings } from "./settings.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** A project whose config has been read. Nothing else is opened until it's asked for. */
export interface Project {
  readonly settings: Settings;
  /** Where this project's cache is. Absolute; may not exist yet. */
  readonly cacheDirectory: string;
  /** The history in the files; read once. Errors: REVISION_*, CONFIG_LOCATION_MISSING; BRIDGE_* where a header in Python must be computed. */
  readonly graph: () => Promise<RevisionGraph>;
  /**
   * What `find` finds in the graph, or found when the same was asked before, if no file has changed since. It is JSON-safe, and comes from the
   * graph and the question alone.
   */
  readonly answer: <Answer>(question: Question, find: (graph: RevisionGraph) => Answer) => Promise<Answer>;
  readonly python: ProjectPython;
}

/** Reads the config of the project that `options` means. Errors: CONFIG_*. */
export async function openProject(options: GlobalOptions): Promise<Project> {
  const settings = await loadSettings(options);
  const cache = cacheDirectory(settings.directory, options.env);
  let files: FileList | undefined;
  const python = projectPython(settings, options);
  let made: Promise<Made> | undefined;
  const listed = () => {
    files ??= listRevisionFiles(settings);
    return files;
  };
  const read = async (): Promise<Made> => {
    const program = headerProgram(settings, python);
    const more = program === undefined ? {} : { program };
    const { revisions, isOfFiles } = await readRevisions(listed(), { cacheDirectory: cache, ...more });
    return { graph: buildGraph(revisions), isOfFiles };
  };
  const madeOnce = () => {
    made ??= read();
    return made;
  };
  return {
    settings,
    cacheDirectory: cache,
    python,
    graph: async () => (await madeOnce()).graph,
    answer: (question, find) =>
      answered(listed(), cache, question, async () => {
        const { graph, isOfFiles } = await madeOnce();
        return { answer: find(graph), isOfFiles };
      }),
  };
}

interface Made {
  readonly graph: RevisionGraph;
  readonly isOfFiles: boolean;
}

function listRevisionFiles(settings: Settings): FileList {
  for (const location of settings.locations) {
    // Git keeps no empty directories, so a new project may lack the location itself, but not the directory around it.
    if (existsSync(location) || existsSync(dirname(location))) continue;
    throw fail("CONFIG_LOCATION_MISSING", `The directory of the revisions, "${location}", does not exist`, {
      details: { path: location, config: settings.file },
    });
  }
  return listFiles(settings.locations.map((directory) => ({ directory, recursive: settings.recursive })));
}
