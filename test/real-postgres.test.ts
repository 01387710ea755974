import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../src/cli/cli.ts";
import { recordingIo } from "./cli/recording-io.ts";
import { postgresCatalogueOf } from "./postgres-catalogue.ts";
import { postgresDumpOf } from "./postgres-dump.ts";
import { projectDirectory } from "./project/project-directory.ts";
import { administer, freshDatabase, wantedMajors } from "./servers/postgres.ts";

const real = fileURLToPath(new URL("cases/real/postgres", import.meta.url));
const schemas = readdirSync(real).filter((name) => name.endsWith(".sql"));

/** Both formats on one version; what the formats say is the same for all. */
const cases = wantedMajors.flatMap((major) =>
  schemas.flatMap((name) =>
    (major === wantedMajors[0] ? ["ts", "sql"] : ["ts"]).map((format) => ({ major, name, format })),
  ),
);

describe.each(cases)("the public schema $name with revisions in $format on PostgreSQL $major", (each) => {
  const { major, name, format } = each;

  it("goes all the way up, needs nothing more, and goes all the way down", { timeout: 120_000 }, async () => {
    const [straight, url] = [await freshDatabase({ major }), await freshDatabase({ major })];
    await administer(straight, readFileSync(join(real, name), "utf8"));
    const directory = projectDirectory({});
    mkdirSync(join(directory, "migrations"), { recursive: true });
    copyFileSync(join(real, name), join(directory, "schema.sql"));
    writeFileSync(join(directory, "limbeck.config.json"), JSON.stringify({ url, models: "schema.sql" }));
    const limbeck = async (...words: string[]) => {
      const io = recordingIo(directory);
      const exit = await main(words, io);
      expect({ words, exit, faults: exit === 0 ? "" : io.stderr() + io.stdout() }).toEqual({
        words,
        exit: 0,
        faults: "",
      });
    };
    const empty = await postgresCatalogueOf(url);

    await limbeck("revision", "--autogenerate", "-m", "all of it", "--format", format);
    await limbeck("upgrade", "head");
    expect(await postgresCatalogueOf(url)).toEqual(await postgresCatalogueOf(straight));
    expect(postgresDumpOf(url, major)).toEqual(postgresDumpOf(straight, major));
    await limbeck("revision", "--autogenerate", "-m", "nothing more");
    expect(readdirSync(join(directory, "migrations", "versions"))).toHaveLength(1);
    await limbeck("downgrade", "base");
    expect(await postgresCatalogueOf(url)).toEqual(empty);
  });
});
