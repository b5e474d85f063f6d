import type { RateEditorHostMessage, RateEditorMessage, RateEditorState } from "../../src/protocol/rate-editor.ts";
import { readState } from "./model/state.ts";

/** What VS Code lends the script of a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension as the webview of a rate editor sees it. */
export class Host {
  readonly #api = acquireVsCodeApi();

  /**
   * What to look at: as VS Code kept it while the editor was hidden, else as the page says it.
   *
   * @throws Error when neither names a file, which is a defect of the page
   */
  state(): RateEditorState {
    const state = readState(this.#api.getState()) ?? readState(JSON.parse(document.body.dataset["state"] ?? "null"));
    if (!state) throw new Error("the rate editor's page names no file");
    return state;
  }

  post(message: RateEditorMessage): void {
    this.#api.postMessage(message);
  }

  save(state: RateEditorState): void {
    this.#api.setState(state);
  }

  listen(hear: (message: RateEditorHostMessage) => void): void {
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (typeof data === "object" && data !== null && "type" in data) hear(data as RateEditorHostMessage);
    });
  }
}
