/** What VS Code lends the script of a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** Defects that are reported; a defect of every frame would flood the log. */
const MOST_REPORTS = 20;

/** What every page can tell: a defect of its own, for the log. */
export interface DefectMessage {
  readonly type: "error";
  readonly text: string;
}

/** The extension as a webview sees it: `State` is what VS Code keeps of the page, `Sent` and `Heard` are the wire. */
export class Host<State, Sent, Heard extends { readonly type: string }> {
  readonly #api = acquireVsCodeApi();
  readonly #read: (state: unknown) => State | undefined;
  #reports = 0;

  /** @param read a state that VS Code kept or the page says; undefined when it is none */
  constructor(read: (state: unknown) => State | undefined) {
    this.#read = read;
    window.addEventListener("error", ({ error, message }) => this.report(error ?? message));
    window.addEventListener("unhandledrejection", ({ reason }) => this.report(reason));
  }

  /**
   * What to look at: as VS Code kept it while the page was hidden, else as the page says it.
   *
   * @throws Error when neither is a state, which is a defect of the page
   */
  state(): State {
    const state = this.#read(this.#api.getState()) ?? this.#read(JSON.parse(document.body.dataset["state"] ?? "null"));
    if (!state) throw new Error("the page does not say what it shows");
    return state;
  }

  post(message: Sent | DefectMessage): void {
    this.#api.postMessage(message);
  }

  save(state: State): void {
    this.#api.setState(state);
  }

  listen(hear: (message: Heard) => void): void {
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      // The extension is trusted; other windows that post here are not of it and say nothing that has a type of ours.
      if (typeof data === "object" && data !== null && "type" in data) hear(data as Heard);
    });
  }

  /** Tells the extension's log of a defect. */
  readonly report = (error: unknown): void => {
    if (this.#reports++ >= MOST_REPORTS) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.post({ type: "error", text: text.slice(0, 10_000) });
  };
}
