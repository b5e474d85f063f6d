import { Command } from "commander";
import type { DoctorCheck } from "../../protocol/runner.ts";
import { withRunner } from "../connection.ts";
import { ExitCode } from "../exit-codes.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine } from "../output.ts";

const marks: Record<DoctorCheck["state"], string> = { ok: "✓", warning: "!", problem: "✗" };

/** `self-pruner doctor`: what works on this machine. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check the runner, its data folder and the devices")
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ self-pruner doctor")
    .action(doctor);
}

async function doctor({ json }: { json?: boolean }): Promise<void> {
  const { checks } = await withRunner((runner) => runner.request("doctor", {}));
  if (json) for (const check of checks) printJson({ type: "check", ...check });
  else for (const line of doctorLines(checks)) printLine(line);
  if (checks.some(({ state }) => state === "problem")) process.exitCode = ExitCode.problems;
}

/** One line per check: mark, name, finding. */
function doctorLines(checks: readonly DoctorCheck[]): string[] {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  return checks.map(({ state, name, text }) => `${marks[state]} ${name.padEnd(width)}  ${text}`);
}
