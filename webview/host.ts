import type { HostMessage, PanelState, WebviewMessage } from "../src/protocol/webview.ts";
import { isRecord, readState } from "./model/panel-state.ts";

/** What VS Code lends the script of a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension as the webview sees it. */
export class Host {
  readonly #api = acquireVsCodeApi();

  /**
   * What to look at: as VS Code kept it while the panel was hidden, else as the page says it.
   *
   * @throws Error when neither names a search, which is a defect of the page
   */
  state(): PanelState {
    const state = readState(this.#api.getState()) ?? readState(JSON.parse(document.body.dataset["state"] ?? "null"));
    if (!state) throw new Error("the panel's page names no search");
    return state;
  }

  post(message: WebviewMessage): void {
    this.#api.postMessage(message);
  }

  save(state: PanelState): void {
    this.#api.setState(state);
  }

  listen(hear: (message: HostMessage) => void): void {
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (isRecord(data) && typeof data["type"] === "string") hear(data as unknown as HostMessage);
    });
  }
}
