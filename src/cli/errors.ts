import { errorTable } from "../base/error.ts";

/** What can go wrong with a command line itself. */
export const { pages: cliPages, fail } = errorTable({
  CLI_USAGE: {
    title: "The command line isn't understood",
    why: "A command, an option or an argument is not one that Limbeck has, or one is missing. Nothing was done.",
    fix: "`limbeck help` lists the commands, and `limbeck help COMMAND` says what one of them takes.",
    exit: 2,
  },
  CLI_CUT_SHORT: {
    title: "The process ended before the command did",
    why: "Code that Limbeck runs for you (the config, the models, a revision, a step of op.run) called process.exit(), or waits for a promise that nothing will ever settle. A revision that was being run was not committed.",
    fix: "Take process.exit() out of your code and throw an error instead; await only what comes to an end.",
    exit: 3,
  },
  CLI_UNEXPECTED: {
    title: "Something failed that has no code",
    why: "An error came out of Limbeck, or out of code of yours that it ran, where none was foreseen. The lines below the message say where it was thrown.",
    fix: "When the place is in a file of yours, correct it; else report it. LIMBECK_DEBUG=1 shows the whole stack.",
    exit: 3,
  },
});
