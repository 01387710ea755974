import type { InspectOptions } from "../dialects/contract.ts";
import { isOfBackups } from "./backup-registry.ts";
import { type BookNames, bookTables } from "./books.ts";

/** What an inspection leaves out, so that no comparison, plan or model sees it: the books, and what was kept of what revisions dropped. */
export function booksAside(
  names: BookNames,
  wants: NonNullable<InspectOptions["wants"]> = () => true,
): Required<Pick<InspectOptions, "exclude" | "wants">> {
  return { exclude: bookTables(names), wants: (object) => !isOfBackups(names, object) && wants(object) };
}
