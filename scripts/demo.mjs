// Limbeck's main job on SQLite, from nothing, in demo-output/: what it prints is what a user sees.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const project = `${root}demo-output`;
const bold = process.stdout.isTTY ? (text) => `\u001b[1m${text}\u001b[22m` : (text) => text;

function say(text) {
  console.log(`\n# ${text}`);
}

function limbeck(...args) {
  console.log(bold(`\n$ npx limbeck ${args.map((arg) => (/[^\w./:+-]/.test(arg) ? `"${arg}"` : arg)).join(" ")}`));
  const { status } = spawnSync(process.execPath, [`${root}bin/limbeck.js`, ...args], {
    cwd: project,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error(`The demo stopped: limbeck exited with ${status}.`);
    process.exit(1);
  }
}

rmSync(project, { recursive: true, force: true });
mkdirSync(project);

say("A new project");
limbeck("init");
writeFileSync(
  `${project}/limbeck.config.ts`,
  `import { defineConfig } from "limbeck";

export default defineConfig({
  url: "sqlite:///blog.db",
  models: "./models.ts",
});
`,
);

say("The models of a blog (examples/blog/models-1.ts), and the first revision from them");
copyFileSync(`${root}examples/blog/models-1.ts`, `${project}/models.ts`);
limbeck("revision", "--autogenerate", "-m", "create the blog");
limbeck("upgrade", "head");
limbeck("check");

say(
  "The models change (examples/blog/models-2.ts): a column, a check, an index, a table; a column that may no longer be NULL",
);
copyFileSync(`${root}examples/blog/models-2.ts`, `${project}/models.ts`);
limbeck("revision", "--autogenerate", "-m", "publish posts, tag them");
limbeck("plan", "upgrade", "head", "-v");
limbeck("upgrade", "head");

say("Where we are, and back again");
limbeck("history", "-i");
limbeck("downgrade", "-1");
limbeck("current");
limbeck("upgrade", "head");
limbeck("check");
limbeck("status");

console.log(`\nThe files are in ${project}: the config, models.ts, migrations/versions/ and the database blog.db.`);
