import assert from "node:assert/strict";
import { test } from "node:test";
import type { CandidateRef, HostMessage, PanelState, WebviewMessage } from "../../../src/protocol/webview.ts";
import { Store } from "../../../webview/store/store.ts";
import type { View } from "../../../webview/store/view.ts";
import { record } from "../../support/webview-recording.ts";

const recording = await record({ generations: 2 });
const { id } = recording;
const total = recording.events.length;

test("it starts with the saved state: asks for its searches and keeps what it looks at", () => {
  const state: PanelState = {
    searches: [id],
    part: "mlp",
    pace: "share",
    scroll: 120,
    tables: ["fitness"],
    selected: { search: id, candidate: 4 },
  };
  const panel = new Surroundings(state);
  assert.deepEqual(panel.sent, [{ type: "ready", searches: [id], width: 1000 }]);
  assert.deepEqual(panel.saved, state);
  const view = panel.frame();
  assert.equal(view.part, "mlp");
  assert.equal(view.pace, "share");
  assert.deepEqual([...view.tables], ["fitness"]);
  assert.deepEqual(view.searches, []);
});

test("however much arrives, it is drawn once a frame, and not at all when nothing changed", () => {
  const panel = new Surroundings();
  panel.frame();
  panel.hear(snapshot(0), recording.batch(0, 10), recording.batch(10, 20), recording.batch(20, 30));
  assert.equal(panel.frames.length, 1);
  assert.equal(panel.frame().searches[0]?.sequence, 30);
  assert.equal(panel.frames.length, 0);
});

test("a gap is asked for once, and batches are let pass until the snapshot comes", () => {
  const panel = new Surroundings();
  panel.hear(snapshot(10), recording.batch(12, 20), recording.batch(20, 30));
  assert.deepEqual(panel.sentOf("resync"), [{ type: "resync", id, width: 1000 }]);
  panel.hear(snapshot(30), recording.batch(30, 40));
  assert.equal(panel.frame().searches[0]?.sequence, 40);
  panel.hear(recording.batch(50, 60));
  assert.equal(panel.sentOf("resync").length, 2);
});

test("an unknown candidate is asked for once, and what waited for it is drawn when it comes", () => {
  const panel = new Surroundings();
  const [at, candidate] = lastAnnounced(9);
  panel.hear(snapshot(at), recording.batch(at, at + 3), recording.batch(at + 3, at + 6));
  assert.deepEqual(panel.sentOf("askCandidate"), [{ type: "askCandidate", ref: { search: id, candidate } }]);
  panel.hear({ type: "candidate", ref: { search: id, candidate }, detail: recording.candidate(candidate) });
  assert.equal(panel.frame().searches[0]?.sequence, at + 6);
  assert.equal(panel.view.candidate, undefined, "it is not the selected one");
});

test("when the unknown candidate cannot be had, a snapshot is asked for instead", () => {
  const panel = new Surroundings();
  const [at] = lastAnnounced(9);
  panel.hear(snapshot(at), recording.batch(at, at + 3), { type: "failed", text: "The runner is busy." });
  assert.equal(panel.sentOf("resync").length, 1);
  assert.equal(panel.frame().failure, "The runner is busy.");
});

test("a chosen candidate is told to the tree, asked for, kept, and shown when it comes", () => {
  const panel = new Surroundings();
  panel.hear(snapshot(total));
  const ref = { search: id, candidate: 3 };
  panel.store.select(ref);
  panel.store.select(ref);
  assert.deepEqual(panel.sentOf("selected"), [{ type: "selected", selected: ref }]);
  assert.deepEqual(panel.sentOf("askCandidate"), [{ type: "askCandidate", ref }]);
  assert.deepEqual(panel.saved?.selected, ref);
  panel.hear({ type: "candidate", ref, detail: recording.candidate(3) });
  assert.equal(panel.frame().candidate?.candidate.id, 3);
  panel.store.select({ search: id, candidate: 5 });
  assert.equal(panel.frame().candidate, undefined);
  panel.hear({ type: "candidate", ref, detail: recording.candidate(3) });
  assert.equal(panel.frame().candidate, undefined, "an answer that comes late is for another candidate");
});

test("what was chosen in the tree is shown and not told back", () => {
  const panel = new Surroundings();
  panel.hear(snapshot(total), { type: "select", selected: { search: id, candidate: 7 } });
  assert.deepEqual(panel.sentOf("selected"), []);
  assert.equal(panel.sentOf("askCandidate").length, 1);
  assert.deepEqual(panel.frame().selected, { search: id, candidate: 7 });
});

test("a restored selection is asked for when its search has come, and again when it comes anew", () => {
  const panel = new Surroundings({ searches: [id], selected: { search: id, candidate: 4 } });
  assert.deepEqual(panel.sentOf("askCandidate"), []);
  panel.hear(snapshot(total));
  panel.hear(snapshot(total));
  assert.equal(panel.sentOf("askCandidate").length, 2);
});

test("a call is shown when it is of the selected candidate and was asked for", () => {
  const panel = new Surroundings();
  panel.hear(snapshot(total));
  panel.store.select({ search: id, candidate: 3 });
  panel.hear({ type: "call", search: id, call: recording.call(0) });
  assert.equal(panel.frame().call, undefined);
  panel.store.askCall(id, 0);
  panel.hear({ type: "call", search: id, call: recording.call(1) });
  assert.equal(panel.frame().call, undefined);
  panel.hear({ type: "call", search: id, call: recording.call(0) });
  assert.equal(panel.frame().call?.ordinal, 0);
});

test("pointing at a candidate draws and sends nothing", () => {
  const panel = new Surroundings();
  panel.hear(snapshot(total));
  panel.frame();
  const sent = panel.sent.length;
  panel.store.hover({ search: id, candidate: 2 });
  assert.deepEqual(panel.frame().hovered, { search: id, candidate: 2 });
  panel.store.hover({ search: id, candidate: 2 });
  assert.equal(panel.frames.length, 0);
  assert.equal(panel.sent.length, sent);
});

test("a search that cannot be read any more stays as it was, with the reason", () => {
  const panel = new Surroundings();
  panel.hear(snapshot(20), { type: "missing", id, text: "This search was deleted." });
  assert.equal(panel.frame().missing.get(id), "This search was deleted.");
  assert.equal(panel.view.searches.length, 1);
  panel.hear(snapshot(30));
  assert.equal(panel.frame().missing.size, 0);
});

test("searches stay in the order of the panel's list, and strangers are let pass", async () => {
  const other = await record({ id: "other", generations: 0 });
  const panel = new Surroundings({ searches: ["other", id] });
  panel.hear(snapshot(5), { type: "snapshot", id: "other", snapshot: other.snapshotAt(5) });
  panel.hear({ type: "snapshot", id: "stranger", snapshot: other.snapshotAt(5) });
  panel.hear({ type: "missing", id: "stranger", text: "Gone." });
  assert.deepEqual(
    panel.frame().searches.map((search) => search.id),
    ["other", id],
  );
  assert.equal(panel.view.missing.size, 0);
});

test("switches, tables and actions reach the extension or its memory", () => {
  const panel = new Surroundings();
  panel.store.setPart("attention");
  panel.store.showTable("fitness", true);
  panel.store.setPace("share");
  panel.store.keepScroll(480);
  assert.deepEqual(panel.saved, {
    searches: [id],
    selected: undefined,
    part: "attention",
    pace: "share",
    scroll: 480,
    tables: ["fitness"],
  });
  panel.store.showTable("fitness", false);
  assert.deepEqual(panel.saved?.tables, []);
  panel.store.act("saveRates", id, 3);
  panel.store.act("pause", id);
  panel.store.save("a.csv", "csv", "x");
  assert.deepEqual(panel.sent.slice(1), [
    { type: "act", action: "saveRates", search: id, candidate: 3 },
    { type: "act", action: "pause", search: id },
    { type: "export", name: "a.csv", kind: "csv", content: "x" },
  ]);
});

/** A store in surroundings that remember what it did. */
class Surroundings {
  readonly sent: WebviewMessage[] = [];
  readonly frames: (() => void)[] = [];
  readonly pointed: (CandidateRef | undefined)[] = [];
  readonly store: Store;
  saved: PanelState | undefined;
  #view: View | undefined;

  constructor(state: PanelState = { searches: [id] }) {
    const ports = {
      post: (message: WebviewMessage) => void this.sent.push(message),
      save: (kept: PanelState) => {
        this.saved = kept;
      },
      schedule: (frame: () => void) => void this.frames.push(frame),
      pointAt: (ref: CandidateRef | undefined) => void this.pointed.push(ref),
      width: () => 1000,
    };
    this.store = new Store(state, ports, (view) => {
      this.#view = view;
    });
    this.store.start();
  }

  get view(): View {
    assert.ok(this.#view, "nothing has been drawn");
    return this.#view;
  }

  hear(...messages: readonly HostMessage[]): void {
    for (const message of messages) this.store.hear(message);
  }

  sentOf(type: WebviewMessage["type"]): WebviewMessage[] {
    return this.sent.filter((message) => message.type === type);
  }

  /** The next frame comes. */
  frame(): View {
    for (const frame of this.frames.splice(0)) frame();
    return this.view;
  }
}

function snapshot(sequence: number): HostMessage {
  return { type: "snapshot", id, snapshot: recording.snapshotAt(sequence) };
}

/** The moment after the n-th candidate was announced, before it was scored. */
function lastAnnounced(n: number): [sequence: number, candidate: number] {
  const found = recording.events.filter(({ event }) => event.type === "candidate")[n];
  assert.ok(found?.event.type === "candidate");
  return [found.sequence, found.event.candidate.id];
}
