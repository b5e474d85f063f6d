/** The script of a rate editor: the extension's messages go into the store, and the store's views onto the page. */
import type { RateEditorHostMessage, RateEditorMessage, RateEditorState } from "../src/protocol/rate-editor.ts";
import { Host } from "./host.ts";
import { readState } from "./rate-editor/model/state.ts";
import { Store } from "./rate-editor/store.ts";
import { Page } from "./rate-editor/view/page.ts";

const host = new Host<RateEditorState, RateEditorMessage, RateEditorHostMessage>(readState);
const store = new Store(
  host.state(),
  {
    post: (message) => host.post(message),
    save: (kept) => host.save(kept),
    schedule: (frame) => requestAnimationFrame(frame),
  },
  (view) => page.update(view),
);
const page = new Page(store, host.report);
host.listen((message) => store.hear(message));
store.start();
