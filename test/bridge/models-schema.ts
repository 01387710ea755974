import type { Bridge } from "../../src/bridge/bridge.ts";
import type { ModelsPart, ModelsRequest } from "../../src/bridge/model-commands.ts";
import { readModels } from "../../src/bridge/read-models.ts";
import type { Schema } from "../../src/schema/schema.ts";

/** The whole schema of the models as Python tells it. */
export async function modelsSchema(bridge: Bridge, request: ModelsRequest): Promise<Schema> {
  const parts: ModelsPart[] = [];
  const { schema } = await readModels(bridge, request, (part) => parts.push(part));
  return { ...schema, tables: parts.flatMap(({ tables }) => tables) };
}
