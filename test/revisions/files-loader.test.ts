import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

/*
 * The loader runs in a Node process of its own, as it does in use: the test runner has its own way with imports and stack traces.
 */

const source = fileURLToPath(new URL("../../src/revisions/load-typescript.ts", import.meta.url));
let home: string;
let root: string;

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "limbeck-loader-")));
  const esbuild = pathToFileURL(createRequire(import.meta.url).resolve("esbuild")).href;
  await build({
    stdin: { contents: runner, resolveDir: dirname(source), loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: join(home, "run.mjs"),
    plugins: [
      {
        name: "esbuild",
        setup: (b) => b.onResolve({ filter: /^esbuild$/ }, () => ({ path: esbuild, external: true })),
      },
    ],
  });
  writeFileSync(
    join(home, "limbeck.mjs"),
    `export const column = (name) => ({ column: name });
     export function refuse() { throw Object.assign(new Error("no such type"), { name: "LimbeckError", code: "SCHEMA_X", hint: "h", exit: 2, details: {} }) }`,
  );
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(home, "project-"));
  mkdirSync(join(root, "node_modules"));
});

const runner = `
import { loadModules } from "./load-typescript.ts";
const { paths, options, call } = JSON.parse(process.argv[2]);
try {
  const modules = await loadModules(paths, options);
  const out = {};
  for (const [path, module] of modules) {
    out[path] = { ...module };
    if (call && typeof module[call] === "function") {
      try { module[call]() } catch (error) { out.stack = error.stack }
    }
  }
  console.log(JSON.stringify(out));
} catch (error) {
  console.log(JSON.stringify({ code: error.code ?? String(error.stack), message: error.message, hint: error.hint, details: error.details }));
}
`;

function write(name: string, text: string): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

interface Loading {
  readonly cacheDirectory?: string;
  /** Name of an export that is called; the stack of what it throws is in `stack`. */
  readonly call?: string;
  readonly env?: Readonly<Record<string, string>>;
}

async function load(names: readonly string[], { cacheDirectory, call, env = {} }: Loading = {}) {
  const options = {
    projectDirectory: root,
    limbeckEntry: join(home, "limbeck.mjs"),
    ...(cacheDirectory && { cacheDirectory }),
  };
  const request = JSON.stringify({ paths: names.map((name) => join(root, name)), options, call });
  const { stdout } = await promisify(execFile)(process.execPath, [join(home, "run.mjs"), request], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout);
}

/** Loads one file with this text and returns what it exports, or the error. */
async function loadText(text: string, name = "m/a.ts") {
  const path = write(name, text);
  const out = await load([name]);
  return out[path] ?? out;
}

const modules = () => join(root, "node_modules/.cache/limbeck/modules");

describe("a module is loaded", () => {
  const rows: readonly (readonly [string, string, unknown])[] = [
    [
      "with an enum, a namespace and a parameter property",
      "enum E { A = 'a' } namespace N { export const x: number = 1 } class C { constructor(readonly p: string) {} } export const out = [E.A, N.x, new C('p').p];",
      ["a", 1, "p"],
    ],
    ["with a top-level await", "export const out: number = await Promise.resolve(5);", 5],
    ["with a neighbour without extension", "import { word } from './neighbour'; export const out = word;", "neighbour"],
    [
      "with a neighbour named .js that is .ts",
      "import { word } from './neighbour.js'; export const out = word;",
      "neighbour",
    ],
    ["with a neighbour named .ts", "import { word } from './neighbour.ts'; export const out = word;", "neighbour"],
    ["with a path alias", "import { word } from '~/deep'; export const out = word;", "deep"],
    ["with a type from a file that isn't there", "import type { T } from './nowhere'; export const out: T = 1;", 1],
    [
      "with the project's packages, ESM and CommonJS",
      "import a from 'esm-package'; import { b } from 'cjs-package'; export const out = [a, b];",
      ["esm", "cjs"],
    ],
    ["with JSON", "import data from './data.json'; export const out = data.n;", 3],
    [
      "with Limbeck, wherever it is installed",
      "import { column } from 'limbeck'; export const out = column('x');",
      { column: "x" },
    ],
    ["with require", "export const out = require('node:path').posix.sep + require('cjs-package').b;", "/cjs"],
    [
      "with decorators",
      "function d(_v: unknown, c: { name: string }) { out.push(c.name) } export const out: string[] = []; class C { @d m() {} }; new C();",
      ["m"],
    ],
  ];
  it.each(rows)("%s", async (_name, text, expected) => {
    write("tsconfig.json", '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }');
    write("src/deep.ts", "export const word: string = 'deep';");
    write("m/neighbour.ts", "export const word: string = 'neighbour';");
    write("m/data.json", '{ "n": 3 }');
    write("node_modules/esm-package/package.json", '{ "type": "module", "exports": { "import": "./i.js" } }');
    write("node_modules/esm-package/i.js", "export default 'esm';");
    write("node_modules/cjs-package/index.js", "exports.b = 'cjs';");
    expect(await loadText(text)).toMatchObject({ out: expected });
  });

  it("knows its own place, also where it names it itself", async () => {
    const text = `import { dirname } from "node:path"; import { fileURLToPath } from "node:url"; import { where } from "./sub/b";
      export const out = [import.meta.url, import.meta.dirname, import.meta.filename, where];
      export const own = (() => { const __dirname = dirname(fileURLToPath(import.meta.url)); return __dirname; })();`;
    write("m/sub/b.ts", "export const where = [__dirname, __filename];");
    expect(await loadText(text)).toEqual({
      out: [
        pathToFileURL(join(root, "m/a.ts")).href,
        join(root, "m"),
        join(root, "m/a.ts"),
        [join(root, "m/sub"), join(root, "m/sub/b.ts")],
      ],
      own: join(root, "m"),
    });
  });

  it("in JavaScript, with several that share a module", async () => {
    write("m/shared.ts", "export const list: string[] = [];");
    write("m/a.js", "import { list } from './shared.ts'; list.push('a'); export { list };");
    write("m/b.mjs", "import { list } from './shared.ts'; list.push('b'); export { list };");
    const out = await load(["m/a.js", "m/b.mjs"]);
    expect(out[join(root, "m/b.mjs")]).toEqual({ list: ["a", "b"] });
  });

  it("with a hashbang and a byte order mark", async () => {
    expect(await loadText("\ufeff#!/usr/bin/env node\nexport const out = typeof __dirname;")).toEqual({
      out: "string",
    });
  });

  it("in a workspace: TypeScript of a linked package, whose own packages only it sees", async () => {
    write("packages/db/package.json", '{ "name": "@acme/db", "type": "module", "exports": "./index.ts" }');
    write("packages/db/index.ts", "import orm from 'orm'; export enum E { A = 'a' } export const got: string = orm;");
    write("store/orm/package.json", '{ "name": "orm", "type": "module", "exports": "./i.js" }');
    write("store/orm/node_modules/orm/package.json", '{ "name": "orm", "type": "module", "exports": "./i.js" }');
    write("store/orm/node_modules/orm/i.js", "export default 'orm';");
    mkdirSync(join(root, "packages/db/node_modules"));
    symlinkSync(join(root, "store/orm/node_modules/orm"), join(root, "packages/db/node_modules/orm"));
    mkdirSync(join(root, "node_modules/@acme"));
    symlinkSync(join(root, "packages/db"), join(root, "node_modules/@acme/db"));
    expect(await loadText("import { E, got } from '@acme/db'; export const out = [E.A, got];")).toEqual({
      out: ["a", "orm"],
    });
  });

  it("where the project has no node_modules", async () => {
    rmSync(join(root, "node_modules"), { recursive: true });
    write("m/a.ts", "import { column } from 'limbeck'; export const out = column('x');");
    const env = { XDG_CACHE_HOME: join(root, "user-cache"), HOME: root, LOCALAPPDATA: join(root, "user-cache") };
    const out = await load(["m/a.ts"], { env });
    expect(out[join(root, "m/a.ts")]).toEqual({ out: { column: "x" } });
    expect(readdirSync(root)).not.toContain("node_modules");
  });
});

describe("a stack trace", () => {
  it("names the line of the source", async () => {
    const text = `import type { T } from './t';\n\ninterface Foo {\n  a: T;\n}\nexport function upgrade(): never {\n  const foo: Foo | undefined = undefined;\n  throw new TypeError(\`no \${foo}\`);\n}\n`;
    const path = write("m/a.ts", text);
    for (const _cold of [true, false]) {
      const out = await load(["m/a.ts"], { call: "upgrade" });
      expect(out.stack).toContain(`${path}:8:9`);
    }
  });

  it("names the line in a module that it imports", async () => {
    write("m/a.ts", "import { f } from './b';\nexport const upgrade = (): void => f();");
    const b = write("m/b.ts", "\n\nexport function f(): void {\n  throw new Error('deep');\n}");
    expect((await load(["m/a.ts"], { call: "upgrade" })).stack).toContain(`${b}:4:9`);
  });
});

describe("a module that can't be loaded is refused with its place", () => {
  const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      "a syntax error, with the line and a caret",
      "export const a = 1;\nexport const é = a foo;\n",
      "REVISION_FILE_SYNTAX",
      ['m/a.ts:2:20: Expected ";" but found "foo"\n  2 | export const é = a foo;\n    |                    ^'],
    ],
    [
      "a local import of nothing",
      "import { x } from './nope';\nexport const y = x;",
      "REVISION_FILE_IMPORT",
      ['m/a.ts:1:19: Could not resolve "./nope"'],
    ],
    [
      "a local import without that export",
      "import { x } from './neighbour'; export const y = x;",
      "REVISION_FILE_IMPORT",
      ["m/a.ts:1:10: No matching export"],
    ],
    [
      "a package that isn't installed",
      "import x from 'no-such-package/sub'; export const y = x;",
      "REVISION_FILE_IMPORT",
      ['m/a.ts" imports "no-such-package/sub", which is not installed'],
    ],
    [
      "a misspelt import from Limbeck",
      "import {\n  colum,\n} from 'limbeck';\nexport const y = colum;",
      "REVISION_FILE_IMPORT",
      ['m/a.ts:2: "limbeck" has no export "colum" (did you mean "column"?)'],
    ],
    [
      "a throw at the top level",
      "\n\nexport const y = (undefined as any).foo;",
      "REVISION_FILE_THREW",
      ["m/a.ts:3:37: TypeError: Cannot read properties of undefined"],
    ],
    [
      "a throw in a neighbour",
      "import './thrower'; export {};",
      "REVISION_FILE_THREW",
      ["m/thrower.ts:2:7: Error: thrown"],
    ],
    [
      "an error of Limbeck's, which keeps its code",
      "import { refuse } from 'limbeck';\nrefuse();",
      "SCHEMA_X",
      ["m/a.ts:2:1: no such type"],
    ],
    ["a throw of what is no error", "throw 'text';", "REVISION_FILE_THREW", ["m/a.ts: text"]],
  ];
  it.each(rows)("%s", async (_name, text, code, parts) => {
    write("m/neighbour.ts", "export const word = 1;");
    write("m/thrower.ts", "\nthrow new Error('thrown');");
    const error = await loadText(text);
    expect(error).toMatchObject({ code });
    for (const part of parts) expect(error.message).toContain(part);
  });

  it("a file that isn't there", async () => {
    expect(await load(["m/gone.ts"])).toMatchObject({ code: "REVISION_FILE_UNREADABLE" });
  });
});

describe("translated modules are kept", () => {
  /** No translator can start in this environment: what loads was kept. */
  const noEsbuild = () => ({ ESBUILD_BINARY_PATH: join(home, "limbeck.mjs") });

  it("so that a second load starts no translator", async () => {
    write("m/a.ts", "import { b } from './b'; export const out = b;");
    write("m/b.ts", "export const b: number = 1;");
    expect(await load(["m/a.ts"], { env: noEsbuild() })).toMatchObject({ code: "REVISION_FILE_LOADER" });
    const first = await load(["m/a.ts"]);
    expect(await load(["m/a.ts"], { env: noEsbuild() })).toEqual(first);
    expect(readdirSync(join(root, "node_modules/.cache/limbeck"))).toEqual(["modules"]);
  });

  const changes: readonly (readonly [string, () => void, unknown])[] = [
    ["the file", () => write("m/a.ts", "export const out = 2;"), 2],
    ["a file that it imports", () => write("m/b.ts", "export const b: number = 2;"), 2],
    [
      "the tsconfig",
      () => write("tsconfig.json", '{ "compilerOptions": { "paths": { "./b": ["./m/c.ts"], "b": ["./m/c.ts"] } } }'),
      3,
    ],
    ["what was kept", () => damage(), 1],
  ];
  it.each(changes)("but not used after a change of %s", async (_name, change, expected) => {
    write("m/a.ts", "import { b } from 'b'; export const out = b;");
    write("m/b.ts", "export const b: number = 1;");
    write("m/c.ts", "export const b: number = 3;");
    write("tsconfig.json", '{ "compilerOptions": { "paths": { "b": ["./m/b.ts"] } } }');
    const path = join(root, "m/a.ts");
    expect((await load(["m/a.ts"]))[path]).toEqual({ out: 1 });
    change();
    expect((await load(["m/a.ts"]))[path]).toEqual({ out: expected });
  });

  function damage(): void {
    const kept = readdirSync(modules()).find((name) => !name.endsWith(".json")) ?? "";
    writeFileSync(join(modules(), kept, "m0.mjs"), "export const out = 'damaged';");
  }

  it("in the directory that is asked for", async () => {
    const path = write("m/a.ts", "import x from 'cjs-package'; export const out = x.b;");
    write("node_modules/cjs-package/index.js", "exports.b = 'cjs';");
    const out = await load(["m/a.ts"], { cacheDirectory: join(home, "elsewhere") });
    expect(out[path]).toEqual({ out: "cjs" });
    expect(readdirSync(join(root, "node_modules"))).toEqual(["cjs-package"]);
  });

  it("in their own place when several processes load at once", async () => {
    const path = write("m/a.ts", "export const out: number = 1;");
    const outs = await Promise.all([1, 2, 3, 4].map(() => load(["m/a.ts"])));
    expect(outs.map((out) => out[path])).toEqual([{ out: 1 }, { out: 1 }, { out: 1 }, { out: 1 }]);
    expect(readdirSync(modules()).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("not for ever: old ones make room", async () => {
    write("m/a.ts", "export const out = 1;");
    await load(["m/a.ts"]);
    const [old = ""] = readdirSync(modules()).filter((name) => !name.endsWith(".json"));
    for (let index = 0; index < 60; index++) {
      write(`node_modules/.cache/limbeck/modules/old${index}.json`, "{}");
      utimesSync(join(modules(), `old${index}.json`), 1_700_000_000 + index, 1_700_000_000 + index);
    }
    write("m/a.ts", "export const out = 2;");
    utimesSync(join(modules(), old), 1_700_000_000, 1_700_000_000);
    await load(["m/a.ts"]);
    const names = readdirSync(modules());
    expect(names.filter((name) => name.endsWith(".json"))).toHaveLength(40);
    expect(names).not.toContain(old);
  });
});
