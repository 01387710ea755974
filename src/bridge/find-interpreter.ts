import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** An interpreter that may be the project's, and why. */
export interface Interpreter {
  /** A path, or a name for PATH. */
  readonly python: string;
  /** Who named it: `--python`, `VIRTUAL_ENV`, `.venv`. */
  readonly from: string;
}

/** Where an interpreter is looked for. */
export interface InterpreterPlace {
  /** Absolute directory of the project; those above it are looked at, too. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The interpreters that may be the project's, the likeliest first, each found when it is asked for: an activated environment,
 * `.venv` and `venv` (which uv, PDM and Poetry make, too), what PDM noted, Poetry's, Pipenv's and Hatch's own places, and what PATH has.
 */
export function* findInterpreters({ directory, env }: InterpreterPlace): Generator<Interpreter> {
  const seen = new Set<string>();
  for (const found of candidates(directory, env)) {
    if (seen.has(found.python)) continue;
    seen.add(found.python);
    yield found;
  }
}

function* candidates(directory: string, env: InterpreterPlace["env"]): Generator<Interpreter> {
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const home = env[name];
    if (home !== undefined && home !== "") yield* inside(home, name);
  }
  const around = directoriesAround(directory);
  const projectEnvironment = env["UV_PROJECT_ENVIRONMENT"];
  for (const place of around) {
    if (projectEnvironment !== undefined && projectEnvironment !== "")
      yield* inside(resolve(place, projectEnvironment), "UV_PROJECT_ENVIRONMENT");
    for (const name of [".venv", "venv", ".virtualenv", "env"]) yield* inside(join(place, name), name);
    const noted = firstLine(join(place, ".pdm-python"));
    if (noted !== undefined) yield* existing(isAbsolute(noted) ? noted : resolve(place, noted), ".pdm-python");
  }
  for (const place of around) yield* managed(place, env);
  for (const name of process.platform === "win32" ? ["python", "py"] : ["python3", "python"])
    yield { python: name, from: "PATH" };
}

/** What a tool says that keeps its environments elsewhere; it is asked only where its file is. */
function* managed(place: string, env: InterpreterPlace["env"]): Generator<Interpreter> {
  for (const { file, section, command } of tools) {
    const text = readText(join(place, file));
    if (text === undefined || (section !== undefined && !text.includes(section))) continue;
    const said = ask(command, place, env);
    if (said !== undefined) yield* existing(said, command.join(" "));
  }
}

interface Tool {
  readonly file: string;
  /** What the file must have in it. */
  readonly section?: string;
  /** Prints the path of the interpreter. */
  readonly command: readonly [string, ...string[]];
}

/** Sources: python-poetry.org/docs/cli#env-info, pipenv.pypa.io/en/stable/commands.html, hatch.pypa.io/latest/cli/reference/. */
const tools: readonly Tool[] = [
  { file: "pyproject.toml", section: "[tool.poetry", command: ["poetry", "env", "info", "--executable"] },
  { file: "Pipfile", command: ["pipenv", "--py"] },
  {
    file: "pyproject.toml",
    section: "[tool.hatch",
    command: ["hatch", "run", "python", "-c", "import sys; print(sys.executable)"],
  },
];

const ASK_LIMIT_MS = 20_000;

function ask(
  [program, ...words]: Tool["command"],
  directory: string,
  env: InterpreterPlace["env"],
): string | undefined {
  try {
    const said = execFileSync(program, words, {
      cwd: directory,
      env: { ...env },
      encoding: "utf8",
      timeout: ASK_LIMIT_MS,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return said.trim().split("\n").at(-1)?.trim();
  } catch {
    // The tool isn't installed, or has no environment for this project: then it names no interpreter.
    return undefined;
  }
}

/** The interpreter of a virtual environment, as Unix, Windows and conda have it. */
function* inside(home: string, from: string): Generator<Interpreter> {
  for (const path of ["bin/python", "Scripts/python.exe", "python.exe"]) yield* existing(join(home, path), from);
}

function* existing(python: string, from: string): Generator<Interpreter> {
  if (existsSync(python)) yield { python, from };
}

/** The directory and those above it, up to the root of the repository that it is in; itself alone where it's in none. */
function directoriesAround(directory: string): readonly string[] {
  const found = [directory];
  for (let at = directory; !existsSync(join(at, ".git")); at = dirname(at)) {
    if (dirname(at) === at) return [directory];
    found.push(dirname(at));
  }
  return found;
}

function firstLine(path: string): string | undefined {
  return readText(path)?.split("\n")[0]?.trim() || undefined;
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
