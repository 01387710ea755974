import { given } from "../../base/given.ts";
import type { View } from "../../schema/schema.ts";
import type { ViewProperties } from "../../schema/view-properties.ts";
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
  const options = view.materialized === true ? (storage ?? {}) : viewOptions(view);
  const kind = view.materialized === true ? "MATERIALIZED VIEW" : "VIEW";
  const words = [
    `CREATE ${how.orReplace === true ? "OR REPLACE " : ""}${kind} ${quoteObject(view)}`,
    ...(columns === undefined ? [] : [quoteNames(columns)]),
    ...(accessMethod === undefined ? [] : [`USING ${quoteName(accessMethod)}`]),
    ...(Object.keys(options).length === 0 ? [] : [`WITH ${storageSql(options)}`]),
    ...(tablespace === undefined ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
  ];
  return `${words.join(" ")} AS\n${view.definition}${how.withoutData === true ? "\nWITH NO DATA" : ""}`;
}

/** The options of a view that isn't materialized, by the server's names of them. */
export function viewOptions({ security, barrier, checkOption }: ViewProperties): Readonly<Record<string, string>> {
  return given({
    security_barrier: barrier && "true",
    security_invoker: security && "true",
    check_option: checkOption,
  }) as Readonly<Record<string, string>>;
}
