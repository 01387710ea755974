import { stableJson } from "../base/hash.ts";
import { fail } from "../bridge/errors.ts";
import type { RevisionSection } from "../revisions/new-revision.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type { Environment } from "./python.ts";
import type { Content } from "./revision-content.ts";
import { type HookedPart, hasHook } from "./revision-hook.ts";

/** What autogenerate found for one of several databases. */
export interface DatabasePart {
  readonly environment: Environment;
  /** Undefined where there is nothing to do. */
  readonly content: Content | undefined;
}

/**
 * One revision of what is to be done to several databases, each of which has its own part in the file, or the same where env.py gives them
 * one place; undefined when nothing is to be done.
 * Errors: BRIDGE_ENV_SEVERAL for a language in which a file has no such parts, and for databases of one place that need different things.
 */
export function severalContent(parts: readonly DatabasePart[], format: RevisionFormat): Content | undefined {
  const done = parts.flatMap(({ content }) => content ?? []);
  if (done.length === 0) return undefined;
  const places = new Set(parts.map(({ environment }) => environment.upgradeToken));
  const whole = places.size < parts.length ? shared(parts) : apart(parts, format);
  const hooked = parts.some(({ environment }) => hasHook(environment)) ? { hooked: parts.map(hookedPart) } : {};
  const { hooked: _, ...content } = whole;
  return { ...content, ...hooked };
}

/** What all of them need, as tenants of one application do. */
function shared(parts: readonly DatabasePart[]): Content {
  const [first, ...others] = parts;
  const other = others.find(
    ({ content }) => stableJson(content?.body ?? null) !== stableJson(first?.content?.body ?? null),
  );
  if (first?.content !== undefined && other === undefined) return first.content;
  const [one, two] = [first?.environment.name, other?.environment.name];
  throw fail(
    "BRIDGE_ENV_SEVERAL",
    `The databases "${one}" and "${two}" need different changes, and env.py has one place in the file for both`,
    {
      hint: `Write what one of them needs with --database ${one}, or let env.py give each an upgrade_token and a downgrade_token of its own.`,
      details: { databases: [one, two] },
    },
  );
}

function apart(parts: readonly DatabasePart[], format: RevisionFormat): Content {
  if (format !== "py") {
    const names = parts.map(({ environment }) => environment.name);
    throw fail("BRIDGE_ENV_SEVERAL", `env.py works on several databases: ${names.join(", ")}`, {
      hint: "Leave --format out: a revision in Python has a function for each of them.",
      details: { names },
    });
  }
  const sections: RevisionSection[] = [];
  const contents: Content[] = [];
  for (const { environment, content } of parts) {
    if (content === undefined) continue;
    const { upgradeToken, downgradeToken, name } = environment;
    sections.push({ upgradeToken, downgradeToken, upgrade: content.body.upgrade, downgrade: content.body.downgrade });
    contents.push(named(content, name));
  }
  const imports = [...new Set(contents.flatMap(({ body }) => body.imports))];
  return {
    body: { upgrade: "", downgrade: "", imports, sections },
    changes: contents.flatMap(({ changes }) => changes),
    warnings: contents.flatMap(({ warnings }) => warnings),
  };
}

function hookedPart({ environment, content }: DatabasePart): HookedPart {
  const part = content?.hooked?.[0] ?? { upgrade: [], downgrade: [] };
  return { ...part, database: environment.name };
}

function named(content: Content, name: string): Content {
  return {
    ...content,
    changes: content.changes.map((change) => ({ ...change, text: `${name}: ${change.text}` })),
    warnings: content.warnings.map((warning) => `${name}: ${warning}`),
  };
}
