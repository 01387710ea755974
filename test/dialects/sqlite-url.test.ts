import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { target, urlOptions } from "../../src/dialects/sqlite/url.ts";

const HOME = "/home/ada/project";

describe("a URL names", () => {
  const rows: readonly (readonly [url: string, file: string | undefined])[] = [
    ["sqlite:///app.db", `${HOME}/app.db`],
    ["sqlite:///data/app.db", `${HOME}/data/app.db`],
    ["sqlite:///../app.db", "/home/ada/app.db"],
    ["sqlite:////var/lib/app.db", "/var/lib/app.db"],
    ["sqlite+aiosqlite:///app.db", `${HOME}/app.db`],
    ["sqlite+pysqlite:////var/app.db", "/var/app.db"],
    ["SQLite:///app.db", `${HOME}/app.db`],
    ["sqlite:///with%20space%3F.db", `${HOME}/with space?.db`],
    ["sqlite:///100%25.db", `${HOME}/100%.db`],
    ["sqlite:///app.db?mode=ro", `${HOME}/app.db`],
    ["sqlite:///app.db?timeout=15&check_same_thread=False", `${HOME}/app.db`],
    ["sqlite:///file:app.db?mode=ro&uri=true", `${HOME}/app.db`],
    ["file:app.db", `${HOME}/app.db`],
    ["file:./prisma/dev.db", `${HOME}/prisma/dev.db`],
    ["file:/var/app.db", "/var/app.db"],
    ["file:///var/app.db", "/var/app.db"],
    ["file://localhost/var/app.db", "/var/app.db"],
    ["sqlite://", undefined],
    ["sqlite:///", undefined],
    ["sqlite:///:memory:", undefined],
    ["sqlite+aiosqlite:///:memory:", undefined],
    ["file::memory:", undefined],
    ["file:anything?mode=memory", undefined],
  ];
  it.each(rows)("%s → %s", (url, file) => {
    const found = target(url, HOME);
    expect(found.file).toBe(file);
    expect(found.display).toBe(url);
    expect(found.dialect).toBe("sqlite");
    expect(target(found.url, "/elsewhere").file).toBe(file);
  });
});

describe("a query key is honoured", () => {
  it("mode", () => expect(urlOptions(target("sqlite:///a.db?mode=rw", HOME))).toEqual({ mode: "rw" }));
  it("timeout, in seconds as Python counts it", () => {
    expect(urlOptions(target("sqlite:///a.db?timeout=0.5", HOME))).toEqual({ busyTimeoutMs: 500 });
  });
});

describe("a URL is refused:", () => {
  const rows: readonly (readonly [why: string, url: string, part: string])[] = [
    ["no URL at all", "app.db", "is not a database URL"],
    ["another scheme", "postgresql://localhost/app", "postgresql"],
    ["too few slashes", "sqlite:app.db", "slashes"],
    ["a host", "sqlite://app.db", '"app.db"'],
    ["a host of a file URL", "file://server/app.db", '"server"'],
    ["an unknown key", "sqlite:///app.db?mod=ro", 'did you mean "mode"'],
    ["an unknown mode", "sqlite:///app.db?mode=readonly", '"readonly"'],
    ["memory mode beside a plain file", "sqlite:///app.db?mode=ram", '"ram"'],
    ["a timeout that is no number", "sqlite:///app.db?timeout=soon", '"soon"'],
    ["a broken escape", "sqlite:///100%.db", "hexadecimal"],
    ["a NUL", "sqlite:///a%00b.db", "NUL"],
  ];
  it.each(rows)("%s", (_, url, part) => {
    const error = caught(() => target(url, HOME));
    expect(isLimbeckError(error, "CONNECT_URL_INVALID")).toBe(true);
    expect(String(error)).toContain(part);
  });

  it("and a password in it is not repeated", () => {
    expect(String(caught(() => target("sqlite://ada:secret@host/app.db", HOME)))).not.toContain("secret");
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
