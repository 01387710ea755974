import { isLimbeckError } from "../base/error.ts";
import type { Talk } from "../project/use-cases.ts";
import type { Call, Command, Outcome } from "./command.ts";
import { lines } from "./text.ts";

/** Runs a command; one after the other on each database, where env.py works on several and none is named. It is asked for them once. */
export async function runOnDatabases(command: Command, given: Call): Promise<Outcome> {
  const call = { ...given, global: { ...given.global, heard: {} } };
  try {
    return await command.run(call);
  } catch (error) {
    const names = command.perDatabase === true && call.options["sql"] !== true ? severalIn(error) : [];
    if (names.length === 0) throw error;
    return runOnEach(names, command, call);
  }
}

async function runOnEach(names: readonly string[], command: Command, call: Call): Promise<Outcome> {
  const outcomes: (Outcome & { readonly name: string })[] = [];
  for (const name of names) {
    const one = { ...call, global: { ...call.global, database: name }, talk: titled(call.talk, `Database ${name}:`) };
    try {
      outcomes.push({ name, ...(await command.run(one)) });
    } catch (error) {
      throw withName(error, { name, names });
    }
  }
  return {
    json: Object.fromEntries(outcomes.map(({ name, json }) => [name, json])),
    text: outcomes.map(({ name, text }) => (text === "" ? "" : `${call.style.bold(`${name}:`)}\n${text}`)).join(""),
    notes: outcomes.flatMap(({ name, notes = [] }) => notes.map((note) => `${name}: ${note}`)),
    exit: outcomes.some(({ exit }) => exit === 1) ? 1 : 0,
  };
}

/** The same talk with a line before the first progress that there is. */
function titled(talk: Talk, title: string): Talk {
  const { onProgress } = talk;
  if (onProgress === undefined) return talk;
  let isTitled = false;
  return {
    ...talk,
    onProgress: (progress) => {
      if (!isTitled) onProgress({ kind: "output", line: title });
      isTitled = true;
      onProgress(progress);
    },
  };
}

/** The names of the databases, where the error is that there are several. */
function severalIn(error: unknown): readonly string[] {
  if (!isLimbeckError(error, "BRIDGE_ENV_SEVERAL")) return [];
  const { databases } = error.details;
  return Array.isArray(databases) ? databases.map(String) : [];
}

/** The error with the database that it is about, and where the others stand. */
function withName(
  error: unknown,
  { name, names }: { readonly name: string; readonly names: readonly string[] },
): unknown {
  if (!isLimbeckError(error)) return error;
  const place = names.indexOf(name);
  const done = names.slice(0, place);
  const left = names.slice(place + 1);
  const standing = [
    ...(done.length === 0 ? [] : [`It is done on ${done.join(", ")}`]),
    ...(left.length === 0 ? [] : [`${done.length === 0 ? "It was not begun" : "and not begun"} on ${left.join(", ")}`]),
  ];
  error.message = lines([
    `On the database "${name}": ${error.message}`,
    ...(standing.length === 0 ? [] : [`${standing.join(", ")}; --database ${name} goes on with this one alone.`]),
  ]).trimEnd();
  return error;
}
