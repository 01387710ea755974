import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { testPython } from "./python.ts";

/** Real Alembic, in one process for all revisions of a test file. */
export interface Alembic {
  /**
   * Runs a direction of a revision as `alembic upgrade` would, in a transaction of its own as far as the dialect has one. `settings` are
   * statements for the new connection, as an application's own listener has them.
   */
  run(url: string, text: string, direction: "upgrade" | "downgrade", settings?: readonly string[]): Promise<void>;
  close(): void;
}

const SCRIPT = `
import json, sys, traceback, warnings
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

def carry_out(url, text, direction, settings):
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    for statement in settings:
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute(statement))
    scope = {}
    exec(compile(text, "revision", "exec"), scope)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        # The whole run, and one revision of it.
        with context.begin_transaction(), context.begin_transaction(_per_migration=True), Operations.context(context):
            scope[direction]()
    engine.dispose()

for line in sys.stdin:
    given = json.loads(line)
    try:
        with warnings.catch_warnings():
            # A table that another one refers to is read, too, and may hold what SQLAlchemy doesn't know.
            warnings.simplefilter("ignore")
            carry_out(given["url"], given["text"], given["direction"], given["settings"])
        print(json.dumps({"ok": True}), flush=True)
    except Exception:
        print(json.dumps({"ok": False, "words": traceback.format_exc()}), flush=True)
`;

/** Starts it. */
export async function startAlembic(): Promise<Alembic> {
  const child = spawn(await testPython(), ["-c", SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(url, text, direction, settings = []) {
      child.stdin.write(`${JSON.stringify({ url, text, direction, settings })}\n`);
      const { value, done } = await replies.next();
      const reply = done === true ? { ok: false, words: "Python ended" } : JSON.parse(value);
      if (reply.ok !== true) throw new Error(`${reply.words}\n${text}`);
    },
    close: () => {
      child.kill();
    },
  };
}
