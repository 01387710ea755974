import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bridge, startBridge } from "../../src/bridge/bridge.ts";
import type { ModelsRequest } from "../../src/bridge/model-commands.ts";
import { openBridge } from "../../src/bridge/open-bridge.ts";
import { testPython } from "../servers/python.ts";
import { modelsSchema } from "./models-schema.ts";

let directory = "";
const opened: Bridge[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "limbeck-bridge-"));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((bridge) => bridge.close()));
  rmSync(directory, { recursive: true, force: true });
});

async function bridgeHere(onOutput?: (text: string) => void): Promise<Bridge> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const output = onOutput === undefined ? {} : { onOutput };
  const bridge = await startBridge({ python: await testPython(), directory, env, ...output });
  opened.push(bridge);
  return bridge;
}

/** A module of the project. */
function moduleHere(name: string, text: string): void {
  writeFileSync(join(directory, `${name}.py`), text);
}

function modelsAt(place: string): ModelsRequest {
  return { place, dialects: ["sqlite"], backslashes: false, path: [directory] };
}

const TABLE =
  'import sqlalchemy as sa\nm = sa.MetaData()\nsa.Table("t", m, sa.Column("id", sa.Integer, primary_key=True))\n';

async function codeOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  const error = await work.then(
    () => ({}),
    (reason: unknown) => reason as object,
  );
  return { code: "nothing", message: "", ...error, ...("message" in error ? { message: String(error.message) } : {}) };
}

describe("a conversation", () => {
  test("says what the interpreter has", async () => {
    const bridge = await bridgeHere();
    expect(await bridge.call("hello", {})).toMatchObject({ python: /^3\./, sqlalchemy: /^2\./, alembic: /^1\./ });
  });

  test("several commands at once get their own replies, in order", async () => {
    moduleHere("a", TABLE);
    const bridge = await bridgeHere();
    const [hello, failed, models] = await Promise.allSettled([
      bridge.call("hello", {}),
      bridge.call("models", modelsAt("nope:m")),
      bridge.call("models", modelsAt("a:m")),
    ]);
    expect([hello.status, failed.status, models.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  test("what the project prints comes beside it, from both streams and from its children", async () => {
    moduleHere(
      "loud",
      `import os, sys, subprocess\nprint("one")\nsys.stderr.write("two\\n")\nos.system("echo three")\n${TABLE}`,
    );
    let said = "";
    const bridge = await bridgeHere((text) => {
      said += text;
    });
    const schema = await modelsSchema(bridge, modelsAt("loud:m"));
    expect(schema.tables.map(({ name }) => name)).toEqual(["t"]);
    expect(said.split("\n").sort()).toEqual(["", "one", "three", "two"]);
  });

  test("text of any language goes both ways", async () => {
    moduleHere("a", TABLE.replace('"t"', '"tä\u{1F600}\\n\\u2028"'));
    const bridge = await bridgeHere();
    const schema = await modelsSchema(bridge, modelsAt("a:m"));
    expect(schema.tables[0]?.name).toBe("tä\u{1F600}\n\u2028");
  });
});

const FAULTS: readonly { claim: string; text: string; place?: string; code: string; says: readonly string[] }[] = [
  {
    claim: "an exception, with its line and what it says",
    text: "x = 1\nraise ValueError('no such thing')\n",
    code: "BRIDGE_CODE_FAILED",
    says: ["mod.py:2: ValueError: no such thing"],
  },
  {
    claim: "a process that is killed",
    text: "import os\nos.kill(os.getpid(), 9)\n",
    code: "BRIDGE_CRASHED",
    says: ["SIGKILL"],
  },
  { claim: "a module that isn't there", text: "", place: "other:m", code: "BRIDGE_MODELS_UNKNOWN", says: ['"other"'] },
  {
    claim: "an attribute that isn't there",
    text: TABLE,
    place: "mod:m.n",
    code: "BRIDGE_MODELS_UNKNOWN",
    says: ['"m.n"'],
  },
  { claim: "an attribute that is no MetaData", text: "m = 5\n", code: "BRIDGE_MODELS_UNKNOWN", says: ["int"] },
  {
    claim: "a module that the models import and that isn't there is the project's own fault",
    text: "import nothing_here\n",
    code: "BRIDGE_CODE_FAILED",
    says: ["mod.py:1", "nothing_here"],
  },
  {
    claim: "one table in two MetaData",
    text: `${TABLE}n = sa.MetaData()\nsa.Table("t", n, sa.Column("x", sa.Integer))\nm = [m, n]\n`,
    code: "BRIDGE_MODELS_UNKNOWN",
    says: ['"t"'],
  },
  {
    claim: "a reference to a table that nobody imported",
    text: TABLE.replace("primary_key=True", "sa.ForeignKey('gone.id')"),
    code: "BRIDGE_MODEL_UNSUPPORTED",
    says: ["gone"],
  },
  {
    claim: "a type that the dialect can't write, with its column",
    text: TABLE.replace("sa.Integer", "sa.ARRAY(sa.Integer)"),
    code: "BRIDGE_MODEL_UNSUPPORTED",
    says: ["t.id", "ARRAY"],
  },
  {
    claim: "a prefix of a table that has no place in a schema",
    text: TABLE.replace("m, sa", 'm, prefixes=["TEMPORARY"], *[sa').replace("True))", "True)])"),
    code: "BRIDGE_MODEL_UNSUPPORTED",
    says: ["TEMPORARY"],
  },
];

describe("a fault", () => {
  test.each(FAULTS)("$claim", async ({ text, place, code, says }) => {
    moduleHere("mod", text);
    const bridge = await bridgeHere();
    const error = await codeOf(bridge.call("models", modelsAt(place ?? "mod:m")));
    expect(error.code).toBe(code);
    for (const word of says) expect(error.message).toContain(word);
  });

  test.each(FAULTS)("$claim, told where the models were loaded ahead", async ({ text, place, code, says }) => {
    moduleHere("mod", text);
    const bridge = await bridgeHere();
    const { path } = modelsAt("");
    bridge.call("load", { place: place ?? "mod:m", path }).catch(() => undefined);
    const error = await codeOf(bridge.call("models", modelsAt(place ?? "mod:m")));
    expect(error.code).toBe(code);
    for (const word of says) expect(error.message).toContain(word);
  });

  test("models that were loaded ahead are executed once, whatever they raise", async () => {
    moduleHere("mod", 'open("times.txt", "a").write("x")\n1 / 0\n');
    const bridge = await bridgeHere();
    await bridge.call("load", { place: "mod:m", path: [directory] });
    const { code, message } = await codeOf(bridge.call("models", modelsAt("mod:m")));
    expect([code, message]).toEqual(["BRIDGE_CODE_FAILED", expect.stringMatching(/mod\.py:2: ZeroDivisionError/)]);
    expect(readFileSync(join(directory, "times.txt"), "utf8")).toBe("x");
  });

  test("a command that takes too long is ended, and so is the process", async () => {
    moduleHere("slow", "import time\ntime.sleep(60)\n");
    const bridge = await bridgeHere();
    expect((await codeOf(bridge.call("models", modelsAt("slow:m"), { timeoutMs: 500 }))).code).toBe("BRIDGE_TIMEOUT");
    expect(bridge.isClosed).toBe(true);
    expect((await codeOf(bridge.call("hello", {}))).code).toBe("BRIDGE_TIMEOUT");
  });

  test("after an exception the process goes on", async () => {
    moduleHere("bad", "1 / 0\n");
    const bridge = await bridgeHere();
    await codeOf(bridge.call("models", modelsAt("bad:m")));
    expect(await bridge.call("hello", {})).toMatchObject({ python: /^3\./ });
  });
});

describe("the interpreter", () => {
  /** An interpreter that has nothing installed. */
  async function bare(place: string): Promise<string> {
    const path = join(directory, place);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, `#!/bin/sh\nexec "${await testPython()}" -S -E "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test("the first that has what is needed is taken", async () => {
    await bare(".venv/bin/python");
    const python = await testPython();
    const env = { ...process.env, VIRTUAL_ENV: "", PATH: `${join(python, "..")}:${process.env["PATH"]}` };
    const bridge = await openBridge({ directory, env, needs: ["sqlalchemy", "alembic"] });
    opened.push(bridge);
    expect(await bridge.call("hello", {})).toMatchObject({ sqlalchemy: /^2\./ });
  });

  test("one that is too old says so, and does nothing of what waits in the pipe", async () => {
    moduleHere("noted", `open("noted.txt", "w").close()\n${TABLE}`);
    const bridge = await bridgeHere();
    const needs = [{ name: "alembic", title: "Alembic", oldest: "99.0" }];
    const [hello, models] = await Promise.allSettled([
      bridge.call("hello", { needs }),
      codeOf(bridge.call("models", modelsAt("noted:m"))),
    ]);
    expect([hello, models]).toMatchObject([
      { value: { lacks: expect.stringMatching(/^has Alembic 1\..*, which is older than 99\.0$/) } },
      { value: { code: "BRIDGE_PYTHON_UNUSABLE" } },
    ]);
    expect(existsSync(join(directory, "noted.txt"))).toBe(false);
  });

  test("without any that has it, all that were tried are named", async () => {
    const path = await bare(".venv/bin/python");
    await bare("bin/python3");
    await bare("bin/python");
    const env = { PATH: `${join(directory, "bin")}:${process.env["PATH"]}` };
    const { code, message } = await codeOf(openBridge({ directory, env, needs: ["sqlalchemy"] }));
    expect([code, message]).toEqual(["BRIDGE_PYTHON_UNUSABLE", expect.stringContaining("has no SQLAlchemy")]);
    expect(path).toContain(".venv");
    expect(message).toContain(".venv");
    expect(message).toContain("PATH");
  });

  test("one that is named is the only one", async () => {
    const named = { python: join(directory, "nowhere"), from: "--python" };
    const { code, message } = await codeOf(openBridge({ directory, env: { ...process.env }, needs: [], named }));
    expect(code).toBe("BRIDGE_PYTHON_MISSING");
    expect(message).toContain("--python");
  });
});
