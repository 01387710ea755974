import { readFile } from "node:fs/promises";
import { messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import { quickHash } from "../base/hash.ts";
import type { Connection, Dialect, ScriptStatement } from "../dialects/contract.ts";
import { omit } from "../ops/edit.ts";
import type { Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import { displayPath } from "./files.ts";
import type { SchemaSource, SourceContext } from "./source.ts";

/**
 * SQL scripts that make the schema, run in their order in an empty scratch database, which is then read. What they made is kept: the same
 * scripts on the same server make it again.
 * Errors: SOURCE_SQL_FAILED with path and line, SOURCE_EMPTY where there is no statement at all.
 */
export function sqlFileSource(paths: readonly string[], name: string): SchemaSource {
  return {
    name: `SQL ${name}`,
    async read(context) {
      const { dialect, kept, connection: project, directory } = context;
      const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
      const facts = kept === undefined || project === undefined ? undefined : dialect.scratchFacts?.(project.target);
      const madeOf = facts && JSON.stringify([await facts, context.exclude, paths, texts.map(quickHash)]);
      const found = madeOf && kept?.find(name, madeOf);
      if (found) return found;
      const scripts = texts.map((text, i): Script => {
        const path = displayPath(paths[i] ?? "", directory);
        return { path, statements: statementsOf(dialect, text, path) };
      });
      if (scripts.every(({ statements }) => statements.length === 0)) {
        throw fail("SOURCE_EMPTY", `There is no statement in ${name}.`);
      }
      const schema = await made(scripts, context);
      if (madeOf && scripts.every(saysAll)) kept?.keep(name, madeOf, schema);
      return schema;
    },
  };
}

interface Script {
  /** For messages. */
  readonly path: string;
  readonly statements: readonly ScriptStatement[];
}

/** True where no statement looks at what is there: what it makes is in its own words. */
function saysAll({ statements }: Script): boolean {
  return statements.every(({ sql }) =>
    /^(?:CREATE|ALTER|COMMENT|DROP|GRANT|REVOKE|SET)\b|^SELECT pg_catalog\.set_config\(/i.test(sql),
  );
}

async function made(
  scripts: readonly Script[],
  { dialect, exclude, wants, connection: project }: SourceContext,
): Promise<Schema> {
  const connection = await dialect.scratch(project?.target);
  try {
    for (const script of scripts) await run(connection, script);
    await dialect.restore?.(connection, true);
    return inAnyVersion(
      await dialect.inspect(connection, { exclude, standsAlone: () => "refused", ...given({ wants }) }),
    );
  } finally {
    await connection.close();
  }
}

/** The versions of extensions are those of the scratch server, and not what the script asks for. */
function inAnyVersion(schema: Schema): Schema {
  return { ...schema, extensions: schema.extensions.map((extension) => omit(extension, "version")) };
}

async function run(connection: Connection, { path, statements }: Script): Promise<void> {
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
}

function statementsOf(dialect: Dialect, script: string, path: string): readonly ScriptStatement[] {
  try {
    return dialect.split(script.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw fail("SOURCE_SQL_FAILED", `${path}: ${messageOf(error)}`, { details: { path }, cause: error });
  }
}
