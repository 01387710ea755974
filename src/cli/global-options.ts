import { resolve } from "node:path";
import type { GlobalOptions } from "../project/use-cases.ts";
import type { Option } from "./command.ts";
import type { Io } from "./io.ts";

/** Options of every command, before or after its name. */
export const globalOptions: readonly Option[] = [
  {
    flags: "-c, --config <file>",
    help: "the config, or an alembic.ini; looked for from here upward when left out",
    once: true,
  },
  { flags: "-e, --env <name>", help: "one of the config's environments; $LIMBECK_ENV when left out" },
  { flags: "-n, --name <section>", help: "the section of an alembic.ini" },
  { flags: "--url <url>", help: "the database, in place of the config's" },
  { flags: "--python <path>", help: "the interpreter of the models, of env.py and of Python revisions" },
  { flags: "-x <value>", help: "for env.py of an Alembic project, which reads it; may be repeated", repeatable: true },
  {
    flags: "--database <name>",
    help: "one of the databases of an env.py that works on several; each in turn when left out",
  },
  { flags: "-C, --directory <directory>", help: "work as if started there" },
  { flags: "--json", help: "print one JSON document on standard output, errors too" },
  { flags: "-q, --quiet", help: "print no progress and no remarks" },
  { flags: "--no-color", help: "no colours; nor where NO_COLOR is set or the output is no terminal" },
];

/** What the use cases take of the options given. */
export function globalInput(options: Readonly<Record<string, unknown>>, io: Io): GlobalOptions {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === "string" ? value : undefined;
  };
  const [config, section, environment, url] = [text("config"), text("name"), text("env"), text("url")];
  const [python, database, x] = [text("python"), text("database"), options["x"]];
  return {
    cwd: resolve(io.cwd, text("directory") ?? "."),
    env: io.env,
    ...(config === undefined ? {} : { config }),
    ...(section === undefined ? {} : { section }),
    ...(environment === undefined ? {} : { environment }),
    ...(url === undefined ? {} : { url }),
    ...(python === undefined ? {} : { python }),
    ...(database === undefined ? {} : { database }),
    ...(options["quiet"] === true ? {} : { onPrinted: io.err }),
    ...(Array.isArray(x) ? { x: x.map(String) } : {}),
  };
}
