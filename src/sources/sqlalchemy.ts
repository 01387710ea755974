import { given } from "../base/given.ts";
import type { EnvironmentContext, ModelsReply } from "../bridge/model-commands.ts";
import type { Dialect } from "../dialects/contract.ts";
import { withCheckNames } from "../schema/own-type-builders.ts";
import type { Column, Domain } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import { fail } from "./errors.ts";
import type { SchemaSource, SourceContext } from "./source.ts";
import { completeModels } from "./sqlalchemy-complete.ts";
import { sqlalchemyDialect, withTypeTexts } from "./sqlalchemy-dialect.ts";

/** Where the models are: a place in Python, or what env.py names. */
export type SqlalchemyPlace =
  /** `package.module:attribute`, imported from the project's directory or its `src`. */
  { readonly place: string } | { readonly environment: EnvironmentContext };

/** The start of a source that names a place in Python. */
export const sqlalchemyScheme = "sqlalchemy";

/** For `models` of the config: a MetaData, or what has one: sqlalchemy("myapp.models:Base"). */
export function sqlalchemy(place: string): string {
  return `${sqlalchemyScheme}:${place}`;
}

/** An application may be large. */
const MODELS_LIMIT_MS = 300_000;

/**
 * Models in SQLAlchemy, read by the project's own Python and compiled by SQLAlchemy's own compilers. What they have no words for, such as
 * views and triggers, is taken from the database, so that it stays as it is. Errors: BRIDGE_*, SOURCE_EMPTY, SOURCE_NO_PYTHON.
 */
export function sqlalchemySource(from: SqlalchemyPlace): SchemaSource {
  const name = "place" in from ? `models ${from.place}` : "models of env.py";
  return {
    name,
    async read({ dialect, directory, connection, python, have }) {
      if (python === undefined) throw fail("SOURCE_NO_PYTHON", `There is no Python to read the ${name} with.`);
      const bridge = await python();
      const hooked = "environment" in from && from.environment.hooks.some((hook) => filters.includes(hook));
      const request = {
        ...placeOf(from, { dialect, directory, ...given({ connection }) }),
        ...(hooked && have !== undefined
          ? { have: (await have).tables.map((table) => withTypeTexts(table, dialect)) }
          : {}),
      };
      const reply = await bridge.call("models", request, { timeoutMs: MODELS_LIMIT_MS });
      if (reply.schema.tables.length === 0) throw fail("SOURCE_EMPTY", `The ${name} have no table.`);
      const models = withTypes(reply, dialect);
      if (have === undefined) return models.schema;
      return completeModels(models, await have, "place" in from ? undefined : from.environment);
    },
    async spell({ dialect, directory, connection, python }, tables) {
      if (python === undefined) throw fail("SOURCE_NO_PYTHON", `There is no Python to read the ${name} with.`);
      const bridge = await python();
      const request = { ...placeOf(from, { dialect, directory, ...given({ connection }) }), tables };
      return bridge.call("spell", request, { timeoutMs: MODELS_LIMIT_MS });
    },
  };
}

/** Which models, and for which dialect. */
function placeOf(
  from: SqlalchemyPlace,
  { dialect, directory, connection }: Pick<SourceContext, "dialect" | "directory" | "connection">,
) {
  return {
    ...sqlalchemyDialect(dialect, connection?.server),
    path: [directory, `${directory}/src`],
    ...("place" in from ? { place: from.place } : {}),
  };
}

/** Hooks of env.py that say what is compared. */
const filters: readonly string[] = ["include_name", "include_object", "compare_type", "compare_server_default"];

/** With every type as the dialect reads its text. */
function withTypes(reply: ModelsReply, dialect: Dialect): ModelsReply {
  const known = new Map<string, ColumnType>();
  const typeOf = (text: string): ColumnType => {
    const type = known.get(text) ?? dialect.readType(text);
    known.set(text, type);
    return type;
  };
  const typed = <T extends Column | Domain>(one: T): T =>
    one.type.kind === "raw" ? { ...one, type: typeOf(one.type.sql) } : one;
  const tables = reply.schema.tables.map((table) => ({ ...table, columns: table.columns.map(typed) }));
  const domains = reply.schema.domains.map((one) => ({ ...typed(one), checks: withCheckNames(one.name, one.checks) }));
  return { ...reply, schema: { ...reply.schema, domains, tables } };
}
