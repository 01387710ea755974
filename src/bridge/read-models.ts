import type { Bridge } from "./bridge.ts";
import type { ModelsPart, ModelsRequest, ModelsRest } from "./model-commands.ts";

/** An application may be large. */
export const MODELS_LIMIT_MS = 300_000;

/** Has the models read. `onTables` gets their tables in parts, in order, while Python reads the next ones. Errors: BRIDGE_*. */
export function readModels(
  bridge: Bridge,
  request: ModelsRequest,
  onTables: (part: ModelsPart) => void,
): Promise<ModelsRest> {
  // The event is what the Python side of the command makes.
  const onEvent = (event: object): void => onTables(event as ModelsPart);
  return bridge.call("models", request, { timeoutMs: MODELS_LIMIT_MS, onEvent });
}
