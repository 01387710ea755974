import { createRequire } from "node:module";
import { join } from "node:path";
import type { TimedEvent } from "../run/event.ts";

/** The part of @opentelemetry/api 1.x that is used. */
interface Api {
  readonly trace: { getTracer(name: string): Tracer; setSpan(context: unknown, span: Span): unknown };
  readonly metrics: { getMeter(name: string): Meter };
  readonly context: { active(): unknown };
  readonly SpanStatusCode: { readonly ERROR: number };
}

interface Tracer {
  startSpan(name: string, options: { readonly attributes: Attributes }, context: unknown): Span;
}

interface Span {
  setStatus(status: { readonly code: number; readonly message: string }): void;
  addEvent(name: string, attributes: Attributes): void;
  end(): void;
}

interface Meter {
  createHistogram(name: string, options: { readonly unit: string; readonly description: string }): Histogram;
}

interface Histogram {
  record(value: number, attributes: Attributes): void;
}

type Attributes = Readonly<Record<string, string | number>>;

/**
 * A listener that tells OpenTelemetry of a run: a span `limbeck.revision` for each revision with a span `limbeck.statement` for each of its
 * statements, and the histograms `limbeck.revision.duration` and `limbeck.statement.duration`. The API is the project's own package, which
 * whoever set up an SDK in this process has. Errors: that of Node's resolution where the project hasn't.
 * Source: https://opentelemetry.io/docs/specs/semconv/database/database-spans/ for the names of attributes.
 */
export function telemetry(directory: string): (event: TimedEvent) => void {
  const api: Api = createRequire(join(directory, "package.json"))("@opentelemetry/api");
  const tracer = api.trace.getTracer("limbeck");
  const meter = api.metrics.getMeter("limbeck");
  const durations = {
    revision: meter.createHistogram("limbeck.revision.duration", { unit: "s", description: "Time of a revision" }),
    statement: meter.createHistogram("limbeck.statement.duration", { unit: "s", description: "Time of a statement" }),
  };
  let revision: Span | undefined;
  let statement: Span | undefined;
  return (event) => {
    if (event.kind === "started") {
      const attributes = { ...of(event), "limbeck.revision.message": event.message, "server.address": event.database };
      revision = tracer.startSpan("limbeck.revision", { attributes }, api.context.active());
    }
    if (event.kind === "statement") {
      const parent = revision === undefined ? api.context.active() : api.trace.setSpan(api.context.active(), revision);
      const text = event.sql === undefined ? {} : { "db.query.text": event.sql };
      const attributes = { ...of(event), ...text, "limbeck.op": event.op.kind };
      statement = tracer.startSpan("limbeck.statement", { attributes }, parent);
    }
    if (event.kind === "slow") (statement ?? revision)?.addEvent("slow", { "limbeck.elapsed_ms": event.elapsedMs });
    if (event.kind === "retried") revision?.addEvent("retried", { "limbeck.reason": event.message });
    if (event.kind === "retried" || event.kind === "ended") {
      statement?.end();
      statement = undefined;
    }
    if (event.kind === "ended") durations.statement.record(event.durationMs / 1000, of(event));
    if (event.kind === "finished") {
      durations.revision.record(event.durationMs / 1000, of(event));
      revision?.end();
    }
    if (event.kind === "failed") {
      for (const span of [statement, revision]) {
        span?.setStatus({ code: api.SpanStatusCode.ERROR, message: `${event.code}: ${event.message}` });
        span?.end();
      }
    }
    if (event.kind === "finished" || event.kind === "failed") {
      statement = undefined;
      revision = undefined;
    }
  };
}

function of({ revision, direction }: { readonly revision: string; readonly direction: string }): Attributes {
  return { "limbeck.revision": revision, "limbeck.direction": direction };
}
