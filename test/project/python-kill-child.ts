import { upgrade } from "../../src/project/upgrade.ts";

/** A process that upgrades the project in its first argument with the interpreter in its second, and is killed while it does. */
const [cwd = "", python = ""] = process.argv.slice(2);
process.stdout.write("begin\n");
await upgrade({ cwd, python, env: process.env }, { target: "head" });
