import type { DialectNames } from "../contract.ts";

const DRIVERS = [
  "pymysql",
  "mysqldb",
  "mysqlconnector",
  "aiomysql",
  "asyncmy",
  "mariadbconnector",
  "cymysql",
  "pyodbc",
];

/** MySQL and MariaDB, each with its plain URL scheme, and SQLAlchemy's with its drivers. */
export const [mysqlNames, mariadbNames] = [namesOf("mysql"), namesOf("mariadb")];

function namesOf(name: string): DialectNames {
  return {
    name,
    schemes: [name, ...DRIVERS.map((driver) => `${name}+${driver}`)],
    exampleUrl: `${name}://user:password@host:3306/database`,
  };
}
