/** Runs in the page before the panel's script: stands in for VS Code. */
import type { HostMessage } from "../../../src/protocol/webview.ts";
import type { StandIn } from "../webview-stand-in.ts";
import type { WebviewTheme } from "../webview-themes.ts";

declare global {
  interface Window {
    standIn: StandIn;
    harness: typeof harness;
    acquireVsCodeApi: () => unknown;
  }
}

const { start } = window.standIn;
let state: unknown = start.saved;

const harness = {
  /** As VS Code does it: variables on the root element, the kind of theme as the body's class. */
  wear({ variables, className }: WebviewTheme): void {
    const root = document.documentElement;
    for (const name of [...root.style]) root.style.removeProperty(name);
    for (const [name, value] of Object.entries(variables)) root.style.setProperty(name, value);
    document.body.className = className;
  },

  tell(messages: readonly HostMessage[]): void {
    for (const message of messages) window.postMessage(message, "*");
  },

  /**
   * Resolves when messages told so far are drawn, in a frame what is on the screen and in idle time what is not, and what the
   * panel has said is answered: when several frames in a row end with nothing under way.
   */
  async drawn(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    for (let quiet = 0; quiet < QUIET; quiet = underWay === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => askForFrame(resolve));
      // What observers of sizes and of the screen are told comes after the frame.
      await new Promise((resolve) => setTimeout(resolve));
    }
  },

  /**
   * Milliseconds of main thread that a batch takes, frame by frame as long as the panel works on it: script, style, layout
   * and paint. Folding the batch in counts to the first frame.
   */
  costs(message: HostMessage): Promise<number[]> {
    // Asked for before the panel asks for its frame: whoever asks first is called first.
    const watched = watchFrames();
    const begun = performance.now();
    window.dispatchEvent(new MessageEvent("message", { data: message }));
    const folded = performance.now() - begun;
    return watched.then(([first = 0, ...others]) => [first + folded, ...others]);
  },
};

/** Frames without work after which none is to come. */
const QUIET = 3;

const askForFrame = window.requestAnimationFrame.bind(window);
const askForIdleTime = window.requestIdleCallback.bind(window);
/** Whether the panel has had something to do in this frame. */
let isWorking = false;
/** Frames and idle times that the panel has asked for and not had yet, none of which it takes back, and unanswered messages. */
let underWay = 0;
window.requestAnimationFrame = (callback) => {
  underWay++;
  return askForFrame((time) => {
    underWay--;
    isWorking = true;
    callback(time);
  });
};
window.requestIdleCallback = (callback, options) => {
  underWay++;
  return askForIdleTime((deadline) => {
    underWay--;
    callback(deadline);
  }, options);
};

/** Milliseconds of each frame that the panel works in, until two frames have nothing to do. */
function watchFrames(): Promise<number[]> {
  const costs: number[] = [];
  let quiet = 0;
  return new Promise((resolve) => {
    const painted = (cost: number) => {
      if (isWorking) costs.push(cost);
      quiet = isWorking ? 0 : quiet + 1;
      if (quiet === 2) resolve(costs);
    };
    const frame = () => {
      if (quiet < 2) askForFrame(frame);
      const begun = performance.now();
      isWorking = false;
      const { port1, port2 } = new MessageChannel();
      // Arrives when the frame is painted.
      port1.onmessage = () => painted(performance.now() - begun);
      port2.postMessage(undefined);
    };
    askForFrame(frame);
  });
}

window.harness = harness;
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => {
    underWay++;
    void window.standIn.post(message).finally(() => underWay--);
  },
  getState: () => state,
  setState: (next: unknown) => {
    state = next;
    window.standIn.save(next);
  },
});

document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  throw new Error(`content security policy: ${violatedDirective} forbids ${blockedURI}`);
});

// The theme is there before the panel's script runs: as soon as there is a body.
const observer = new MutationObserver(() => {
  if (!document.body) return;
  observer.disconnect();
  harness.wear(start.theme);
});
observer.observe(document, { childList: true, subtree: true });
