import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { answered, type Question } from "../revisions/answer-cache.ts";
import { buildGraph, type RevisionGraph } from "../revisions/graph.ts";
import { type FileList, listFiles } from "../revisions/list-files.ts";
import { readRevisions } from "../revisions/read-directory.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { loadSettings } from "./config-file.ts";
import { fail } from "./errors.ts";
import { type ProjectPython, projectPython } from "./python.ts";
import type { Settings } from "./settings.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** A project whose config has been read. Nothing else is opened until it's asked for. */
export interface Project {
  readonly settings: Settings;
  /** Where this project's cache is. Absolute; may not exist yet. */
  readonly cacheDirectory: string;
  /** The history in the files; read once. Errors: REVISION_*, CONFIG_LOCATION_MISSING. */
  readonly graph: () => RevisionGraph;
  /**
   * What `find` finds in the graph, or found when the same was asked before, if no file has changed since. It is JSON-safe, and comes from the
   * graph and the question alone.
   */
  readonly answer: <Answer>(question: Question, find: (graph: RevisionGraph) => Answer) => Answer;
  readonly python: ProjectPython;
}

/** Reads the config of the project that `options` means. Errors: CONFIG_*. */
export async function openProject(options: GlobalOptions): Promise<Project> {
  const settings = await loadSettings(options);
  const cache = cacheDirectory(settings.directory, options.env);
  let files: FileList | undefined;
  let made: RevisionGraph | undefined;
  const listed = () => {
    files ??= listRevisionFiles(settings);
    return files;
  };
  const graph = () => {
    made ??= buildGraph(readRevisions(listed(), { cacheDirectory: cache }));
    return made;
  };
  return {
    settings,
    cacheDirectory: cache,
    python: projectPython(settings, options),
    graph,
    answer: (question, find) => answered(listed(), cache, question, () => find(graph())),
  };
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
