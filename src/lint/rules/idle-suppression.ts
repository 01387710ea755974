import type { Rule } from "../rule.ts";

/** Found by `suppress`, which reads the comments. */
export const idleSuppression: Rule = {
  id: "idle-suppression",
  severity: "warning",
  title: "A comment accepts what isn't there, or gives no reason",
  why: "A comment that has outlived its statement would one day accept a finding that nobody has looked at; one without a reason tells the next reader nothing.",
  instead: "Take the comment out.",
  check: () => [],
};
