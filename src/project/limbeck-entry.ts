import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fail } from "./errors.ts";

/**
 * Absolute path of what `import "limbeck"` means in the user's files: the package's own entry, so that a config works even where the
 * package isn't installed, as under `npx`. Errors: INSTALLATION_BROKEN.
 */
export function limbeckEntry(): string {
  return ownFile(["./limbeck.js", "../limbeck.js", "../limbeck.ts"]);
}

/** Limbeck's version, as its package.json says it. Errors: INSTALLATION_BROKEN. */
export function limbeckVersion(): string {
  const manifest: { readonly version?: unknown } = JSON.parse(
    readFileSync(ownFile(["../package.json", "../../package.json"]), "utf8"),
  );
  return String(manifest.version);
}

/** The first of the files that is there, relative to this module: which stands in `src/project`, in `dist` or in `dist/chunks`. */
function ownFile(candidates: readonly string[]): string {
  const paths = candidates.map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw fail("INSTALLATION_BROKEN", `A file of Limbeck itself is missing: ${paths.join(" or ")}`);
}
