import { didYouMean } from "../base/nearest.ts";
import { allErrorPages } from "./error-pages.ts";
import { fail } from "./errors.ts";
import type { UseCases } from "./use-cases.ts";

/** The page of one error code, in whatever case it is written. Errors: EXPLAIN_UNKNOWN. */
export const explain: UseCases["explain"] = ({ code }) => {
  const wanted = code.trim().toUpperCase();
  const page = explainAll().find((other) => other.code === wanted);
  if (page !== undefined) return page;
  throw fail("EXPLAIN_UNKNOWN", `There is no error code "${code}"${didYouMean(wanted, Object.keys(allErrorPages()))}`, {
    details: { code },
  });
};

/** The pages of all error codes, sorted by code. */
export const explainAll: UseCases["explainAll"] = () =>
  Object.entries(allErrorPages())
    .map(([code, page]) => ({ code, title: page.title, why: page.why, fix: page.fix, exit: page.exit }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
