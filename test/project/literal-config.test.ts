import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { init } from "../../src/project/init.ts";
import { literalConfig } from "../../src/project/literal-config.ts";
import { loadDefault } from "../../src/project/load-module.ts";
import { inDirectory, projectDirectory } from "./project-directory.ts";

const IMPORT = 'import { defineConfig } from "limbeck";\n';

/** Texts that are read as they stand. */
const READ: readonly { claim: string; text: string }[] = [
  { claim: "an object alone", text: 'export default { url: "sqlite:///a.db" };' },
  { claim: "nothing set", text: `${IMPORT}export default defineConfig({})` },
  {
    claim: "every kind of literal",
    text: `${IMPORT}export default defineConfig({
      a: 'one', "b c": "t\\"w\\no", d: \`three\\t\`, e: 4, f: 10_000, g: true, h: false, i: null, j: undefined,
      k: [], l: ["x", ["y",],], m: { n: { o: 0 } }, default: 1,
    },);`,
  },
  { claim: "comments everywhere", text: `// a\n${IMPORT}/* b */ export /* c */ default { /* d */ a: /* e */ 1 } // f` },
  { claim: "a key given twice", text: "export default { a: 1, a: 2 };" },
  {
    claim: "the environment",
    text: 'export default { a: process.env.LITERAL_SET, b: process.env["LITERAL_SET"], c: process.env.LITERAL_UNSET };',
  },
  {
    claim: "what stands in for the environment",
    text: `export default {
      a: process.env.LITERAL_UNSET ?? "b", c: process.env.LITERAL_EMPTY ?? "d", e: process.env.LITERAL_EMPTY || "f",
      g: process.env.LITERAL_UNSET ?? process.env.LITERAL_SET ?? "h", i: null || { j: 1 },
    };`,
  },
  {
    claim: "a byte order mark and Windows' line ends",
    text: `\ufeff${IMPORT.trim()}\r\nexport default {\r\n a: 1 }\r\n`,
  },
];

/** Texts that must be run, or that are none. */
const RUN: readonly { claim: string; text: string }[] = [
  { claim: "a function", text: "export default () => ({ a: 1 });" },
  { claim: "another import", text: `import "dotenv/config";\nexport default { a: 1 };` },
  { claim: "more from limbeck", text: `import { defineConfig, sqlalchemy } from "limbeck";\nexport default {};` },
  {
    claim: "another name for defineConfig",
    text: `import { defineConfig as define } from "limbeck";\nexport default {};`,
  },
  { claim: "defineConfig of the user's own", text: "export default defineConfig({});" },
  { claim: "defineConfig of another package", text: `import { defineConfig } from "vite";\nexport default {};` },
  { claim: "a value of its own", text: "const url = 'a';\nexport default { a: url };" },
  { claim: "a shorthand", text: "export default { url };" },
  { claim: "a spread", text: "export default { ...{ a: 1 } };" },
  { claim: "a method", text: "export default { a() {} };" },
  { claim: "a getter", text: "export default { get a() { return 1; } };" },
  { claim: "a computed key", text: 'export default { ["a"]: 1 };' },
  { claim: "a template with a value", text: `export default { a: \`\${process.env.HOME}/x\` };` },
  { claim: "a sum", text: 'export default { a: "b" + "c" };' },
  { claim: "a regular expression", text: "export default { a: /b/ };" },
  { claim: "a number in another base", text: "export default { a: 0x10 };" },
  { claim: "a number below 0", text: "export default { a: -1 };" },
  { claim: "both operators at once", text: 'export default { a: null ?? "b" || "c" };' },
  { claim: "one half of an operator", text: 'export default { a: null ? "b" : "c" };' },
  { claim: "a cast", text: "export default { a: 1 } as const;" },
  { claim: "an escape that not every string takes", text: 'export default { a: "\\101" };' },
  { claim: "a prototype", text: "export default { __proto__: { a: 1 } };" },
  { claim: "an escaped key", text: "export default { \\u0061: 1 };" },
  { claim: "a hole in a list", text: "export default { a: [1, , 2] };" },
  { claim: "a missing comma", text: "export default { a: 1 b: 2 };" },
  { claim: "a string that isn't closed", text: 'export default { a: "b };' },
  { claim: "something after it", text: "export default { a: 1 };\nconsole.log(1);" },
  { claim: "something before it", text: '"use strict";\nexport default { a: 1 };' },
  { claim: "the environment as a whole", text: "export default { a: process.env };" },
  { claim: "a variable of a computed name", text: "export default { a: process.env[process.env.HOME] };" },
  { claim: "a call of what the environment has", text: "export default { a: process.env.HOME.trim() };" },
  { claim: "nothing", text: "" },
];

const VARIABLES = { LITERAL_SET: "set", LITERAL_EMPTY: "" };

describe("a config that is read and not run", () => {
  test.each(READ)("$claim: the same as when it is run", async ({ text }) => {
    const directory = projectDirectory({ "limbeck.config.ts": text });
    Object.assign(process.env, VARIABLES);
    try {
      const read = literalConfig(text, process.env);
      expect(read).toBeDefined();
      expect(read).toEqual(await loadDefault(join(directory, "limbeck.config.ts")));
    } finally {
      for (const name of Object.keys(VARIABLES)) delete process.env[name];
    }
  });

  test("what init writes", async () => {
    const directory = projectDirectory({});
    await init(inDirectory(directory), {});
    const text = readFileSync(join(directory, "limbeck.config.ts"), "utf8");
    expect(literalConfig(text, {})).toMatchObject({ migrations: "migrations" });
  });

  test.each(RUN)("$claim: is left to be run", ({ text }) => {
    expect(literalConfig(text, {})).toBeUndefined();
  });
});
