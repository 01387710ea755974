import { given } from "../../src/base/given.ts";
import { upgrade } from "../../src/project/upgrade.ts";

/** A process that upgrades the project in its first argument with the interpreter in its second, on the URL in its third, and is killed while it does. */
const [cwd = "", python = "", url] = process.argv.slice(2);
process.stdout.write("begin\n");
await upgrade({ cwd, python, env: process.env, ...given({ url }) }, { target: "head" });
