import { readFile } from "node:fs/promises";
import { messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Connection, Dialect, ScriptStatement } from "../dialects/contract.ts";
import { omit } from "../ops/edit.ts";
import type { Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import { displayPath } from "./files.ts";
import type { SchemaSource } from "./source.ts";

/**
 * SQL scripts that make the schema, run in their order in an empty scratch database, which is then read.
 * Errors: SOURCE_SQL_FAILED with path and line, SOURCE_EMPTY where there is no statement at all.
 */
export function sqlFileSource(paths: readonly string[], name: string): SchemaSource {
  return {
    name: `SQL ${name}`,
    async read({ dialect, directory, exclude, wants, connection: project }) {
      const connection = await dialect.scratch(project?.target);
      try {
        let count = 0;
        for (const path of paths) {
          count += await runScript(dialect, connection, await readFile(path, "utf8"), displayPath(path, directory));
        }
        if (count === 0) throw fail("SOURCE_EMPTY", `There is no statement in ${name}.`);
        await dialect.restore?.(connection, true);
        return inAnyVersion(await dialect.inspect(connection, { exclude, ...given({ wants }) }));
      } finally {
        await connection.close();
      }
    },
  };
}

/** The versions of extensions are those of the scratch server, and not what the script asks for. */
function inAnyVersion(schema: Schema): Schema {
  return { ...schema, extensions: schema.extensions.map((extension) => omit(extension, "version")) };
}

/** Runs the statements of a script and returns how many there were. */
async function runScript(dialect: Dialect, connection: Connection, script: string, path: string): Promise<number> {
  const statements = statementsOf(dialect, script, path);
  for (const { sql, line } of statements) {
    try {
      await connection.execute(sql);
    } catch (error) {
      throw fail("SOURCE_SQL_FAILED", `${path}:${line}: ${messageOf(error)}`, {
        details: { path, line, sql },
        cause: error,
      });
    }
  }
  return statements.length;
}

function statementsOf(dialect: Dialect, script: string, path: string): readonly ScriptStatement[] {
  try {
    return dialect.split(script.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw fail("SOURCE_SQL_FAILED", `${path}: ${messageOf(error)}`, { details: { path }, cause: error });
  }
}
