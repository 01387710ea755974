import { isLimbeckError } from "../../base/error.ts";
import { applyOps } from "../../ops/behaviours.ts";
import { emptySchema, type Schema } from "../../schema/schema.ts";
import type { Facts, Server } from "../contract.ts";
import { rawFacts } from "./raw-facts.ts";
import { readOps } from "./read-ops.ts";
import { split } from "./split.ts";

/** One statement of a script of raw SQL. */
export interface RawStatement {
  readonly sql: string;
  readonly facts: Facts;
  /** The schema behind it; an empty one where nothing is known of it any more. */
  readonly after: Schema;
}

/** The statements of raw SQL, each with what it does to the schema that the one before it leaves. Errors: as `rawFacts` and `split`. Pure. */
export function rawStatements(script: string, before: Schema, server: Server): readonly RawStatement[] {
  let schema = before;
  return split(script).map(({ sql }) => {
    const facts = rawFacts(sql, server, schema);
    schema = afterSql(sql, schema, server);
    return { sql, facts, after: schema };
  });
}

function afterSql(sql: string, before: Schema, server: Server): Schema {
  const ops = readOps(sql, before, server);
  if (ops === undefined) return emptySchema;
  try {
    return applyOps(before, ops);
  } catch (error) {
    // The database is another one than the SQL was written for: what it looks like afterwards isn't known.
    if (isLimbeckError(error)) return emptySchema;
    throw error;
  }
}
