import { freshMysqlDatabase } from "../servers/mysql.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { verifyCases } from "./cases.ts";

verifyCases("postgres", once(freshDatabase));
verifyCases(
  "mariadb",
  once(() => freshMysqlDatabase("mariadb-10.11")),
);

/** The same database for all cases: none of them writes to it. */
function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
