// What makes the built commands start sooner than esbuild's own splitting would: measured by bench/startup.mjs.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

// What nearly every command loads, in chunks of its own. Left to itself esbuild makes a chunk of every set of modules
// that the same entry points share: dozens of tiny files, each of which Node has to find, read and link at start-up.
const shared = [
  "src/cli/errors.ts",
  "src/cli/text.ts",
  "src/cli/command.ts",
  "src/cli/global-options.ts",
  "src/project/limbeck-entry.ts",
  "src/project/heads.ts",
  "src/project/history.ts",
  "src/project/bases.ts",
  "src/project/branches.ts",
  "src/project/show.ts",
  // A few lines each, which nearly all others load.
  "src/base/remember.ts",
  "src/base/same-data.ts",
  "src/dialects/ddl-token.ts",
  "src/dialects/first-line.ts",
  "src/dialects/mysql/names.ts",
  "src/dialects/postgres/names.ts",
  "src/dialects/sqlite/names.ts",
  "src/dialects/work-progress.ts",
  "src/project/ci-result.ts",
  "src/schema/inheritance.ts",
  "src/schema/names.ts",
  "src/schema/schema.ts",
  "src/schema/sql.ts",
  "src/schema/view-texts.ts",
].map((path) => join(root, path));
const importShared = shared.map((path) => `import ${JSON.stringify(path)};`).join("");

const sharedChunks = {
  name: "shared-chunks",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ kind, path, importer }) =>
      kind === "dynamic-import" ? { path: join(dirname(importer), path), namespace: "lazy" } : undefined,
    );
    onLoad({ filter: /./, namespace: "lazy" }, ({ path }) => ({
      contents: `${importShared} export * from ${JSON.stringify(path)};`,
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = withoutLazyShared(readFileSync(path, "utf8"), dirname(path));
      return { contents: path === join(root, "src/cli/cli.ts") ? importShared + text : text, loader: "ts" };
    });
  },
};

/** The source with its lazy imports of what is shared as plain ones: those are loaded already. */
function withoutLazyShared(text, directory) {
  const imports = [];
  const plain = text.replace(/\bimport\((".*?")\)/g, (lazy, path) => {
    if (!shared.includes(join(directory, JSON.parse(path)))) return lazy;
    return `shared${imports.push(path) - 1}`;
  });
  return imports.map((path, i) => `import * as shared${i} from ${path};`).join("") + plain;
}

// To a module that imports one of Node's own, Node gives all of that, also what it loads only when asked for it, such as the streams
// of `node:fs` and the web's part of `node:crypto`: that takes longer than most commands do. So they are taken by name.
const builtinsByName = {
  name: "builtins-by-name",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ kind, path }) =>
      kind === "import-statement" ? { path, namespace: "builtin" } : undefined,
    );
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => {
      const load = `process.getBuiltinModule(${JSON.stringify(path)})`;
      // Cryptography is the slowest of them, and most commands have no use for it.
      const contents =
        path === "node:crypto"
          ? importedNames(path).map((name) => `export const ${name} = (...given) => ${load}.${name}(...given);`)
          : [`export const { ${importedNames(path).join(", ")} } = ${load};`];
      return { contents: contents.join("\n") };
    });
  },
};

/** The names that the sources import, other than as types, from one of Node's modules. */
function importedNames(module) {
  const files = readdirSync(join(root, "src"), { recursive: true }).filter((file) => file.endsWith(".ts"));
  const imports = new RegExp(`^import \\{([^}]*)\\} from "${module}";`, "gm");
  const names = files.flatMap((file) =>
    [...readFileSync(join(root, "src", file), "utf8").matchAll(imports)].flatMap(([, list]) => list.split(",")),
  );
  const values = names.map((name) => name.trim().replace(/ as \w+$/, "")).filter((name) => /^\w+$/.test(name));
  return [...new Set(values)].sort();
}

// Commander is CommonJS, which a bundle of modules has no `require` for. `node:child_process` is slow to load, and there only
// for commands that are programs of their own, of which Limbeck has none.
const commanderBuiltins = {
  name: "commander-builtins",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]commander[\\/].*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/\brequire\(('node:\w+')\)/g, (_, module) =>
        module === "'node:child_process'" ? "{}" : `globalThis.process.getBuiltinModule(${module})`,
      ),
    }));
  },
};

export const startUpPlugins = [sharedChunks, builtinsByName, commanderBuiltins];
