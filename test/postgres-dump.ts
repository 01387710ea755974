import { spawnSync } from "node:child_process";

/**
 * What pg_dump writes of a schema, a line each without those of the tables of Limbeck and Alembic; absent where there is no pg_dump of
 * the server's version on the machine. DEFAULT NULL is no default, and a default that quotes a number is that number.
 */
export function postgresDumpOf(url: string, major: number): readonly string[] | undefined {
  const version = spawnSync("pg_dump", ["--version"], { encoding: "utf8" });
  if (!(version.stdout ?? "").includes(` ${major}.`)) return undefined;
  const words = ["--schema-only", "--no-owner", "--no-privileges", "-T", "alembic_version", "-N", "limbeck", url];
  const { status, stdout, stderr } = spawnSync("pg_dump", words, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`pg_dump exited with ${status}: ${stderr}`);
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("\\") && !line.startsWith("--"))
    .map((line) =>
      line
        .replace(/ DEFAULT NULL(?:::[a-z ]+(?:\([\d,]+\))?)?/, "")
        .replace(
          / DEFAULT '(-?\d+(?:\.\d+)?)'::(?:smallint|integer|bigint|numeric|real|double precision)/,
          " DEFAULT $1",
        ),
    );
}
