import { fail } from "../bridge/errors.ts";
import type { RevisionSection } from "../revisions/new-revision.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type { Environment } from "./python.ts";
import type { Content } from "./revision-content.ts";

/** What autogenerate found for one of several databases. */
interface Part {
  readonly environment: Environment | undefined;
  /** Undefined where there is nothing to do. */
  readonly content: Content | undefined;
}

/**
 * One revision of what is to be done to several databases, each of which has its own part in the file; undefined when nothing is.
 * Errors: BRIDGE_ENV_SEVERAL for a language in which a file has no such parts; BRIDGE_HOOK_UNSUPPORTED.
 */
export async function severalContent(
  names: readonly string[],
  format: RevisionFormat,
  read: (name: string) => Promise<Part>,
): Promise<Content | undefined> {
  if (format !== "py") {
    throw fail("BRIDGE_ENV_SEVERAL", `env.py works on several databases: ${names.join(", ")}`, {
      hint: "Leave --format out: a revision in Python has a function for each of them.",
      details: { names },
    });
  }
  const sections: RevisionSection[] = [];
  const contents: Content[] = [];
  for (const name of names) {
    const { environment, content } = await read(name);
    if (environment === undefined || content === undefined) continue;
    refuseHook(environment);
    const { upgradeToken, downgradeToken } = environment;
    sections.push({ upgradeToken, downgradeToken, upgrade: content.body.upgrade, downgrade: content.body.downgrade });
    contents.push(named(content, name));
  }
  if (contents.length === 0) return undefined;
  const imports = [...new Set(contents.flatMap(({ body }) => body.imports))];
  return {
    body: { upgrade: "", downgrade: "", imports, sections },
    changes: contents.flatMap(({ changes }) => changes),
    warnings: contents.flatMap(({ warnings }) => warnings),
  };
}

function named(content: Content, name: string): Content {
  return {
    ...content,
    changes: content.changes.map((change) => ({ ...change, text: `${name}: ${change.text}` })),
    warnings: content.warnings.map((warning) => `${name}: ${warning}`),
  };
}

/** The hook would be given all databases at once. */
function refuseHook({ hooks }: Environment): void {
  if (!hooks.includes("process_revision_directives")) return;
  throw fail("BRIDGE_HOOK_UNSUPPORTED", "process_revision_directives of env.py can't be asked about several databases");
}
