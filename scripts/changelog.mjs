// Joins the fragments of changes/ into CHANGELOG.md under a version, and removes them: npm run changelog -- 0.2.0
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const version = process.argv[2];
if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? "")) {
  console.error("Give the version: npm run changelog -- 0.2.0");
  process.exit(2);
}
const names = readdirSync(`${root}changes`)
  .filter((name) => name.endsWith(".md"))
  .sort();
const unknown = names.filter((name) => !/\.(added|changed|fixed)\.md$/.test(name));
if (unknown.length > 0 || names.length === 0) {
  console.error(
    names.length === 0 ? "changes/ has no fragments." : `Not added, changed or fixed: ${unknown.join(", ")}`,
  );
  process.exit(2);
}

const sections = ["added", "changed", "fixed"].flatMap((kind) => {
  const items = names
    .filter((name) => name.endsWith(`.${kind}.md`))
    .map((name) => `- ${readFileSync(`${root}changes/${name}`, "utf8").trim().replaceAll("\n", "\n  ")}`);
  return items.length === 0 ? [] : [`### ${kind[0].toUpperCase()}${kind.slice(1)}\n\n${items.join("\n")}\n`];
});
const path = `${root}CHANGELOG.md`;
const old = existsSync(path) ? readFileSync(path, "utf8").replace(/^# Changelog\n+/, "") : "";
writeFileSync(path, `# Changelog\n\n## ${version}\n\n${sections.join("\n")}${old === "" ? "" : `\n${old}`}`);
for (const name of names) rmSync(`${root}changes/${name}`);
console.log(`CHANGELOG.md has ${version}, from ${names.length} fragments.`);
