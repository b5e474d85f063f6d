import { messageWithHint } from "../../base/errors.ts";
import type { DoctorCheck } from "../../protocol/runner.ts";
import type { FoundNode } from "../runner/find-node.ts";
import type { StagedPrograms } from "../runner/stage-programs.ts";
import { type Surroundings, surroundingChecks } from "./surroundings.ts";

/** What the doctor looks at. */
export interface DoctorSources {
  readonly surroundings: Surroundings;
  /** @throws UserError when no Node can run the runner */
  readonly findNode: () => Promise<FoundNode>;
  /** @throws UserError when the runner's programs cannot be put where they are started from */
  readonly stage: () => Promise<StagedPrograms>;
  /** @throws UserError when there is no runner and none can be started */
  readonly askRunner: () => Promise<readonly DoctorCheck[]>;
}

/** Looks at everything that a search needs. What fails is a line of its own, and the others are still there. */
export async function examine(sources: DoctorSources): Promise<DoctorCheck[]> {
  const own = await Promise.all([
    check("node of a new runner", async () => nodeText(await sources.findNode())),
    check("programs", async () => `The runner's programs are in place: ${(await sources.stage()).program}.`),
  ]);
  return [...surroundingChecks(sources.surroundings), ...own, ...(await runnerChecks(sources.askRunner))];
}

async function check(name: string, look: () => Promise<string>): Promise<DoctorCheck> {
  try {
    return { name, state: "ok", text: await look() };
  } catch (error) {
    return { name, state: "problem", text: messageWithHint(error) };
  }
}

async function runnerChecks(ask: DoctorSources["askRunner"]): Promise<readonly DoctorCheck[]> {
  try {
    return await ask();
  } catch (error) {
    return [{ name: "runner", state: "problem", text: messageWithHint(error) }];
  }
}

const origins: Record<FoundNode["origin"], string> = {
  setting: "named in the setting selfPruner.nodePath",
  path: "found on the PATH",
  own: "VS Code's own",
};

function nodeText({ version, execPath, origin }: FoundNode): string {
  return `Runners are started with Node ${version}, ${execPath} (${origins[origin]}).`;
}
