import type { DefaultValue } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { type SqlToken, sqlTokens } from "../../schema/sql-tokens.ts";

/**
 * True when a default may differ from row to row, so that a new column with it writes each row; "unknown" when it calls a
 * function that isn't in the tables below. An expression of constants, operators and casts is the same for each row.
 * Source: https://www.postgresql.org/docs/current/xfunc-volatility.html; `pg_proc.provolatile` of 13 to 18.
 */
export function isVolatile(value: DefaultValue): boolean | "unknown" {
  return isSql(value) ? volatilityOf(calledFunctions(value.sql)) : false;
}

/** The same for an expression that calls these functions, named without their namespace. */
export function volatilityOf(called: readonly string[]): boolean | "unknown" {
  if (called.some((name) => volatile.has(name))) return true;
  return called.every((name) => steady.has(name)) ? false : "unknown";
}

/** Names of the functions that an expression calls, small, without their namespace. */
function calledFunctions(text: string): readonly string[] {
  const tokens = sqlTokens(text).filter((token) => token.kind !== "blank");
  return tokens.flatMap((token, i) => (tokens[i + 1]?.text === "(" && isName(token, tokens, i) ? [nameOf(token)] : []));
}

/** Not the name of a type in a cast, such as `varchar` in `''::varchar(5)`, nor a keyword. */
function isName(token: SqlToken, tokens: readonly SqlToken[], at: number): boolean {
  if (token.kind === "name") return true;
  if (token.kind !== "word" || notFunctions.has(token.text.toLowerCase())) return false;
  const before = tokens[at - 1];
  return before?.text !== ":" && before?.text.toLowerCase() !== "as";
}

function nameOf(token: SqlToken): string {
  return token.kind === "name" ? token.text.slice(1, -1) : token.text.toLowerCase();
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

const notFunctions = words(
  "and or not in is case when then else between like array row varying character timestamp time interval numeric decimal",
);

const volatile = words(
  "nextval currval lastval setval random random_normal clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 " +
    "uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 gen_random_bytes gen_salt pg_sleep txid_current pg_current_xact_id",
);

const steady = words(
  "now statement_timestamp transaction_timestamp current_timestamp current_time localtime localtimestamp current_setting " +
    "coalesce nullif greatest least lower upper initcap length char_length octet_length trim btrim ltrim rtrim left right lpad " +
    "rpad substring substr position replace translate repeat reverse md5 sha256 encode decode chr ascii concat concat_ws format " +
    "to_char to_date to_timestamp to_number date_trunc date_part extract age make_date make_time make_timestamp " +
    "make_timestamptz make_interval timezone abs ceil ceiling floor round trunc sign sqrt power exp ln log mod cast " +
    "array_fill array_append cardinality jsonb_build_object json_build_object jsonb_build_array json_build_array to_json " +
    "to_jsonb jsonb_object json_object row_to_json int4range int8range numrange tsrange tstzrange daterange current_schema",
);
