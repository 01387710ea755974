import { argument, type Command } from "./command.ts";
import { completionScript, shells } from "./completion-script.ts";
import { lines } from "./text.ts";

/** The verbs that are about Limbeck itself. */
export const aboutCommands: readonly Command[] = [
  {
    name: "explain",
    summary: "explain an error code",
    arguments: [{ syntax: "[code]", help: "as an error message gives it; all codes are listed when left out" }],
    options: [],
    examples: [
      { line: "limbeck explain REVISION_UNKNOWN", text: "what it means and what to do" },
      { line: "limbeck explain", text: "all codes" },
    ],
    run: async (call) => {
      const { explanationOf, explanations } = await import("./explanations.ts");
      const code = call.arguments[0];
      if (typeof code !== "string") {
        const all = explanations();
        const width = Math.max(...all.map((page) => page.code.length));
        return { json: all, text: lines(all.map((page) => `${page.code.padEnd(width)}  ${page.title}`)) };
      }
      const page = explanationOf(code);
      const text = [
        call.style.bold(page.code),
        page.title,
        "",
        page.why,
        "",
        `What to do: ${page.fix}`,
        `Exit code: ${page.exit}`,
      ];
      return { json: page, text: lines(text) };
    },
  },
  {
    name: "completion",
    summary: "print the script that completes commands, options and revisions in a shell",
    arguments: [{ syntax: "<shell>", help: "bash, zsh or fish", choices: shells }],
    options: [],
    examples: [
      { line: "source <(limbeck completion bash)", text: "in ~/.bashrc" },
      { line: "limbeck completion fish > ~/.config/fish/completions/limbeck.fish", text: "for fish" },
    ],
    run: async (call) => {
      const text = completionScript(argument(call, 0));
      return { json: { script: text }, text };
    },
  },
];
