import { given } from "../../base/given.ts";
import type { Check } from "../../schema/schema.ts";
import { normaliseExpression } from "./expression-text.ts";

/** A check as it is compared. */
export function normaliseCheck(check: Check): Check {
  const expression = normaliseExpression(check.expression);
  if (expression === check.expression && check.notValid === undefined) return check;
  const { notValid, ...rest } = check;
  return {
    ...rest,
    expression,
    // What isn't enforced can't be valid.
    ...given({ notValid: check.notEnforced === true ? undefined : notValid }),
  };
}
