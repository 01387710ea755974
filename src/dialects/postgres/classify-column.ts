import type { ColumnDef, Constraint, Node } from "libpg-query";
import type { Facts } from "../contract.ts";
import { lock } from "./facts.ts";
import { quick } from "./raw-facts.ts";
import { all, partsText, relationText } from "./syntax-tree.ts";
import { volatilityOf } from "./volatility.ts";

const PAGE = "sql-altertable";

/**
 * `ADD [CONSTRAINT name] …` of a table. A valid index or check that spares the scan is not in the text.
 * Source: https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function constraintFacts(rule: Constraint | undefined, table: string): Facts {
  const exclusive = quick(PAGE, lock(table, "ACCESS EXCLUSIVE"));
  const isNew = rule?.skip_validation !== true && rule?.is_enforced !== false;
  switch (rule?.contype) {
    case "CONSTR_CHECK":
      return { ...exclusive, scans: isChecked(rule) };
    case "CONSTR_NOTNULL":
      return { ...exclusive, scans: isNew ? "unknown" : false, since: "18" };
    case "CONSTR_EXCLUSION":
      return { ...exclusive, scans: true };
    case "CONSTR_UNIQUE":
      return { ...exclusive, scans: rule.indexname === undefined };
    case "CONSTR_PRIMARY":
      // Columns that may be NULL are read, and whether they may isn't in the text.
      return { ...exclusive, scans: rule.indexname === undefined ? true : "unknown" };
    case "CONSTR_FOREIGN": {
      const locks = [lock(table, "SHARE ROW EXCLUSIVE"), lock(relationText(rule.pktable), "SHARE ROW EXCLUSIVE")];
      return {
        ...quick(PAGE, ...locks),
        scans: isChecked(rule),
        ...(rule.fk_with_period === true ? { since: "18" } : {}),
      };
    }
    default:
      return { ...exclusive, scans: "unknown" };
  }
}

/** A constraint that is neither NOT VALID nor NOT ENFORCED. Only those of the two kinds have the flags. */
function isChecked({ skip_validation, is_enforced }: Constraint): boolean {
  return skip_validation !== true && is_enforced === true;
}

/**
 * `ADD COLUMN`: a default that differs from row to row is written into each, one that doesn't is kept in the catalogue.
 * Source: https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES (11 to 18).
 */
export function newColumnFacts(column: ColumnDef | undefined, table: string): Facts {
  const rules = all("Constraint", column?.constraints);
  const find = (kind: Constraint["contype"]) => rules.find(({ contype }) => contype === kind);
  const foreign = find("CONSTR_FOREIGN");
  const locks = [
    lock(table, "ACCESS EXCLUSIVE"),
    ...(foreign === undefined ? [] : [lock(relationText(foreign.pktable), "SHARE ROW EXCLUSIVE")]),
  ];
  const rewrites = rewritesFor(column, rules);
  const isVirtual = find("CONSTR_GENERATED")?.generated_kind === "v";
  const isScanned =
    rules.some(({ contype }) => ["CONSTR_CHECK", "CONSTR_UNIQUE", "CONSTR_PRIMARY"].includes(contype ?? "")) ||
    (find("CONSTR_DEFAULT") !== undefined && foreign !== undefined) ||
    (isVirtual && find("CONSTR_NOTNULL") !== undefined);
  const scans = rewrites === true || isScanned || rewrites;
  return { ...quick(PAGE, ...locks), scans, rewrites, ...(isVirtual ? { since: "18" } : {}) };
}

function rewritesFor(column: ColumnDef | undefined, rules: readonly Constraint[]): Facts["rewrites"] {
  const names = all("String", column?.typeName?.names).map(({ sval = "" }) => sval);
  const type = names.at(-1) ?? "";
  if (names.length === 1 && SERIAL.has(type)) return true;
  const generated = rules.find(({ contype }) => contype === "CONSTR_GENERATED");
  if (generated !== undefined) return generated.generated_kind !== "v";
  if (rules.some(({ contype }) => contype === "CONSTR_IDENTITY")) return true;
  // A type of another name may be a domain, whose constraints are tested by writing the table anew.
  const isKnown = names.length === 2 ? names[0] === "pg_catalog" : BUILT_IN.has(type);
  if (!isKnown) return "unknown";
  const given = rules.find(({ contype }) => contype === "CONSTR_DEFAULT")?.raw_expr;
  return given === undefined ? false : volatilityOf(calledIn(given));
}

/** The functions that an expression calls, without their namespace. */
function calledIn(expression: Node): readonly string[] {
  const names: string[] = [];
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const each of part) visit(each);
    else if (typeof part === "object" && part !== null) {
      for (const [kind, value] of Object.entries(part)) {
        if (kind === "FuncCall")
          names.push(partsText((value as { readonly funcname?: Node[] }).funcname).replace(/^.*\./, ""));
        visit(value);
      }
    }
  };
  visit(expression);
  return names;
}

const SERIAL: ReadonlySet<string> = new Set("smallserial serial bigserial serial2 serial4 serial8".split(" "));

/** Types that the grammar has no words of its own for; those come with the namespace pg_catalog. */
const BUILT_IN: ReadonlySet<string> = new Set(
  [
    "int2 int4 int8 float4 float8 money bool text bpchar name bytea date timetz timestamptz uuid json jsonb jsonpath xml inet cidr",
    "macaddr macaddr8 varbit point line lseg box path polygon circle tsvector tsquery oid int4range int8range numrange tsrange",
    "tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange",
  ].flatMap((line) => line.split(" ")),
);
