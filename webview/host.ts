import type { CandidateRef, HostMessage, LayerPart, PanelState, WebviewMessage } from "../src/protocol/webview.ts";

/** What VS Code lends the script of a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const LAYER_PARTS: readonly LayerPart[] = ["layer", "attention", "mlp"];

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

/** A state as an earlier version of this script may have kept it: what is not as it should be is left out. */
export function readState(state: unknown): PanelState | undefined {
  if (!isRecord(state)) return undefined;
  const searches = stringsOf(state["searches"]);
  if (searches.length === 0) return undefined;
  const { selected, tables } = state;
  return {
    searches,
    selected: isRef(selected) ? selected : undefined,
    part: LAYER_PARTS.find((part) => part === state["part"]),
    tables: stringsOf(tables),
  };
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function isRef(value: unknown): value is CandidateRef {
  return isRecord(value) && typeof value["search"] === "string" && typeof value["candidate"] === "number";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
