import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { entryPath } from "../../src/base/entry.ts";

/** The samples that come with the program. */
export const samples = fileURLToPath(new URL("../../samples/", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON lines. */
  readonly records: () => Record<string, unknown>[];
}

/** The command line as a process, in a folder and with a data folder (so a runner) of its own. */
export class CliWorkplace {
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.folder = folder;
    // Tests that are run in a terminal with colours are told to force them, which contradicts the NO_COLOR of a pipe.
    const { OPENAI_API_KEY: _, SELF_PRUNER_API_KEY: __, FORCE_COLOR: ___, ...environment } = process.env;
    this.#environment = { ...environment, SELF_PRUNER_DATA: join(folder, "data"), NO_COLOR: "1" };
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<CliResult> {
    return await this.start(args).ended;
  }

  /** Starts a command; `onOutput` sees standard output as it grows and may send a signal. */
  start(
    args: readonly string[],
    onOutput: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
  ): { readonly ended: Promise<CliResult> } {
    const child = spawn(process.execPath, [entryPath("cli"), ...args], { cwd: this.folder, env: this.#environment });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onOutput(stdout, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const ended = new Promise<CliResult>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stdout, stderr, records: () => jsonLines(stdout) }));
    });
    return { ended };
  }
}

/** A workplace in a temporary folder; its runner is ended and the folder removed after the test. */
export async function cliWorkplace(context: TestContext): Promise<CliWorkplace> {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-cli-"));
  const workplace = new CliWorkplace(folder);
  context.after(async () => {
    await workplace.run("runner", "stop");
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  return workplace;
}

function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
