import { Command } from "commander";
import { defaultDataFolder } from "../../base/data-folder.ts";
import { endRunner } from "../../protocol/client/end-runner.ts";
import type { Welcome } from "../../protocol/runner.ts";
import { CLIENT, withRunner, withRunningRunner } from "../connection.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine } from "../output.ts";

interface Options {
  readonly json?: boolean;
}

/** `self-pruner runner start|stop|status`: the background process that searches run in. */
export function runnerCommand(): Command {
  return new Command("runner")
    .description("the background process that searches run in")
    .addCommand(verb("start", "start the runner when there is none", start))
    .addCommand(verb("stop", "end the runner; running searches can be resumed", stop))
    .addCommand(verb("status", "say whether a runner is there", status))
    .addHelpText("after", "\nEvery command that needs the runner starts it; it ends by itself when idle.");
}

function verb(name: string, description: string, run: (options: Options) => Promise<void>): Command {
  return new Command(name)
    .description(description)
    .addOption(jsonOption())
    .addHelpText("after", `\nExample:\n  $ self-pruner runner ${name}`)
    .action(run);
}

async function start({ json }: Options): Promise<void> {
  show(await withRunner(async ({ welcome }) => welcome), json);
}

async function status({ json }: Options): Promise<void> {
  show(await withRunningRunner(async ({ welcome }) => welcome), json);
}

async function stop({ json }: Options): Promise<void> {
  const stopped = await endRunner(defaultDataFolder(), CLIENT);
  if (json) printJson({ type: "runner", running: false, stopped });
  else printLine(stopped ? "The runner has ended." : "No runner is there.");
}

function show(welcome: Welcome | undefined, json: boolean | undefined): void {
  if (json) printJson({ type: "runner", running: welcome !== undefined, ...welcome });
  else if (welcome) printLine(`Runner ${welcome.version}, pid ${welcome.pid}, data in ${welcome.dataFolder}.`);
  else printLine("No runner is there.");
}
