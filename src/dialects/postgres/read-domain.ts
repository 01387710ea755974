import { given } from "../../base/given.ts";
import type { Op } from "../../ops/op.ts";
import type { Check, Domain } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { readDefault } from "./read-column.ts";
import { ends, isAt, readName, readUntil } from "./read-cursor.ts";
import { canonicalType } from "./type-synonyms.ts";

/**
 * What stands behind CREATE DOMAIN. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://www.postgresql.org/docs/current/sql-createdomain.html (18).
 */
export function readDomain(cursor: Cursor): readonly Op[] | undefined {
  const name = readName(cursor);
  cursor.accept("AS");
  const type = canonicalType({ kind: "raw", sql: readUntil(cursor, ends(CLAUSES)) });
  const checks: Check[] = [];
  let domain: Domain = { ...name, type, nullable: true, checks };
  while (!cursor.isAtEnd()) {
    const named = cursor.accept("CONSTRAINT") ? { name: cursor.name() } : {};
    if (cursor.accept("NOT", "NULL")) domain = { ...domain, nullable: false };
    else if (cursor.accept("NULL")) continue;
    else if (cursor.accept("COLLATE")) domain = { ...domain, collation: cursor.name() };
    else if (cursor.accept("DEFAULT")) domain = { ...domain, ...given({ default: readDefault(cursor) }) };
    else if (cursor.accept("CHECK")) checks.push({ ...named, expression: cursor.parenthesised() });
    else return undefined;
  }
  return [{ kind: "createDomain", domain }];
}

const CLAUSES: ReadonlySet<string> = new Set(["CONSTRAINT", "NOT", "NULL", "COLLATE", "DEFAULT", "CHECK"]);

/**
 * What stands behind ALTER DOMAIN; undefined where ops don't say it. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://www.postgresql.org/docs/current/sql-alterdomain.html (18).
 */
export function readAlterDomain(cursor: Cursor): readonly Op[] | undefined {
  const name = readName(cursor);
  const altered = (changes: Extract<Op, { readonly kind: "alterDomain" }>["changes"]): readonly Op[] => [
    { kind: "alterDomain", ...name, changes },
  ];
  if (cursor.accept("SET", "NOT", "NULL")) return altered({ nullable: false });
  if (cursor.accept("DROP", "NOT", "NULL")) return altered({ nullable: true });
  if (cursor.accept("SET", "DEFAULT")) return altered({ default: readDefault(cursor) ?? null });
  if (cursor.accept("DROP", "DEFAULT")) return altered({ default: null });
  if (cursor.accept("DROP", "CONSTRAINT")) {
    const ifExists = cursor.accept("IF", "EXISTS") ? ({ ifExists: true } as const) : {};
    const check = cursor.name();
    if (!cursor.accept("CASCADE")) cursor.accept("RESTRICT");
    return [{ kind: "dropDomainCheck", ...name, check, ...ifExists }];
  }
  if (!cursor.accept("ADD")) return undefined;
  const named = cursor.accept("CONSTRAINT") ? { name: cursor.name() } : {};
  if (!cursor.accept("CHECK")) return undefined;
  const expression = cursor.parenthesised();
  if (!isAt(cursor, "NOT") && !cursor.isAtEnd()) return undefined;
  const notValid = cursor.accept("NOT", "VALID") ? ({ notValid: true } as const) : {};
  return [{ kind: "createDomainCheck", ...name, check: { ...named, expression, ...notValid } }];
}
