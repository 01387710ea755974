import type { ErrorPage } from "../base/error.ts";
import { bridgePages } from "../bridge/errors.ts";
import { dialectPages } from "../dialects/errors.ts";
import { diffPages } from "../diff/errors.ts";
import { opPages } from "../ops/errors.ts";
import { revisionPages } from "../revisions/errors.ts";
import { runPages } from "../run/errors.ts";
import { schemaPages } from "../schema/errors.ts";
import { sourcePages } from "../sources/errors.ts";
import { projectPages } from "./errors.ts";

/** The pages of all rooms up to this one, by code. */
export function allErrorPages(): Readonly<Record<string, ErrorPage>> {
  return {
    ...schemaPages,
    ...opPages,
    ...bridgePages,
    ...dialectPages,
    ...revisionPages,
    ...diffPages,
    ...sourcePages,
    ...runPages,
    ...projectPages,
  };
}
