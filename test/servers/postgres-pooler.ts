import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What looks like a pooler to who connects through it. */
export interface Pooler {
  /** The URL, without TLS. */
  readonly url: string;
  readonly close: () => void;
}

/**
 * Stands between a client and the server of the URL, and gives out process ids of its own, by which a pooler is known: the process that
 * answers isn't the one that was told. Source: https://www.postgresql.org/docs/18/protocol-message-formats.html (BackendKeyData).
 */
export async function fakePooler(url: string): Promise<Pooler> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const backend = connect(Number(port), hostname);
    for (const socket of [client, backend]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    client.pipe(backend);
    let start: Buffer | undefined = Buffer.alloc(0);
    backend.on("data", (data) => {
      if (start === undefined) return void client.write(data);
      start = Buffer.concat([start, data]);
      const at = keyDataIn(start);
      if (at === undefined) return;
      start.writeUInt32BE(start.readUInt32BE(at) + 1_000_000, at);
      client.write(start);
      start = undefined;
    });
    backend.on("end", () => client.end());
    client.on("close", () => backend.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  through.search = "?sslmode=disable";
  return {
    url: through.href,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Where the process id stands in whole messages of the server's; undefined before it came. */
function keyDataIn(messages: Buffer): number | undefined {
  for (let at = 0; at + 5 <= messages.length; at += 1 + messages.readUInt32BE(at + 1)) {
    if (messages[at] === "K".charCodeAt(0)) return at + 9 <= messages.length ? at + 5 : undefined;
  }
  return undefined;
}
