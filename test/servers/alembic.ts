import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { testPython } from "./python.ts";

/** Real Alembic, in one process for all revisions of a test file. */
export interface Alembic {
  /** Runs a direction of a revision as `alembic upgrade` would, in a transaction of its own as far as the dialect has one. */
  run(url: string, text: string, direction: "upgrade" | "downgrade"): Promise<void>;
  close(): void;
}

const SCRIPT = `
import json, sys, traceback, warnings
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

def carry_out(url, text, direction):
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    if engine.dialect.name == "sqlite" and "foreign_keys=on" in text:
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    scope = {}
    exec(compile(text, "revision", "exec"), scope)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        with context.begin_transaction(_per_migration=True), Operations.context(context):
            scope[direction]()
    engine.dispose()

for line in sys.stdin:
    given = json.loads(line)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", message=".*implicitly combining.*")
            carry_out(given["url"], given["text"], given["direction"])
        print(json.dumps({"ok": True}), flush=True)
    except Exception:
        print(json.dumps({"ok": False, "words": traceback.format_exc()}), flush=True)
`;

/** Starts it; warnings of SQLAlchemy and Alembic count as errors. */
export async function startAlembic(): Promise<Alembic> {
  const child = spawn(await testPython(), ["-c", SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(url, text, direction) {
      child.stdin.write(`${JSON.stringify({ url, text, direction })}\n`);
      const { value, done } = await replies.next();
      const reply = done === true ? { ok: false, words: "Python ended" } : JSON.parse(value);
      if (reply.ok !== true) throw new Error(`${reply.words}\n${text}`);
    },
    close: () => {
      child.kill();
    },
  };
}
