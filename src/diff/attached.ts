import type { Op } from "../ops/op.ts";
import type { Sides } from "./sides.ts";

/** What goes on around that which is attached to tables and views: triggers, rules, policies, statistics. */
export interface Around {
  readonly ruined: ReadonlySet<string>;
  readonly sides: Sides;
}

/** What is done with objects of one such kind. */
export interface AttachedOps {
  readonly drop: readonly Op[];
  readonly create: readonly Op[];
  readonly alter: readonly Op[];
  readonly comment: readonly Op[];
}
