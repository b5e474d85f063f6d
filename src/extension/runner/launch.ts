import { UserError } from "../../base/errors.ts";
import { findNode } from "./find-node.ts";
import { removeOlderStages, type StagedPrograms } from "./stage-programs.ts";

/** What a runner is started with. */
export interface RunnerLaunch {
  /** Path of the runner's program. */
  readonly program: string;
  /** The Node that runs it. */
  readonly execPath: string;
  /** Over the environment of this process; undefined takes a variable out. */
  readonly environment: NodeJS.ProcessEnv;
  /** Removes what earlier versions left. For when the runner has been started: then nobody runs from there. */
  readonly cleanUp: () => Promise<void>;
}

export interface LaunchPorts {
  readonly dataFolder: string;
  /** Copies the programs to where they outlive the extension's folder. */
  readonly stage: () => Promise<StagedPrograms>;
  /** The setting `selfPruner.nodePath`. */
  readonly nodePath: () => string;
  readonly isTrusted: () => boolean;
}

/**
 * Prepares the start of a runner.
 * @throws UserError `workspace-untrusted`, and what staging and the choice of Node throw
 */
export async function prepareLaunch(ports: LaunchPorts): Promise<RunnerLaunch> {
  if (!ports.isTrusted()) {
    throw new UserError(
      "workspace-untrusted",
      "The background process is started only in a trusted workspace.",
      "Trust this workspace first.",
    );
  }
  const [staged, node] = await Promise.all([ports.stage(), findNode({ setting: ports.nodePath() })]);
  return {
    program: staged.program,
    execPath: node.execPath,
    environment: node.environment,
    cleanUp: () => removeOlderStages(ports.dataFolder, staged),
  };
}
