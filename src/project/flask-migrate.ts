import { existsSync, readFileSync } from "node:fs";

/**
 * Whether an env.py is Flask-Migrate's, and doesn't make the application itself that it asks for the engine and the models
 * (flask-migrate.readthedocs.io, 2.0 to 4.1).
 */
export function isFlaskMigrate(path: string): boolean {
  if (!existsSync(path)) return false;
  const text = readFileSync(path, "utf8");
  return /\bcurrent_app\s*\.\s*extensions\s*\[\s*['"]migrate['"]\s*\]/.test(text) && !text.includes("app_context(");
}
