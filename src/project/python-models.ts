import { placedModels } from "../sources/sqlalchemy.ts";
import type { Project } from "./open.ts";
import type { CompareInput } from "./use-cases.ts";

/** Compares with the models while Python, where they are in Python, loads them: that takes longest of all. */
export async function whilePythonLoads<T>(
  { settings, python }: Project,
  { fromUrl }: CompareInput,
  compare: () => Promise<T>,
): Promise<T> {
  const spec = fromUrl ?? settings.models;
  const placed = placedModels(spec, settings.directory);
  if (placed !== undefined || spec.length === 0) python.prepare(placed);
  try {
    return await compare();
  } catch (error) {
    python.abandon();
    throw error;
  }
}
