import type { Rule } from "../rule.ts";

export const serverRefuses: Rule = {
  id: "server-refuses",
  severity: "error",
  title: "The server can't take the statement",
  why: "The statement isn't in the server's grammar, names what isn't there, or asks for what this server doesn't have: the revision would fail when it runs.",
  instead: "Correct the statement.",
  check: ({ statements }) =>
    statements.flatMap(({ refusal }, at) => {
      // Further lines show the place in the statement, which the finding has itself.
      const [first = ""] = refusal?.split("\n") ?? [];
      return refusal === undefined ? [] : [{ at, message: first.replace(/(?:, at \d+:\d+)?[.:]?$/, "") }];
    }),
};
