import { beforeAll, expect, test } from "vitest";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import { administer, type PostgresServer, tlsServer } from "../servers/postgres.ts";

let server: PostgresServer;

beforeAll(async () => {
  server = await tlsServer();
  await administer(server.url, "CREATE ROLE tls_only LOGIN; CREATE ROLE with_password LOGIN PASSWORD 'secret'");
}, 120_000);

/** True when the session is encrypted. */
async function isEncrypted(host: string, query: string, user = "postgres"): Promise<boolean> {
  const { port } = new URL(server.url);
  const url = `postgresql://${user}@${host}:${port}/postgres?${query.replace("ROOT", server.rootCertificate ?? "")}`;
  const session = await connect(target(url, process.cwd()), { create: false });
  const [row] = await session.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
  await session.close();
  return row?.["ssl"] === true;
}

test.each([
  ["127.0.0.1", "", true],
  ["127.0.0.1", "sslmode=disable", false],
  ["127.0.0.1", "sslmode=allow", false],
  ["127.0.0.1", "sslmode=prefer", true],
  ["127.0.0.1", "sslmode=require", true],
  ["127.0.0.1", "sslmode=verify-ca&sslrootcert=ROOT", true],
  ["127.0.0.1", "sslmode=require&sslrootcert=ROOT", true],
  ["localhost", "sslmode=verify-full&sslrootcert=ROOT", true],
])("%s with %s", async (host, query, expected) => {
  expect(await isEncrypted(host, query)).toBe(expected);
});

test("sslmode=allow goes on with TLS where the server wants it", async () => {
  expect(await isEncrypted("127.0.0.1", "sslmode=allow", "tls_only")).toBe(true);
});

test("sslmode=disable does not", async () => {
  await expect(isEncrypted("127.0.0.1", "sslmode=disable", "tls_only")).rejects.toMatchObject({
    code: "CONNECT_FAILED",
    details: { code: "28000" },
  });
});

test("a password can be bound to the channel", async () => {
  expect(await isEncrypted("127.0.0.1", "sslmode=require&channel_binding=require", "with_password:secret")).toBe(true);
});

test.each([
  [
    "a name that the certificate doesn't have",
    "127.0.0.1",
    "sslmode=verify-full&sslrootcert=ROOT",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ],
  ["an authority that nobody knows", "localhost", "sslmode=verify-full", "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["the same with verify-ca", "localhost", "sslmode=verify-ca", "DEPTH_ZERO_SELF_SIGNED_CERT"],
])("refused: %s", async (_, host, query, code) => {
  await expect(isEncrypted(host, query)).rejects.toMatchObject({
    code: "CONNECT_FAILED",
    message: expect.stringContaining("can't be trusted"),
    hint: expect.stringContaining("sslrootcert"),
    details: { code },
  });
});
