import type { Connection, Row } from "../contract.ts";
import type { Driver } from "./driver.ts";

/** A query of a pipeline, with its parameters: texts, or null. */
export interface PipedQuery {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
}

/** Sends queries together; the rows of each come as soon as the server has them. After one that fails the server runs none. */
export type Pipeline = (queries: readonly PipedQuery[]) => readonly Promise<readonly Row[]>[];

const pipelines = new WeakMap<Connection, Pipeline>();

/** Remembers how a connection sends several queries at once. */
export function rememberPipeline(connection: Connection, pipeline: Pipeline): void {
  pipelines.set(connection, pipeline);
}

/** The pipeline of the connection; for one that somebody has put something around, the queries go one after the other by what that is. */
export function pipelineOf(connection: Connection): Pipeline {
  return pipelines.get(connection) ?? ((queries) => oneByOne(connection, queries));
}

/** Each is sent before the rows of the last are read. */
function oneByOne(connection: Connection, queries: readonly PipedQuery[]): readonly Promise<readonly Row[]>[] {
  let last: Promise<unknown> = Promise.resolve();
  return queries.map(({ sql, parameters }) => {
    const rows = last.then(() => connection.query(sql, parameters));
    last = rows;
    return rows;
  });
}

/** What a query says of a column. */
interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly format: string;
}

/** The driver's own connection, as far as a query that isn't one of the driver's own writes to it. Source: pg 8, lib/connection.js. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { readonly text: string }): void;
  bind(message: { readonly values: readonly (string | null)[] }): void;
  describe(message: { readonly type: "P" }): void;
  execute(message: object): void;
  flush(): void;
  sync(): void;
}

/** Reads a value from the text that the server sends. */
type Reader = (text: string) => unknown;

interface SendOptions {
  readonly readerOf: (type: number, format: string) => Reader;
  /** The error of a query, made of what the driver says. */
  readonly failed: (error: unknown, sql: string) => unknown;
}

/**
 * Has the driver's client send all of the queries, with one Sync behind the last: the server begins with the next while the rows of the last
 * are on their way and are read. The driver by itself waits for them. What it calls is what it calls of pg-cursor.
 * Source: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING; pg 8, lib/client.js.
 */
export function send(
  client: InstanceType<Driver["Client"]>,
  queries: readonly PipedQuery[],
  { readerOf, failed }: SendOptions,
): readonly Promise<readonly Row[]>[] {
  const asked = queries.map(({ sql }) => ({ sql, ...later<readonly Row[]>() }));
  let place = 0;
  let rows: Row[] = [];
  let columns: readonly { readonly name: string; readonly read: Reader }[] = [];
  let empty: Row = {};
  const end = () => {
    asked[place++]?.resolve(rows);
    rows = [];
  };
  const query = {
    submit(wire: Wire) {
      wire.stream.cork();
      for (const { sql, parameters } of queries) {
        wire.parse({ text: sql });
        wire.bind({ values: parameters });
        wire.describe({ type: "P" });
        wire.execute({});
        // Else the end of its rows would wait in the server for those of the next.
        wire.flush();
      }
      wire.sync();
      wire.stream.uncork();
    },
    handleRowDescription({ fields }: { readonly fields: readonly Field[] }) {
      columns = fields.map(({ name, dataTypeID, format }) => ({ name, read: readerOf(dataTypeID, format) }));
      empty = Object.fromEntries(columns.map(({ name }) => [name, null]));
    },
    handleDataRow({ fields: values }: { readonly fields: readonly (string | null)[] }) {
      const row: Record<string, unknown> = { ...empty };
      for (let i = 0; i < columns.length; i++) {
        const value = values[i];
        // Most are NULL.
        if (typeof value !== "string") continue;
        const column = columns[i];
        if (column !== undefined) row[column.name] = column.read(value);
      }
      rows.push(row);
    },
    handleCommandComplete: end,
    handleEmptyQuery: end,
    handleError(error: unknown) {
      const reason = failed(error, asked[place]?.sql ?? "");
      for (const { reject } of asked.slice(place)) reject(reason);
      place = asked.length;
    },
    handleReadyForQuery() {},
  };
  client.query(query as never);
  return asked.map(({ promise }) => promise);
}

/** A promise, and what settles it. */
function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((done, broken) => {
    resolve = done;
    reject = broken;
  });
  return { promise, resolve, reject };
}
