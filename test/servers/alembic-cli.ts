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
import contextlib, io, json, os, sys, traceback
from alembic.config import main
for line in sys.stdin:
    order = json.loads(line)
    os.chdir(order["cwd"])
    output, ok = io.StringIO(), True
    with contextlib.redirect_stdout(output):
        try:
            main(argv=order["words"])
        except SystemExit as end:
            ok = end.code in (None, 0)
        except Exception:
            ok = False
            output.write(traceback.format_exc())
    print(json.dumps({"ok": ok, "output": output.getvalue()}), flush=True)
`;

/** Starts Alembic 1.20 in the Python of the tests, with more variables in its environment. */
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
