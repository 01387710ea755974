import { aboutCommands } from "./about-commands.ts";
import type { Command } from "./command.ts";
import { historyCommands } from "./history-commands.ts";
import { runCommands } from "./run-commands.ts";
import { writeCommands } from "./write-commands.ts";

/** Every verb, in the order of the help. */
export const commands: readonly Command[] = [...writeCommands, ...runCommands, ...historyCommands, ...aboutCommands];
