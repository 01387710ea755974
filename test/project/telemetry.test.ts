import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { metrics, trace } from "@opentelemetry/api";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directoryWith, limbeck } from "../cli/project.ts";

const files = {
  "limbeck.config.ts": 'export default { url: "sqlite:///app.db" };\n',
  "migrations/versions/a1.sql": `-- revision: a1aaaaaaaaaa
-- down revision: none
-- limbeck:upgrade
CREATE TABLE people (id integer);
INSERT INTO people VALUES (1);
-- limbeck:downgrade
DROP TABLE people;
`,
  "migrations/versions/b1.sql": `-- revision: b1bbbbbbbbbb
-- down revision: a1aaaaaaaaaa
-- limbeck:upgrade
INSERT INTO nowhere VALUES (1);
-- limbeck:downgrade
SELECT 1;
`,
};

/** Collected when it is asked. */
class AskedReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

const exporter = new InMemorySpanExporter();
const reader = new AskedReader();

beforeAll(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});

afterAll(() => {
  trace.disable();
  metrics.disable();
});

/** A project that has the API among its packages. */
function projectWithApi(): string {
  const directory = directoryWith({ ...files, "node_modules/@opentelemetry/x": "" });
  symlinkSync(
    join(process.cwd(), "node_modules/@opentelemetry/api"),
    join(directory, "node_modules/@opentelemetry/api"),
  );
  return directory;
}

describe("OpenTelemetry, where the process has set it up", () => {
  it("gets a span of each revision with a span of each statement, and how a revision failed", async () => {
    exporter.reset();
    await limbeck(projectWithApi(), "upgrade head");
    const spans = exporter.getFinishedSpans();
    const revisions = spans.filter(({ name }) => name === "limbeck.revision");
    const parents = new Map(revisions.map((span) => [span.spanContext().spanId, span.attributes["limbeck.revision"]]));
    const told = spans
      .filter(({ name }) => name === "limbeck.statement")
      .map((span) => [parents.get(span.parentSpanContext?.spanId ?? ""), span.attributes["db.query.text"]]);
    expect(told).toEqual([
      ["a1aaaaaaaaaa", "CREATE TABLE people (id integer)"],
      ["a1aaaaaaaaaa", "INSERT INTO people VALUES (1)"],
      ["b1bbbbbbbbbb", "INSERT INTO nowhere VALUES (1)"],
    ]);
    expect(revisions.map(({ status }) => status)).toEqual([
      { code: 0 },
      { code: 2, message: expect.stringContaining("no such table: nowhere") },
    ]);
  });

  it("gets the durations", async () => {
    await limbeck(projectWithApi(), "upgrade a1");
    const { resourceMetrics } = await reader.collect();
    const names = resourceMetrics.scopeMetrics.flatMap((scope) =>
      scope.metrics.map(({ descriptor }) => descriptor.name),
    );
    expect(names.sort()).toEqual(["limbeck.revision.duration", "limbeck.statement.duration"]);
  });

  it("is left alone where the project lacks the API, with a word", async () => {
    const { exit, err } = await limbeck(directoryWith(files), "upgrade a1");
    expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining("warning: OpenTelemetry") });
  });
});
