import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { directoryWith, limbeck } from "./project.ts";

describe("status --watch", () => {
  it("shows what an upgrade does, who is in its way, and that it has ended", async () => {
    const url = await freshDatabase();
    await administer(url, "CREATE TABLE people (id int)");
    const holder = new Client({ connectionString: url });
    await holder.connect();
    await holder.query("BEGIN; LOCK TABLE people");
    const directory = directoryWith({
      "limbeck.config.json": JSON.stringify({ url }),
      "migrations/versions/a1.sql": `-- revision: a1aaaaaaaaaa
-- down revision: none
-- limbeck:upgrade
ALTER TABLE people ADD COLUMN name text;
-- limbeck:downgrade
ALTER TABLE people DROP COLUMN name;
`,
    });
    const upgrading = limbeck(directory, "upgrade head --quiet");
    const end = new AbortController();
    let wasBlocked = false;
    const { exit, out } = await limbeck(directory, "status --watch", {
      signal: end.signal,
      onOut: (text) => {
        const isBlocked = /waits: relation lock.*\n *it waits for process \d+/.test(text);
        if (isBlocked && !wasBlocked) void holder.end();
        wasBlocked ||= isBlocked;
        if (/ is at a1aaaaaaaaaa\nNo runner is at work\./.test(text)) end.abort();
      },
    });
    expect(exit).toBe(0);
    expect(out).toMatch(
      /session \d+, .*waits: relation lock: ALTER TABLE people ADD COLUMN name text\n {2}it waits for process/,
    );
    expect((await upgrading).exit).toBe(0);
  });

  it("writes an object a line with --json, until it is interrupted", async () => {
    const directory = directoryWith({ "limbeck.config.json": JSON.stringify({ url: await freshDatabase() }) });
    const end = new AbortController();
    const { exit, out } = await limbeck(directory, "status --watch --json", {
      signal: end.signal,
      onOut: () => end.abort(),
    });
    expect({ exit, look: JSON.parse(out) }).toMatchObject({ exit: 0, look: { heads: [], running: [] } });
    expect(out.trim().split("\n")).toHaveLength(1);
  });
});
