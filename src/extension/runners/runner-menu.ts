import * as vscode from "vscode";
import type { RunnerLink } from "../runner/link.ts";
import { askRunning } from "./ask-runner.ts";
import { editorSurroundings } from "./editor-surroundings.ts";
import { endRunner } from "./end-runner.ts";
import { openDataFolder, openRunnerLog } from "./open-files.ts";
import { actionsFor, type RunnerAction } from "./runner-actions.ts";
import { type RunnerRow, runnerRow } from "./runner-row.ts";
import { type StopQuestion, stopQuestion } from "./stop-question.ts";
import { diagnosticLines } from "./surroundings.ts";

interface MenuItem extends vscode.QuickPickItem {
  /** Undefined for the runner itself. */
  readonly action?: RunnerAction;
}

/** The runner of this window's data folder, and what can be done with it. */
export class RunnerMenu {
  readonly #link: RunnerLink;
  readonly #acts: Readonly<Record<RunnerAction, () => Promise<void>>>;

  constructor(link: RunnerLink) {
    this.#link = link;
    this.#acts = {
      start: () => this.#start(),
      stop: () => this.#end("stop"),
      restart: () => this.#end("restart"),
      showLog: () => openRunnerLog(link.dataFolder),
      openDataFolder: () => openDataFolder(link.dataFolder),
      copyDiagnostics: () => this.#copyDiagnostics(),
    };
  }

  /** Shows the runner until something is done with it; choosing the runner itself looks again. */
  async show(): Promise<void> {
    for (;;) {
      const choice = await vscode.window.showQuickPick(this.#items(), {
        title: "Self-Pruner Runner",
        placeHolder: "What to do with the background process of this data folder",
      });
      if (!choice) return;
      if (choice.action) return this.#acts[choice.action]();
    }
  }

  async #items(): Promise<MenuItem[]> {
    const row = await this.#row();
    const actions = actionsFor(this.#link.presence, vscode.workspace.isTrusted);
    return [
      { label: `$(${row.icon}) ${row.label}`, description: row.description, detail: row.detail },
      { label: "Actions", kind: vscode.QuickPickItemKind.Separator },
      ...actions.map(({ icon, label, ...rest }) => ({ label: `$(${icon}) ${label}`, ...rest })),
    ];
  }

  /** Looks for a runner that another window or a terminal started; starts none. */
  async #row(): Promise<RunnerRow> {
    // Why none can be attached to is told by the presence.
    await this.#link.attach().catch(() => false);
    const { dataFolder, presence } = this.#link;
    return runnerRow(presence, { dataFolder, running: await askRunning(this.#link), now: new Date() });
  }

  async #start(): Promise<void> {
    const title = "Starting the runner…";
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      this.#link.request("ping", {}),
    );
  }

  async #end(action: "stop" | "restart"): Promise<void> {
    const question = stopQuestion(this.#link.presence, await askRunning(this.#link), action);
    if (question && !(await isConfirmed(question))) return;
    await endRunner(this.#link, { restart: action === "restart" });
  }

  async #copyDiagnostics(): Promise<void> {
    const { label, description } = await this.#row();
    const lines = diagnosticLines(editorSurroundings(this.#link.dataFolder), `${label}, ${description}`);
    await vscode.env.clipboard.writeText(`${lines.join("\n")}\n`);
    vscode.window.setStatusBarMessage("The diagnostics are in the clipboard.", 3000);
  }
}

async function isConfirmed({ message, detail, yes }: StopQuestion): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}
