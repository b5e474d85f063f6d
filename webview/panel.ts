/** The script of a panel: the extension's messages go into the store, and the store's views onto the page. */
import type { HostMessage, PanelState, WebviewMessage } from "../src/protocol/webview.ts";
import { Host } from "./host.ts";
import { HoverReport } from "./hover-report.ts";
import { readState } from "./model/panel-state.ts";
import { ScrollPlace } from "./scroll-place.ts";
import { Store } from "./store/store.ts";
import { Page } from "./view/page.ts";

const host = new Host<PanelState, WebviewMessage, HostMessage>(readState);
const state = host.state();
const hovers = new HoverReport((hovered) => host.post({ type: "hovered", ...(hovered && { hovered }) }));
const store = new Store(
  state,
  {
    post: (message) => host.post(message),
    save: (kept) => host.save(kept),
    schedule: (frame) => requestAnimationFrame(frame),
    pointAt: (ref) => hovers.pointAt(ref),
    width: () => Math.max(1, Math.round(document.body.clientWidth * devicePixelRatio)),
  },
  (view) => page.update(view),
);
const page = new Page(store, state.searches.length > 1, host.report);
host.listen((message) => store.hear(message));
new ScrollPlace(page.content, state.scroll ?? 0, (scroll) => store.keepScroll(scroll));
store.start();
