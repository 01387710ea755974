import type { Facts } from "../contract.ts";
import { outside, quick, scanning, UNKNOWN, type Words } from "./classify-words.ts";
import { lock } from "./facts.ts";

type FactsOf = (words: Words) => Facts | undefined;

/** What a CREATE does. Source: the page of each statement, https://www.postgresql.org/docs/current/sql-commands.html. */
export function factsOfCreate(words: Words): Facts | undefined {
  let at = words.is(1, "OR") ? 3 : 1;
  while (MODIFIERS.some((word) => words.is(at, word))) at++;
  const from = words.from(at);
  return CREATED[from.verb]?.(from) ?? (QUICK_OBJECTS.has(from.verb) ? quick(`sql-create${page(from)}`) : undefined);
}

/** What a DROP does. */
export function factsOfDrop(words: Words): Facts | undefined {
  const from = words.from(1);
  return DROPPED[from.verb]?.(from) ?? (QUICK_OBJECTS.has(from.verb) ? quick(`sql-drop${page(from)}`) : undefined);
}

/** What an ALTER does, of a table excepted. */
export function factsOfAlter(words: Words): Facts | undefined {
  const from = words.from(1);
  return ALTERED[from.verb]?.(from) ?? (QUICK_OBJECTS.has(from.verb) ? quick(`sql-alter${page(from)}`) : undefined);
}

const MODIFIERS = [
  ...["GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "UNIQUE", "RECURSIVE", "CONSTRAINT"],
  ...["TRUSTED", "PROCEDURAL"],
];

/** Objects whose definition is in the catalogue alone, and whose making, change and end keeps nobody from a table. */
const QUICK_OBJECTS: ReadonlySet<string> = new Set([
  ...["AGGREGATE", "CAST", "COLLATION", "CONVERSION", "DOMAIN", "EVENT", "FUNCTION", "GROUP", "LANGUAGE", "OPERATOR"],
  ...["PROCEDURE", "PUBLICATION", "ROLE", "ROUTINE", "SCHEMA", "SEQUENCE", "SERVER", "STATISTICS", "TEXT", "TYPE"],
  ...["USER", "DEFAULT", "FOREIGN", "LARGE", "ACCESS", "TRANSFORM"],
]);

/** Pages whose name is not the one word of the object. */
const PAGES: Readonly<Record<string, string>> = {
  EVENT: "eventtrigger",
  DEFAULT: "defaultprivileges",
  LARGE: "largeobject",
  ACCESS: "-access-method",
};

function page(words: Words): string {
  const object = words.verb;
  if (object === "FOREIGN") return words.is(1, "TABLE") ? "foreigntable" : "foreigndatawrapper";
  if (object === "USER" && words.is(1, "MAPPING")) return "usermapping";
  if (object === "OPERATOR" && words.is(1, "CLASS")) return "opclass";
  if (object === "OPERATOR" && words.is(1, "FAMILY")) return "opfamily";
  if (object === "TEXT") return `ts${words.tokens[2]?.text.toLowerCase() ?? ""}`;
  return PAGES[object] ?? object.toLowerCase();
}

const CREATED: Readonly<Record<string, FactsOf>> = {
  TABLE: factsOfNewTable,
  INDEX: factsOfNewIndex,
  VIEW: () => quick("sql-createview"),
  MATERIALIZED: (words) => ({
    ...quick("sql-creatematerializedview"),
    scans: words.hasPair("NO", "DATA") ? false : "unknown",
  }),
  TRIGGER: (words) => quick("sql-createtrigger", lock(tableBehindOn(words), "SHARE ROW EXCLUSIVE")),
  RULE: (words) => quick("sql-createrule", lock(ruleTable(words), "ACCESS EXCLUSIVE")),
  POLICY: (words) => quick("sql-createpolicy", lock(tableBehindOn(words), "ACCESS EXCLUSIVE")),
  DATABASE: () => outside(quick("sql-createdatabase")),
  TABLESPACE: () => outside(quick("sql-createtablespace")),
  SUBSCRIPTION: (words) => subscription(words, "sql-createsubscription"),
};

function factsOfNewTable(words: Words): Facts {
  const locks = words.tokens.flatMap((_, i) => {
    if (words.is(i, "PARTITION") && words.is(i + 1, "OF")) return [lock(words.nameAt(i + 2), "ACCESS EXCLUSIVE")];
    return words.is(i, "REFERENCES") ? [lock(words.nameAt(i + 1), "SHARE ROW EXCLUSIVE")] : [];
  });
  const reads = words.has("SELECT") || words.hasPair("PARTITION", "OF");
  return { ...quick("sql-createtable", ...locks), scans: reads ? "unknown" : false };
}

function factsOfNewIndex(words: Words): Facts {
  if (words.has("CONCURRENTLY")) {
    return outside(scanning("sql-createindex", lock(tableBehindOn(words), "SHARE UPDATE EXCLUSIVE")));
  }
  return scanning("sql-createindex", lock(tableBehindOn(words), "SHARE"));
}

/** With a slot to be made on the other server it can't be taken back. */
function subscription(words: Words, name: string): Facts {
  const text = words.tokens.map((token) => token.text.toLowerCase()).join("");
  return /(?:create_slot|connect)=(?:false|off|0|'false')/.test(text) ? quick(name) : outside(quick(name));
}

const DROPPED: Readonly<Record<string, FactsOf>> = {
  TABLE: (words) => dropped(words, { at: 1, page: "sql-droptable", rows: true }),
  VIEW: (words) => dropped(words, { at: 1, page: "sql-dropview", rows: false }),
  MATERIALIZED: (words) => dropped(words, { at: 2, page: "sql-dropmaterializedview", rows: false }),
  INDEX(words) {
    if (words.is(1, "CONCURRENTLY")) return { ...outside(quick("sql-dropindex")), locks: "unknown" };
    return dropped(words, { at: 1, page: "sql-dropindex", rows: false });
  },
  TRIGGER: (words) => quick("sql-droptrigger", lock(tableBehindOn(words), "ACCESS EXCLUSIVE")),
  RULE: (words) => quick("sql-droprule", lock(tableBehindOn(words), "ACCESS EXCLUSIVE")),
  POLICY: (words) => quick("sql-droppolicy", lock(tableBehindOn(words), "ACCESS EXCLUSIVE")),
  SCHEMA: (words) => cascading(words, "sql-dropschema", `all that is in ${quoted(words)}`),
  TYPE: (words) => cascading(words, "sql-droptype", `the columns of type ${quoted(words)}`),
  DOMAIN: (words) => cascading(words, "sql-dropdomain", `the columns of type ${quoted(words)}`),
  EXTENSION: (words) => cascading(words, "sql-dropextension", `all that needs ${quoted(words)}`),
  OWNED: () => ({
    ...UNKNOWN,
    loses: "all that the role owns in this database",
    source: quick("sql-drop-owned").source,
  }),
  DATABASE: (words) => ({ ...outside(quick("sql-dropdatabase")), loses: `the whole database ${quoted(words)}` }),
  TABLESPACE: () => outside(quick("sql-droptablespace")),
  SUBSCRIPTION: () => outside(quick("sql-dropsubscription")),
};

function dropped(words: Words, how: { readonly at: number; readonly page: string; readonly rows: boolean }): Facts {
  const names = namesAt(words, how.at);
  const locks = names.map((name) => lock(name, "ACCESS EXCLUSIVE"));
  const found = quick(how.page, ...locks);
  return how.rows ? { ...found, loses: `the rows of ${names.map((name) => `"${name}"`).join(", ")}` } : found;
}

function cascading(words: Words, name: string, loses: string): Facts {
  if (!words.has("CASCADE")) return quick(name);
  return { ...quick(name), locks: "unknown", loses };
}

function quoted(words: Words): string {
  return namesAt(words, 1)
    .map((name) => `"${name}"`)
    .join(", ");
}

function namesAt(words: Words, at: number): readonly string[] {
  return words.namesAt(words.is(at, "IF") ? at + 2 : at);
}

const ALTERED: Readonly<Record<string, FactsOf>> = {
  SYSTEM: () => outside(quick("sql-altersystem")),
  DATABASE(words) {
    const found = quick("sql-alterdatabase");
    return words.hasPair("SET", "TABLESPACE") ? { ...outside(found), rewrites: true } : found;
  },
  TABLESPACE: () => quick("sql-altertablespace"),
  SUBSCRIPTION(words) {
    const refreshes = words.has("REFRESH") || words.has("PUBLICATION");
    return refreshes ? subscription(words, "sql-altersubscription") : quick("sql-altersubscription");
  },
  INDEX(words) {
    if (words.has("ATTACH") || words.has("TABLESPACE")) return { ...UNKNOWN, source: quick("sql-alterindex").source };
    return quick("sql-alterindex");
  },
  VIEW: (words) => quick("sql-alterview", lock(firstName(words, 1), "ACCESS EXCLUSIVE")),
  MATERIALIZED: (words) => quick("sql-altermaterializedview", lock(firstName(words, 2), "ACCESS EXCLUSIVE")),
  SEQUENCE: (words) => quick("sql-altersequence", lock(firstName(words, 1), "SHARE ROW EXCLUSIVE")),
  TRIGGER: (words) => quick("sql-altertrigger", lock(tableBehindOn(words), "ACCESS EXCLUSIVE")),
  POLICY: (words) => quick("sql-alterpolicy", lock(tableBehindOn(words), "ACCESS EXCLUSIVE")),
  /** The rows of every column of the domain are tested. */
  DOMAIN(words) {
    const tests = !words.hasPair("NOT", "VALID") && ["ADD", "VALIDATE"].some((word) => words.has(word));
    const found = quick("sql-alterdomain");
    return tests || (words.hasPair("NOT", "NULL") && words.has("SET"))
      ? { ...found, locks: "unknown", scans: true }
      : found;
  },
  /** A value that is added can be used only when it is committed (PostgreSQL 12; before, the statement took no transaction). */
  TYPE: (words) =>
    words.has("ATTRIBUTE") ? { ...UNKNOWN, source: quick("sql-altertype").source } : quick("sql-altertype"),
  EXTENSION: () => ({ ...UNKNOWN, source: quick("sql-alterextension").source }),
};

function firstName(words: Words, at: number): string {
  return words.nameAt(words.is(at, "IF") ? at + 2 : at);
}

function tableBehindOn(words: Words): string {
  const at = words.tokens.findIndex((_, i) => words.is(i, "ON"));
  return words.nameAt(words.is(at + 1, "ONLY") ? at + 2 : at + 1);
}

/** `CREATE RULE name AS ON event TO table`. */
function ruleTable(words: Words): string {
  return words.nameAt(words.tokens.findIndex((_, i) => words.is(i, "TO")) + 1);
}
