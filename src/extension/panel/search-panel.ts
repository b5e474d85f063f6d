import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { CandidateRef, HostMessage, PanelState, WebviewMessage } from "../../protocol/webview.ts";
import type { ErrorReporter } from "../errors.ts";
import type { RunnerLink } from "../runner/link.ts";
import { exportFile } from "./export-file.ts";
import { panelCommand } from "./panel-actions.ts";
import { PanelFeed } from "./panel-feed.ts";
import { panelHtml } from "./panel-html.ts";

/** What every panel of a window is given. */
export interface PanelServices {
  readonly extensionUri: vscode.Uri;
  readonly link: RunnerLink;
  readonly errors: ErrorReporter;
  readonly log: vscode.LogOutputChannel;
  /** Called when the person chose a candidate in the panel. */
  readonly onSelected: (selected: CandidateRef) => void;
  /** Called when the person points at a candidate in the panel, and when at none any more. */
  readonly onHovered: (hovered: CandidateRef | undefined) => void;
}

/** The folder of the webview's script and style, inside the extension. */
function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** One tab with its webview. Its content is thrown away while it is hidden and made anew when it is seen again. */
export class SearchPanel {
  readonly #services: PanelServices;
  readonly #panel: vscode.WebviewPanel;
  readonly #feed: PanelFeed;
  /** Chosen elsewhere while the script did not run. */
  #selection: CandidateRef | undefined;
  #isReady = false;
  #isClosed = false;

  constructor(services: PanelServices, panel: vscode.WebviewPanel, state: PanelState) {
    this.#services = services;
    this.#panel = panel;
    this.#feed = new PanelFeed(services.link, (message) => this.#post(message));
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(services.extensionUri)] };
    panel.webview.onDidReceiveMessage((message) => void services.errors.guard(() => this.#hear(message)));
    panel.onDidChangeViewState(() => this.#viewChanged());
    panel.onDidDispose(() => this.#close());
    panel.webview.html = this.#html(state);
  }

  set title(title: string) {
    if (this.#panel.title !== title) this.#panel.title = title;
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Reads again what could not be read. */
  retry(): void {
    this.#feed.retry();
  }

  /** Shows a candidate, as soon as the panel's script runs. */
  select(selected: CandidateRef): void {
    this.#selection = selected;
    if (this.#isReady) this.#post({ type: "select", selected });
  }

  async #hear(received: unknown): Promise<void> {
    // Loaded with the first message: not every window opens a panel.
    const { readWebviewMessage } = await import("./webview-message.ts");
    if (this.#isClosed) return;
    const message = readWebviewMessage(received);
    if (!message) {
      this.#services.log.warn("A panel sent a message that is none; it was ignored.");
      return;
    }
    switch (message.type) {
      case "ready":
        this.#ready();
        await this.#feed.begin(message.searches, message.width);
        break;
      case "resync":
        await this.#feed.resync(message.id, message.width);
        break;
      case "askCandidate":
        await this.#feed.sendCandidate(message.ref);
        break;
      case "askCall":
        await this.#feed.sendCall(message.search, message.ordinal);
        break;
      case "selected":
        this.#selection = message.selected;
        this.#services.onSelected(message.selected);
        break;
      case "hovered":
        this.#services.onHovered(message.hovered);
        break;
      case "act":
        await runPanelCommand(message);
        break;
      case "export":
        await exportFile(message);
        break;
      case "error":
        this.#services.log.error(`panel: ${message.text}`);
    }
  }

  #ready(): void {
    this.#isReady = true;
    if (this.#selection) this.#post({ type: "select", selected: this.#selection });
  }

  #viewChanged(): void {
    if (this.#panel.visible) return;
    this.#isReady = false;
    this.#feed.sleep();
    this.#services.onHovered(undefined);
  }

  #close(): void {
    this.#isClosed = true;
    this.#services.onHovered(undefined);
    this.#feed.dispose();
  }

  /** What is sent while no script runs is lost, and sent again when it asks. A closed panel has no webview any more. */
  #post(message: HostMessage): void {
    if (!this.#isClosed) void this.#panel.webview.postMessage(message);
  }

  #html(state: PanelState): string {
    const { webview } = this.#panel;
    const file = (name: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(this.#services.extensionUri), name)).toString();
    return panelHtml({
      title: this.#panel.title,
      script: file("panel.js"),
      style: file("panel.css"),
      source: webview.cspSource,
      nonce: randomBytes(16).toString("hex"),
      state,
    });
  }
}

function runPanelCommand(act: Extract<WebviewMessage, { type: "act" }>): Thenable<unknown> {
  const { command, parameters } = panelCommand(act.action, act.search, act.candidate);
  return vscode.commands.executeCommand(command, ...parameters);
}
