import * as vscode from "vscode";
import { registerCommands } from "../commands.ts";
import type { ErrorReporter } from "../errors.ts";
import type { Memento } from "../memento.ts";
import type { RunnerLink } from "../runner/link.ts";
import type { StagedPrograms } from "../runner/stage-programs.ts";
import type { SettingValues } from "../setting-values.ts";
import { watchDataFolder } from "./data-folder-notice.ts";
import { Doctor } from "./doctor.ts";
import { RunnerMenu } from "./runner-menu.ts";
import { tellSkew } from "./skew-notice.ts";

export interface RunnersServices {
  readonly link: RunnerLink;
  readonly errors: ErrorReporter;
  /** What `Show Log` shows. */
  readonly log: vscode.LogOutputChannel;
  readonly settings: SettingValues;
  /** Copies the runner's programs to where a runner is started from. */
  readonly stage: () => Promise<StagedPrograms>;
  /** Of the workspace. */
  readonly memory: Memento;
}

/** The runner as a person sees it: its menu, the doctor, the log, and what they are told of it unasked. */
export function registerRunners(services: RunnersServices): vscode.Disposable {
  const { link, errors, log, settings } = services;
  const menu = new RunnerMenu(link);
  const doctor = new Doctor(services);
  return vscode.Disposable.from(
    doctor,
    registerCommands(errors, {
      "selfPruner.showRunners": () => menu.show(),
      "selfPruner.doctor": () => doctor.examine(),
      "selfPruner.copyDoctorReport": () => doctor.copyReport(),
      "selfPruner.showLog": () => log.show(),
    }),
    tellSkew(link, errors),
    watchDataFolder(link.dataFolder, settings),
  );
}
