import type { MysqlFlavor } from "./mysql-packages.ts";

const FLAVORS: readonly MysqlFlavor[] = ["mariadb-10.11", "mariadb-11.8", "mysql-9"];

/** The flavors to run a test on: those of `LIMBECK_TEST_MYSQL_FLAVORS` (`mariadb-10.11,mariadb-11.8,mysql-9`), else MariaDB 10.11 and MySQL. */
export const wantedFlavors: readonly MysqlFlavor[] = flavorsOf(process.env["LIMBECK_TEST_MYSQL_FLAVORS"]);

function flavorsOf(text: string | undefined): readonly MysqlFlavor[] {
  return (text ?? "mariadb-10.11,mysql-9").split(",").map((name) => {
    const found = FLAVORS.find((flavor) => flavor === name.trim());
    if (found === undefined) throw new Error(`There is no server ${name}; there are ${FLAVORS.join(", ")}.`);
    return found;
  });
}
