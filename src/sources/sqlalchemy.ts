import { given } from "../base/given.ts";
import { remembered } from "../base/remember.ts";
import type { EnvironmentContext, ModelsPart, PlacedModels } from "../bridge/model-commands.ts";
import { MODELS_LIMIT_MS, readModels } from "../bridge/read-models.ts";
import type { Dialect } from "../dialects/contract.ts";
import { withCheckNames } from "../schema/own-type-builders.ts";
import { type Column, type Domain, emptySchema, type Schema, type Table } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import type { SchemaSource, SourceContext } from "./source.ts";
import { type Before, beforeOf, completeModels, completeTables } from "./sqlalchemy-complete.ts";
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

/** The tables of classes whose module nothing has imported are in no MetaData. */
const UNIMPORTED =
  "Import every module that defines models where the MetaData is named, before it is read; to drop everything, write that revision by hand.";

/**
 * Models in SQLAlchemy, read by the project's own Python and compiled by SQLAlchemy's own compilers. What they have no words for, such as
 * views and triggers, is taken from the database, so that it stays as it is. Errors: BRIDGE_*, SOURCE_EMPTY, SOURCE_NO_PYTHON.
 */
export function sqlalchemySource(from: SqlalchemyPlace): SchemaSource {
  const name = "place" in from ? `models ${from.place}` : "models of env.py";
  return {
    name,
    async read({ dialect, directory, connection, home, python, have }) {
      if (python === undefined) throw fail("SOURCE_NO_PYTHON", `There is no Python to read the ${name} with.`);
      const bridge = await python();
      const hooked = "environment" in from && from.environment.hooks.some((hook) => filters.includes(hook));
      const request = {
        ...placeOf(from, { dialect, directory, ...given({ connection, home }) }),
        ...(hooked && have !== undefined
          ? { have: (await have).tables.map((table) => withTypeTexts(table, dialect)) }
          : {}),
      };
      const readType = remembered(dialect.readType);
      const before = have?.then((schema) => readyBefore(schema, dialect));
      // Its failure is told when all that Python says is there.
      before?.catch(() => undefined);
      const parts: Promise<readonly Table[]>[] = [];
      const take = async (part: ModelsPart): Promise<readonly Table[]> => {
        const tables = part.tables.map((table) => withTypes(table, readType));
        return before === undefined ? tables : completed({ ...part, tables }, await before, dialect);
      };
      const rest = await readModels(bridge, request, (part) => {
        const tables = take(part);
        // Its failure, too.
        tables.catch(() => undefined);
        parts.push(tables);
      });
      const tables = (await Promise.all(parts)).flat();
      if (tables.length === 0) throw fail("SOURCE_EMPTY", `The ${name} have no table.`, { hint: UNIMPORTED });
      const domains = rest.schema.domains.map((domain) => {
        return { ...withType(domain, readType), checks: withCheckNames(domain.name, domain.checks) };
      });
      const schema = { ...rest.schema, domains, tables };
      if (have === undefined) return schema;
      const rules = "place" in from ? undefined : from.environment;
      return completeModels({ schema, leftAlone: rest.leftAlone }, await have, rules);
    },
    isCompleted: true,
    async spell({ dialect, directory, connection, home, python }, tables) {
      if (python === undefined) throw fail("SOURCE_NO_PYTHON", `There is no Python to read the ${name} with.`);
      const bridge = await python();
      const request = { ...placeOf(from, { dialect, directory, ...given({ connection, home }) }), tables };
      return bridge.call("spell", request, { timeoutMs: MODELS_LIMIT_MS });
    },
  };
}

/** The models in Python that a source names, if it names such. */
export function placedModels(spec: string | readonly string[], directory: string): PlacedModels | undefined {
  const [only, second] = typeof spec === "string" ? [spec] : spec;
  const start = `${sqlalchemyScheme}:`;
  if (only?.toLowerCase().startsWith(start) !== true || second !== undefined) return undefined;
  return { place: only.slice(start.length), path: pathIn(directory) };
}

/** Where the project's modules are. */
function pathIn(directory: string): readonly string[] {
  return [directory, `${directory}/src`];
}

/** Which models, and for which dialect. */
function placeOf(
  from: SqlalchemyPlace,
  { dialect, directory, connection, home }: Pick<SourceContext, "dialect" | "directory" | "connection" | "home">,
) {
  return {
    ...sqlalchemyDialect(dialect, connection?.server),
    ...given({ home }),
    ...(connection?.server.tableNames === undefined ? {} : { foldsHome: true as const }),
    path: pathIn(directory),
    ...("place" in from ? { place: from.place } : {}),
  };
}

/** Hooks of env.py that say what is compared. */
const filters: readonly string[] = ["include_name", "include_object", "compare_type", "compare_server_default"];

/** With the type of each column as the dialect reads its text. */
function withTypes(table: Table, readType: Dialect["readType"]): Table {
  return { ...table, columns: table.columns.map((column) => withType(column, readType)) };
}

function withType<T extends Column | Domain>(one: T, readType: Dialect["readType"]): T {
  return one.type.kind === "raw" ? { ...one, type: readType(one.type.sql) } : one;
}

/** The database, with its normal form made while Python works. */
function readyBefore(have: Schema, dialect: Dialect): Before {
  dialect.normaliseAhead?.(have);
  return beforeOf(have);
}

/** Completes tables while Python reads the next ones. Their normal forms are made among the types of the database, which those of the models mostly are. */
function completed(part: ModelsPart, before: Before, dialect: Dialect): readonly Table[] {
  const tables = completeTables(part, before);
  const { enums, domains, composites, ranges } = before.have;
  dialect.normaliseAhead?.({ ...emptySchema, enums, domains, composites, ranges, tables });
  return tables;
}
