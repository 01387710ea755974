import { errorTable } from "../base/error.ts";

/** Errors of comparing two schemas. */
export const { pages: diffPages, fail } = errorTable({
  DIFF_RENAME_UNKNOWN: {
    title: "A rename names a table or a column that isn't there",
    why: "A rename goes from an object that the database has and the models no longer have to one that is new in the models. Taking it for something else could drop data, so nothing was written.",
    fix: "Name the old and the new object as they are spelt, or leave the rename out.",
    exit: 2,
  },
  DIFF_RENAME_TAKEN: {
    title: "A rename leads to a name that is in use",
    why: "Another table or column has the new name until it is dropped or renamed itself, and two can't have it at once.",
    fix: "Do it in two revisions: first drop or rename the object that has the name, then rename.",
    exit: 2,
  },
});
