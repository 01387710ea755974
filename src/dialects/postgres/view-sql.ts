import type { View } from "../../schema/schema.ts";
import { quoteName, quoteNames, quoteObject } from "./quote.ts";
import { storageSql } from "./table-sql.ts";

/**
 * The statement that makes a view, without its indexes and comments. Sources: https://www.postgresql.org/docs/current/sql-createview.html,
 * https://www.postgresql.org/docs/current/sql-creatematerializedview.html (13 to 18).
 */
export function createViewSql(
  view: View,
  how: { readonly orReplace?: boolean; readonly withoutData?: boolean } = {},
): string {
  const { columns, accessMethod, storage, tablespace } = view;
  const kind = view.materialized === true ? "MATERIALIZED VIEW" : "VIEW";
  const words = [
    `CREATE ${how.orReplace === true ? "OR REPLACE " : ""}${kind} ${quoteObject(view)}`,
    ...(columns === undefined ? [] : [quoteNames(columns)]),
    ...(accessMethod === undefined ? [] : [`USING ${quoteName(accessMethod)}`]),
    ...(storage === undefined ? [] : [`WITH ${storageSql(storage)}`]),
    ...(tablespace === undefined ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
  ];
  return `${words.join(" ")} AS\n${view.definition}${how.withoutData === true ? "\nWITH NO DATA" : ""}`;
}
