import { aboutCommands } from "./about-commands.ts";
import { backupCommands } from "./backup-commands.ts";
import { checkCommands } from "./check-commands.ts";
import { ciCommand } from "./ci-command.ts";
import type { Command, CommandGroup } from "./command.ts";
import { historyCommands } from "./history-commands.ts";
import { reviewCommand } from "./review-command.ts";
import { runCommands } from "./run-commands.ts";
import { writeCommands } from "./write-commands.ts";

/** Every verb, in the groups and the order of the help. */
export const commandGroups: readonly CommandGroup[] = [
  { title: "Files", commands: writeCommands },
  { title: "Database", commands: runCommands },
  { title: "Safety", commands: [...checkCommands, reviewCommand, ciCommand, ...backupCommands] },
  { title: "History", commands: historyCommands },
  { title: "Help", commands: aboutCommands },
];

/** Every verb. */
export const commands: readonly Command[] = commandGroups.flatMap((group) => group.commands);
