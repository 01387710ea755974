import type { EnvironmentConfig } from "./config.ts";
import type { UrlSetting } from "./settings.ts";

/**
 * The URL that a config means: its own, or that of the variable which it names, or DATABASE_URL when it says nothing.
 * A variable that the config names and that isn't set is not replaced by another: that would be another database.
 */
export function urlSetting(
  configured: EnvironmentConfig["url"],
  { path, env }: { readonly path: string; readonly env: Readonly<Record<string, string | undefined>> },
): UrlSetting {
  if (typeof configured === "string") return { kind: "known", text: configured, from: path };
  const name = configured?.env ?? "DATABASE_URL";
  const value = env[name];
  if (value !== undefined && value !== "") {
    return { kind: "known", text: value, from: `the environment variable ${name}` };
  }
  const why =
    configured === undefined
      ? `"${path}" has no URL, and DATABASE_URL is not set`
      : `"${path}" takes the URL from the environment variable ${name}, which is not set`;
  return { kind: "missing", why };
}
