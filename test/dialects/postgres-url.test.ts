import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { names } from "../../src/dialects/postgres/names.ts";
import { sessionSettings } from "../../src/dialects/postgres/session-settings.ts";
import { target } from "../../src/dialects/postgres/url.ts";

const directory = mkdtempSync(join(tmpdir(), "limbeck-url-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** What a URL leads to when the environment is this. */
function read(url: string, environment: Readonly<Record<string, string>> = {}) {
  const [first, ...others] = sessionSettings(target(url, directory), { HOME: directory, ...environment });
  if (first === undefined || others.length > 0) throw new Error("There is not one host.");
  return first;
}

test.each([
  ["postgresql://ann:secret@db.example:6543/shop", "postgresql://ann@db.example:6543/shop"],
  ["postgres://ann@db.example/shop", "postgres://ann@db.example/shop"],
  ["postgresql+asyncpg://ann:s%40crt@db/shop", "postgresql+asyncpg://ann@db/shop"],
  ["postgresql+psycopg2://ann:a@b:c@db/shop", "postgresql+psycopg2://ann@db/shop"],
  ["postgresql://db", "postgresql://db"],
  ["postgresql:///shop", "postgresql:///shop"],
  ["postgresql:///shop?host=/run/postgresql&password=secret", "postgresql:///shop?host=/run/postgresql"],
  ["postgresql://db/shop?sslpassword=secret&sslmode=require", "postgresql://db/shop?sslmode=require"],
  ["postgresql://[::1]:5433/shop", "postgresql://[::1]:5433/shop"],
  [" postgresql://db/shop\n", "postgresql://db/shop"],
])("%s is shown as %s", (url, display) => {
  expect(target(url, directory).display).toBe(display);
});

test.each([
  [
    "user, password, host, port and database",
    "postgresql://ann:secret@db.example:6543/shop",
    { host: "db.example", port: 6543, database: "shop", user: "ann", password: { password: "secret" } },
  ],
  [
    "escapes in every part",
    "postgresql://a%40n:s%2Fe%3Ac%25@db/my%20shop",
    { user: "a@n", database: "my shop", password: { password: "s/e:c%" } },
  ],
  ["a plus is no space in a password", "postgresql://ann:a+b@db/shop", { password: { password: "a+b" } }],
  [
    "an @ in a password that isn't escaped",
    "postgresql://ann:a@b@db/shop",
    { host: "db", password: { password: "a@b" } },
  ],
  ["the database is the user's when none is named", "postgresql://ann@db", { database: "ann" }],
  ["an address of IPv6", "postgresql://ann@[::1]:5433/shop", { host: "::1", port: 5433 }],
  [
    "a socket in the query",
    "postgresql://ann@/shop?host=/run/pg&port=5433",
    { host: "/run/pg", port: 5433, sslMode: "disable" },
  ],
  ["a socket as an escaped host", "postgresql://ann@%2Frun%2Fpg/shop", { host: "/run/pg" }],
  [
    "the query before the rest",
    "postgresql://ann@db/shop?host=other&user=bob&dbname=bar",
    { host: "other", user: "bob", database: "bar" },
  ],
  ["TLS where the server has it", "postgresql://ann@db/shop", { sslMode: "prefer" }],
  ["the mode of TLS", "postgresql://ann@db/shop?sslmode=verify-full", { sslMode: "verify-full" }],
  ["asyncpg's word for it", "postgresql+asyncpg://ann@db/shop?ssl=require", { sslMode: "require" }],
  ["ssl=true verifies", "postgres://ann@db/shop?ssl=true", { sslMode: "verify-full" }],
  [
    "options with a plus for a space",
    "postgresql://ann@db/shop?options=-c+lock_timeout%3D1s",
    { given: { options: "-c lock_timeout=1s" } },
  ],
  [
    "Prisma's schema is the search_path",
    "postgresql://ann@db/shop?schema=My%20App",
    { given: { search_path: '"My App"' } },
  ],
  [
    "keys of pools make no difference",
    "postgresql://ann@db/shop?pgbouncer=true&connection_limit=1&prepared_statement_cache_size=0",
    { host: "db" },
  ],
])("%s", (_, url, expected) => {
  expect(read(url)).toMatchObject(expected);
});

test.each([
  [
    "variables fill in what the URL leaves out",
    { PGHOST: "db", PGPORT: "5444", PGUSER: "bob", PGPASSWORD: "pw", PGDATABASE: "bar", PGSSLMODE: "require" },
    "postgresql://",
    { host: "db", port: 5444, user: "bob", database: "bar", password: { password: "pw" }, sslMode: "require" },
  ],
  [
    "the URL comes before the variables",
    { PGHOST: "db", PGUSER: "bob" },
    "postgresql://ann@here/shop",
    { host: "here", user: "ann" },
  ],
  ["an empty variable is none", { PGUSER: "" }, "postgresql://ann@here/shop", { user: "ann" }],
  [
    "PGAPPNAME and PGOPTIONS",
    { PGAPPNAME: "app", PGOPTIONS: "-c x=1" },
    "postgresql://ann@db",
    { given: { application_name: "app", options: "-c x=1" } },
  ],
])("%s", (_, environment, url, expected) => {
  expect(read(url, environment)).toMatchObject(expected);
});

test.each([
  ["no scheme", "localhost/shop", "is not a database URL"],
  ["another scheme", "postgresq://db/shop", 'did you mean "postgresql"'],
  ["an unknown driver", "postgresql+asyncpq://db/shop", 'did you mean "postgresql+asyncpg"'],
  ["no slashes", "postgresql:shop", "lacks the slashes"],
  [
    "an unknown key",
    "postgresql://ann:secret@db/shop?sslmod=require",
    'unknown key "sslmod" (did you mean "sslmode"?)',
  ],
  ["a key twice", "postgresql://db/shop?host=a&host=b", '"host" twice'],
  ["a wrong mode of TLS", "postgresql://db/shop?sslmode=on", 'sslmode "on" that is not disable, allow'],
  ["a wrong port", "postgresql://db:99999/shop", "port that is not a port"],
  ["a slash in a password", "postgresql://ann:sec/ret@db/shop", "port that is not a port"],
  ["a # in a password", "postgresql://ann:sec#ret@db/shop", "has a #"],
  ["a wrong escape in a password", "postgresql://ann:sec%ret@db/shop", "password in the database URL has a %"],
  ["NUL in the database", "postgresql://db/a%00b", "NUL"],
  ["another encoding", "postgresql://db/shop?client_encoding=latin1", "client_encoding"],
  ["a standby is asked for", "postgresql://db/shop?target_session_attrs=standby", "any or read-write or primary"],
])("refused, without showing the password: %s", (_, url, words) => {
  const error = thrown(() => target(url, directory));
  expect(error).toMatchObject({ code: "CONNECT_URL_INVALID" });
  expect(error).toMatchObject({ message: expect.stringContaining(words) });
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toMatch(/sec.?ret/);
});

test.each([
  ["postgresql://ann@a,b:5433,[::1]/shop", {}, ["a:5432", "b:5433", "::1:5432"]],
  ["postgresql://ann@a,b:5433/shop", {}, ["a:5432", "b:5433"]],
  ["postgresql://ann@/shop?host=a,b&port=1,2", {}, ["a:1", "b:2"]],
  ["postgresql://ann@/shop?host=a,/run/pg&port=7", {}, ["a:7", "/run/pg:7"]],
  ["postgresql://ann@/shop", { PGHOST: "a,b", PGPORT: "1,2" }, ["a:1", "b:2"]],
])("the hosts of %s are tried in their order, with %o: %j", (url, environment, places) => {
  const hosts = sessionSettings(target(url, directory), { HOME: directory, ...environment });
  expect(hosts.map(({ host, port }) => `${host}:${port}`)).toEqual(places);
});

test("as many ports as hosts, or one", () => {
  const wanted = target("postgresql://ann@/shop?host=a,b,c&port=1,2", directory);
  expect(() => sessionSettings(wanted)).toThrow("3 hosts and 2 ports");
});

test("each host has its own line in the password file", () => {
  const wanted = target("postgresql://ann@db,db:5433/shop", directory);
  const found = sessionSettings(wanted, { PGPASSFILE: passwords }).map(({ password }) => password.password);
  expect(found).toEqual(["for:ann", undefined]);
});

test("a variable with a wrong value is refused by its name", () => {
  expect(() => read("postgresql://db", { PGPORT: "many" })).toThrow("PGPORT");
});

test("the schemes are libpq's and SQLAlchemy's", () => {
  expect(names.schemes).toEqual(
    expect.arrayContaining(["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg"]),
  );
});

const passwords = join(directory, "passwords");
writeFileSync(
  passwords,
  [
    "# host:port:database:user:password",
    "db:5432:shop:ann:for\\:ann",
    "*:*:other:*:for\\\\other",
    "localhost:*:*:sam:socket",
    "bad line",
    "*:*:*:bob:",
  ].join("\n"),
);
chmodSync(passwords, 0o600);

test.each([
  ["postgresql://ann@db/shop", "for:ann"],
  ["postgresql://ann@db:5433/shop", undefined],
  ["postgresql://cat@elsewhere/other", "for\\other"],
  ["postgresql://sam@/shop?host=/run/pg", "socket"],
  ["postgresql://ann:given@db/shop", "given"],
])("%s finds in the password file: %s", (url, password) => {
  expect(read(url, { PGPASSFILE: passwords }).password.password).toBe(password);
});

test("a password file that others may read is ignored, and the reason says so", () => {
  const open = join(directory, "open");
  writeFileSync(open, "*:*:*:*:secret");
  chmodSync(open, 0o644);
  const { password } = read("postgresql://ann@db/shop", { PGPASSFILE: open });
  expect(password).toEqual({ reason: expect.stringContaining("chmod 600") });
});

const services = join(directory, "services.conf");
writeFileSync(
  services,
  "# services\n[other]\nhost=wrong\n\n[shop]\nhost=service.example\nport = 7777\nuser=ann\n[broken]\nhots=x\n",
);

test("a service comes after the URL and before the variables", () => {
  const environment = { PGSERVICEFILE: services, PGHOST: "variable", PGDATABASE: "fromvariable" };
  const expected = { host: "service.example", port: 7777, user: "bob", database: "fromvariable" };
  expect(read("postgresql://bob@?service=shop", environment)).toMatchObject(expected);
  expect(read("postgresql://bob@", { ...environment, PGSERVICE: "shop" })).toMatchObject(expected);
});

test.each([
  ["missing", 'no service "missing"'],
  ["broken", 'services.conf:10: the service "broken" has an unknown setting "hots" (did you mean "host"?)'],
])("the service %s is refused", (service, words) => {
  const error = thrown(() => read(`postgresql://?service=${service}`, { PGSERVICEFILE: services }));
  expect(error).toMatchObject({ code: "CONNECT_FAILED", message: expect.stringContaining(words) });
});

function thrown(run: () => unknown): { readonly message: string; readonly hint: string; readonly details: object } {
  try {
    run();
  } catch (error) {
    return error as ReturnType<typeof thrown>;
  }
  throw new Error("Nothing was thrown.");
}
