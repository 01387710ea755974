import type { DefaultValue, Sql } from "./schema.ts";

/** SQL text in a revision or a model: sql`now()`. Values may be put in only if they are SQL themselves. */
export function sql(parts: TemplateStringsArray, ...values: readonly (Sql | number)[]): Sql {
  const text = parts.raw.map((part, i) => part.replaceAll("\\`", "`").replaceAll("\\${", "${") + textOf(values[i]));
  return { sql: text.join("") };
}

function textOf(value: Sql | number | undefined): string {
  if (value === undefined) return "";
  return typeof value === "number" ? String(value) : value.sql;
}

/** True when a default is an expression, not a constant. */
export function isSql(value: DefaultValue | undefined): value is Sql {
  return typeof value === "object";
}
