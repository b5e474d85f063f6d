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

  /** Resolves when messages told so far are drawn. */
  drawn(): Promise<void> {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    return new Promise<void>((resolve) => setTimeout(resolve))
      .then(frame)
      .then(frame)
      .then(() => undefined);
  },

  /**
   * Milliseconds of main thread that a batch takes: folding it in, and the frame that follows up to its layout and paint.
   */
  async cost(message: HostMessage): Promise<number> {
    const event = new MessageEvent("message", { data: message });
    const begun = performance.now();
    window.dispatchEvent(event);
    const folded = performance.now() - begun;
    const frameBegun = await new Promise<number>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      requestAnimationFrame((time) => port2.postMessage(time));
      port1.onmessage = ({ data }: MessageEvent<number>) => resolve(performance.now() - Math.max(data, begun));
    });
    return folded + frameBegun;
  },
};

window.harness = harness;
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => window.standIn.post(message),
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
