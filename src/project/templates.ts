/** What `init` starts a project with. */
export interface Template {
  readonly name: string;
  readonly description: string;
  /** Name of the config file. */
  readonly config: string;
  /** Texts of the files by their path, relative to the project, for the directory of the revisions and the URL. */
  readonly files: (given: { readonly directory: string; readonly url: string }) => Readonly<Record<string, string>>;
}

/** All templates, the default first. */
export const templates: readonly Template[] = [
  {
    name: "ts",
    description: "TypeScript revisions, with a limbeck.config.ts.",
    config: "limbeck.config.ts",
    files: (given) => ({ "limbeck.config.ts": moduleConfig(given, ""), ...readme(given.directory) }),
  },
  {
    name: "example",
    description: "As ts, and a models.ts with a table to begin with.",
    config: "limbeck.config.ts",
    files: (given) => ({
      "limbeck.config.ts": moduleConfig(given, ""),
      ...readme(given.directory),
      "models.ts": EXAMPLE_MODELS,
    }),
  },
  {
    name: "sql",
    description: "SQL revisions with both directions, and a limbeck.config.ts.",
    config: "limbeck.config.ts",
    files: (given) => ({ "limbeck.config.ts": moduleConfig(given, '\n  format: "sql",'), ...readme(given.directory) }),
  },
  {
    name: "json",
    description: "SQL revisions and a limbeck.config.json, for a project without TypeScript.",
    config: "limbeck.config.json",
    files: ({ directory, url }) => ({
      "limbeck.config.json": `${JSON.stringify({ url, models: "schema.sql", migrations: directory, format: "sql" }, null, 2)}\n`,
      ...readme(directory),
    }),
  },
];

function moduleConfig({ directory, url }: { directory: string; url: string }, more: string): string {
  return `import { defineConfig } from "limbeck";

export default defineConfig({
  // The database. An environment variable keeps its password out of this file.
  url: process.env.DATABASE_URL ?? ${JSON.stringify(url)},
  // The file, or the files, that export your tables; \`limbeck revision --autogenerate\` compares them with the database.
  models: "models.ts",
  migrations: ${JSON.stringify(directory)},${more}
});
`;
}

function readme(directory: string): Readonly<Record<string, string>> {
  return {
    [`${directory}/README.md`]: `# Migrations

One file for each revision, in \`versions/\`. Keep all of them under version control.

\`\`\`
npx limbeck revision --autogenerate -m "What changes"   # write one from the models
npx limbeck upgrade head                                # run what the database lacks
npx limbeck downgrade -1                                # take the last one back
npx limbeck status                                      # where the database stands
\`\`\`
`,
  };
}

const EXAMPLE_MODELS = `import { column, integer, table, text, unique } from "limbeck";

export const users = table("users", [
  column("id", integer(), { primaryKey: true }),
  column("email", text(), { nullable: false }),
  unique(["email"]),
]);
`;
