import * as vscode from "vscode";
import type { Memento } from "../memento.ts";
import { findNode } from "../runner/find-node.ts";
import type { RunnerLink } from "../runner/link.ts";
import type { StagedPrograms } from "../runner/stage-programs.ts";
import type { SettingValues } from "../setting-values.ts";
import { askDoctor } from "./ask-runner.ts";
import { doctorReport } from "./doctor-report.ts";
import { editorSurroundings } from "./editor-surroundings.ts";
import { examine } from "./examine.ts";
import { ReportDocument } from "./report-document.ts";

/** Milliseconds that a runner has to start and to examine its devices, each of which it may have to try out. */
const LIMIT = 120_000;

export interface DoctorServices {
  readonly link: RunnerLink;
  readonly settings: SettingValues;
  readonly stage: () => Promise<StagedPrograms>;
  /** Of the workspace. */
  readonly memory: Memento;
}

/** Looks at everything a search needs and shows what it found in a document. */
export class Doctor implements vscode.Disposable {
  readonly #services: DoctorServices;
  readonly #document: ReportDocument;

  constructor(services: DoctorServices) {
    this.#services = services;
    this.#document = new ReportDocument(services.memory);
  }

  async examine(): Promise<void> {
    const report = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: "Examining the runner and its devices…",
        cancellable: true,
      },
      (_, token) => this.#report(token),
    );
    await this.#document.show(report);
  }

  async copyReport(): Promise<void> {
    await vscode.env.clipboard.writeText(this.#document.text);
    vscode.window.setStatusBarMessage("The report is in the clipboard.", 3000);
  }

  dispose(): void {
    this.#document.dispose();
  }

  async #report(token: vscode.CancellationToken): Promise<string> {
    const { link, settings, stage } = this.#services;
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    const checks = await examine({
      surroundings: editorSurroundings(link.dataFolder),
      findNode: () => findNode({ setting: settings.nodePath }),
      stage,
      askRunner: () => askDoctor(link, LIMIT, cancel.signal),
    });
    return doctorReport(checks, new Date());
  }
}
