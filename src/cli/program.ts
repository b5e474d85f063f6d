import { Command } from "commander";
import { PRODUCT_VERSION } from "../protocol/version.ts";
import { attachCommand } from "./commands/attach.ts";
import { checkCommand } from "./commands/check.ts";
import { controlCommands } from "./commands/control.ts";
import { cudaCommand } from "./commands/cuda.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { runnerCommand } from "./commands/runner.ts";
import { runsCommand } from "./commands/runs.ts";
import { searchCommand } from "./commands/search.ts";

/** The whole command line. Parsing throws commander's errors instead of ending the process. */
export function createProgram(): Command {
  const program = new Command("self-pruner")
    .description("Finds out how much of each layer of a large language model can be pruned away.")
    .version(PRODUCT_VERSION)
    .addHelpText("after", "\nFirst steps:\n  $ self-pruner search --sample\n  $ self-pruner check best.prune");
  const commands = [
    searchCommand(),
    evaluateCommand(),
    checkCommand(),
    runsCommand(),
    attachCommand(),
    ...controlCommands(),
    doctorCommand(),
    runnerCommand(),
    cudaCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  return throwing(program);
}

/** Subcommands inherit settings only when they are made by their parent, and these are not. */
function throwing(command: Command): Command {
  command.exitOverride().showHelpAfterError("(see --help)").showSuggestionAfterError();
  for (const child of command.commands) throwing(child);
  return command;
}
