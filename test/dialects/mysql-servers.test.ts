import { expect, test } from "vitest";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";

test.each(wantedFlavors)("%s is there, with a database of the test's own", async (flavor) => {
  const url = await freshMysqlDatabase(flavor);
  const [row] = await administerMysql(url, "SELECT VERSION() AS version, @@sql_mode AS mode");
  expect(row?.["version"]).toMatch(
    flavor === "mysql-9" ? /^9\./ : new RegExp(`^${flavor.replace("mariadb-", "")}.*MariaDB`),
  );
  expect(row?.["mode"]).toContain("STRICT_TRANS_TABLES");
});
