import { templates } from "./templates.ts";
import type { UseCases } from "./use-cases.ts";

/** What `init --template` takes, the default first. */
export const listTemplates: UseCases["listTemplates"] = () =>
  templates.map(({ name, description }) => ({ name, description }));
