import type { PythonType } from "../../ops/python-dialect.ts";
import type { Column } from "../../schema/schema.ts";
import type { ColumnType, PlainTypeName } from "../../schema/types.ts";

/**
 * SQLAlchemy's spelling of a column's type; undefined for a type that it has none for. What every server has is said in its general
 * words, and the rest in those of its module for MySQL. Source: docs.sqlalchemy.org/en/20/dialects/mysql.html (2.0.54), each compiled.
 */
export function pythonType({ type, collation }: Pick<Column, "type" | "collation">): PythonType | undefined {
  if (collation !== undefined && !(TEXTS.has(type.kind) && WORD.test(collation))) return undefined;
  const code = codeOf(type, collation);
  if (code === undefined) return undefined;
  return { code, imports: code.includes("mysql.") ? ["from sqlalchemy.dialects import mysql"] : [] };
}

const TEXTS: ReadonlySet<string> = new Set(["char", "varchar", "text", "enum", "set"]);
const WORD = /^\w+$/;

type Given = Readonly<Record<string, string | number | true | undefined>>;

function codeOf(type: ColumnType, collation: string | undefined): string | undefined {
  switch (type.kind) {
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "integer":
    case "bigint": {
      const { width, unsigned, zerofill } = type;
      const plain = INTEGERS[type.kind];
      if (plain !== undefined && width === undefined && unsigned === undefined) return `${plain}()`;
      return call(`mysql.${type.kind.toUpperCase()}`, { display_width: width, unsigned, zerofill });
    }
    case "numeric":
      return numberCode("sa.Numeric", "mysql.NUMERIC", type, { precision: type.precision, scale: type.scale });
    case "real":
    case "double":
      return numberCode("sa.Double", "mysql.DOUBLE", type, {});
    case "float":
      return numberCode("sa.Float", "mysql.FLOAT", type, { precision: type.precision });
    case "char":
      return textCode("sa.CHAR", "mysql.CHAR", { length: type.length }, { charset: type.charset, collation });
    case "varchar":
      return textCode("sa.String", "mysql.VARCHAR", { length: type.length }, { charset: type.charset, collation });
    case "text": {
      const own = `mysql.${(type.size ?? "").toUpperCase()}TEXT`;
      return textCode(type.size === undefined ? "sa.Text" : own, own, {}, { charset: type.charset, collation });
    }
    case "binary":
    case "varbinary":
      return call(`sa.${type.kind.toUpperCase()}`, { length: type.length });
    case "blob":
      return type.size === undefined ? "sa.LargeBinary()" : `mysql.${type.size.toUpperCase()}BLOB()`;
    case "bit":
      return type.varying === true ? undefined : call("mysql.BIT", { length: type.length });
    case "time":
    case "timestamp":
    case "datetime":
      if (type.precision !== undefined) return call(`mysql.${type.kind.toUpperCase()}`, { fsp: type.precision });
      return MOMENTS[type.kind];
    case "enum":
    case "set":
      return valuesCode(type, collation);
    case "raw":
      return realCode(type.sql);
    default:
      return PLAIN[type.kind as PlainTypeName];
  }
}

const INTEGERS: Readonly<Record<string, string>> = {
  smallint: "sa.SmallInteger",
  integer: "sa.Integer",
  bigint: "sa.BigInteger",
};

const MOMENTS = { time: "sa.Time()", timestamp: "sa.TIMESTAMP()", datetime: "sa.DateTime()" } as const;

function numberCode(
  plain: string,
  own: string,
  { unsigned, zerofill }: { readonly unsigned?: true; readonly zerofill?: true },
  parameters: Given,
): string {
  return unsigned === undefined ? call(plain, parameters) : call(own, { ...parameters, unsigned, zerofill });
}

/** The general words know of no character set. */
function textCode(
  plain: string,
  own: string,
  parameters: Given,
  { charset, collation }: { readonly charset: string | undefined; readonly collation: string | undefined },
): string | undefined {
  if (charset !== undefined && !WORD.test(charset)) return undefined;
  return charset === undefined
    ? call(plain, { ...parameters, collation })
    : call(own, { ...parameters, charset, collation });
}

/** SQLAlchemy doubles the quotes in a value, and leaves its backslashes as they are; it takes no set with an empty value. */
function valuesCode(
  { kind, values, charset }: Extract<ColumnType, { readonly kind: "enum" | "set" }>,
  collation: string | undefined,
): string | undefined {
  if (values.some((value) => value.includes("\\") || (kind === "set" && value === ""))) return undefined;
  const isPlain = kind === "enum" && charset === undefined && collation === undefined;
  const listed = values.map(text).join(", ");
  if (isPlain) return `sa.Enum(${listed})`;
  const words = call("", { charset, collation }).slice(1, -1);
  return `mysql.${kind.toUpperCase()}(${[listed, words].filter((part) => part !== "").join(", ")})`;
}

/** A number with so many digits before and after the point. */
function realCode(sql: string): string | undefined {
  const [, word, precision, scale, attributes = ""] =
    /^(double|float)\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)((?: unsigned| zerofill)*)$/i.exec(sql) ?? [];
  if (word === undefined) return undefined;
  return call(`mysql.${word.toUpperCase()}`, {
    precision: Number(precision),
    scale: Number(scale),
    ...(/unsigned|zerofill/i.test(attributes) ? { unsigned: true } : {}),
    ...(/zerofill/i.test(attributes) ? { zerofill: true } : {}),
  });
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

/** Types without parameters. What isn't here SQLAlchemy doesn't have. */
const PLAIN: { readonly [K in ColumnType["kind"]]?: string } = {
  boolean: "sa.Boolean()",
  date: "sa.Date()",
  year: "mysql.YEAR()",
  json: "sa.JSON()",
  uuid: "sa.UUID()",
};
