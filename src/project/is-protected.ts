import type { Database } from "./database.ts";
import type { Settings } from "./settings.ts";

/** Whether the config protects the database: all of it, or those whose URL, without its password, a pattern matches. */
export function isProtected({ protects }: Settings, { display }: Pick<Database, "display">): boolean {
  if (typeof protects === "boolean") return protects;
  return protects.some((pattern) => new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`).test(display));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
