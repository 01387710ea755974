import type { PythonType } from "../../ops/python-dialect.ts";
import { sameName } from "../../schema/names.ts";
import type { Column, EnumType, Schema } from "../../schema/schema.ts";
import type { ColumnType, PlainTypeName } from "../../schema/types.ts";
import { canonicalType } from "./type-synonyms.ts";

/**
 * SQLAlchemy's spelling of a column's type; undefined for a type that it has none for. An enum is named by its values, and not made
 * with the table: the revision has a statement of its own for that.
 * Source: docs.sqlalchemy.org/en/20/dialects/postgresql.html (2.0.54), each compiled.
 */
export function pythonType(
  { type, collation }: Pick<Column, "type" | "collation">,
  schema: Schema,
): PythonType | undefined {
  const code = codeOf(canonicalType(type), schema, collation);
  if (code === undefined) return undefined;
  return { code, imports: code.includes("postgresql.") ? ["from sqlalchemy.dialects import postgresql"] : [] };
}

type Given = Readonly<Record<string, string | number | true | undefined>>;

function codeOf(type: ColumnType, schema: Schema, collation?: string): string | undefined {
  if (collation !== undefined && !/^(?:text|varchar|char)$/.test(type.kind)) return undefined;
  switch (type.kind) {
    case "text":
      return call("sa.Text", { collation });
    case "varchar":
      return call("sa.String", { length: type.length, collation });
    case "char":
      return call("sa.CHAR", { length: type.length, collation });
    case "numeric":
      return call("sa.Numeric", { precision: type.precision, scale: type.scale });
    case "bit":
      return call("postgresql.BIT", { length: type.length, varying: type.varying });
    case "time":
    case "timestamp":
      return momentCode(type);
    case "interval":
      return call("postgresql.INTERVAL", { fields: type.fields?.toUpperCase(), precision: type.precision });
    case "array":
      return arrayCode(type, schema);
    case "named":
      return enumCode(schema.enums.find((each) => sameName(each, type)));
    default:
      return PLAIN[type.kind as PlainTypeName];
  }
}

function momentCode({ kind, precision, timezone }: Extract<ColumnType, { readonly kind: "time" | "timestamp" }>) {
  const plain = kind === "time" ? "sa.Time" : "sa.DateTime";
  if (precision === undefined) return call(plain, { timezone });
  return call(`postgresql.${kind.toUpperCase()}`, { timezone, precision });
}

function arrayCode({ of, dimensions = 1 }: Extract<ColumnType, { readonly kind: "array" }>, schema: Schema) {
  const element = codeOf(of, schema);
  if (element === undefined) return undefined;
  return `postgresql.ARRAY(${element}${dimensions === 1 ? "" : `, dimensions=${dimensions}`})`;
}

function enumCode(type: EnumType | undefined): string | undefined {
  if (type === undefined) return undefined;
  const values = type.values.map((value) => `${text(value)}, `).join("");
  const place = type.schema === undefined ? "" : `schema=${text(type.schema)}, `;
  return `postgresql.ENUM(${values}name=${text(type.name)}, ${place}create_type=False)`;
}

function call(name: string, given: Given): string {
  const words = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${word(value)}`]));
  return `${name}(${words.join(", ")})`;
}

function word(value: string | number | true): string {
  return value === true ? "True" : typeof value === "string" ? text(value) : String(value);
}

/** JSON's escapes are Python's, too. */
function text(value: string): string {
  return JSON.stringify(value);
}

/** Types without parameters. What isn't here SQLAlchemy doesn't have, or has only by an extension of its own. */
const PLAIN: { readonly [K in ColumnType["kind"]]?: string } = {
  smallint: "sa.SmallInteger()",
  integer: "sa.Integer()",
  bigint: "sa.BigInteger()",
  real: "sa.REAL()",
  double: "sa.Double()",
  boolean: "sa.Boolean()",
  date: "sa.Date()",
  blob: "sa.LargeBinary()",
  uuid: "sa.Uuid()",
  json: "postgresql.JSON(astext_type=sa.Text())",
  jsonb: "postgresql.JSONB(astext_type=sa.Text())",
  hstore: "postgresql.HSTORE(text_type=sa.Text())",
  citext: "postgresql.CITEXT()",
  money: "postgresql.MONEY()",
  oid: "postgresql.OID()",
  inet: "postgresql.INET()",
  cidr: "postgresql.CIDR()",
  macaddr: "postgresql.MACADDR()",
  macaddr8: "postgresql.MACADDR8()",
  tsvector: "postgresql.TSVECTOR()",
  tsquery: "postgresql.TSQUERY()",
  int4range: "postgresql.INT4RANGE()",
  int8range: "postgresql.INT8RANGE()",
  numrange: "postgresql.NUMRANGE()",
  tsrange: "postgresql.TSRANGE()",
  tstzrange: "postgresql.TSTZRANGE()",
  daterange: "postgresql.DATERANGE()",
  int4multirange: "postgresql.INT4MULTIRANGE()",
  int8multirange: "postgresql.INT8MULTIRANGE()",
  nummultirange: "postgresql.NUMMULTIRANGE()",
  tsmultirange: "postgresql.TSMULTIRANGE()",
  tstzmultirange: "postgresql.TSTZMULTIRANGE()",
  datemultirange: "postgresql.DATEMULTIRANGE()",
};
