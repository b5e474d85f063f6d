/** The script of a rate editor: the extension's messages go into the store, and the store's views onto the page. */
import { Host } from "./rate-editor/host.ts";
import { Store } from "./rate-editor/store.ts";
import { Page } from "./rate-editor/view/page.ts";

/** Defects that are reported; a defect of every frame would flood the log. */
const MOST_REPORTS = 20;

const host = new Host();
let reports = 0;

function report(error: unknown): void {
  if (reports++ >= MOST_REPORTS) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host.post({ type: "error", text: text.slice(0, 10_000) });
}

window.addEventListener("error", ({ error, message }) => report(error ?? message));
window.addEventListener("unhandledrejection", ({ reason }) => report(reason));

const store = new Store(
  host.state(),
  {
    post: (message) => host.post(message),
    save: (kept) => host.save(kept),
    schedule: (frame) => requestAnimationFrame(frame),
  },
  (view) => page.update(view),
);
const page = new Page(store, report);
host.listen((message) => store.hear(message));
store.start();
