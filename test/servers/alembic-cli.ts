import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { testPython } from "./python.ts";

/** Real Alembic's command line, in one process that carries out many commands. */
export interface AlembicCli {
  /** Runs a command line in a directory. False when Alembic refuses it, or something fails. */
  readonly run: (
    cwd: string,
    ...words: readonly string[]
  ) => Promise<{ readonly ok: boolean; readonly output: string }>;
  readonly close: () => Promise<void>;
}

const DRIVER = `
import importlib, io, json, os, sys, traceback

class Output(io.StringIO):
    encoding = "utf-8"

# Alembic keeps the standard output that there is when it's imported.
answers, sys.stdout = sys.stdout, Output()
from alembic.config import main

own, path = (sys.prefix, sys.base_prefix), list(sys.path)
for line in sys.stdin:
    order = json.loads(line)
    os.chdir(order["cwd"])
    sys.path[:] = path
    importlib.invalidate_caches()
    for name, module in list(sys.modules.items()):
        if not (getattr(module, "__file__", None) or sys.prefix).startswith(own):
            del sys.modules[name]
    ok = True
    sys.stdout.seek(0)
    sys.stdout.truncate()
    try:
        main(argv=order["words"])
    except SystemExit as end:
        ok = end.code in (None, 0)
    except Exception:
        ok = False
        sys.stdout.write(traceback.format_exc())
    print(json.dumps({"ok": ok, "output": sys.stdout.getvalue()}), file=answers, flush=True)
`;

/** Starts Alembic 1.20 in the Python of the tests, with more variables in its environment. Each command imports a project's modules anew. */
export async function startAlembicCli(env: Readonly<Record<string, string>> = {}): Promise<AlembicCli> {
  const child: ChildProcessWithoutNullStreams = spawn(await testPython(), ["-u", "-c", DRIVER], {
    env: { ...process.env, ...env },
  });
  child.stderr.resume();
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    run: async (cwd, ...words) => {
      child.stdin.write(`${JSON.stringify({ cwd, words })}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error("Alembic's process has ended.");
      return JSON.parse(value);
    },
    close: async () => {
      child.stdin.end();
      await once(child, "close");
    },
  };
}
