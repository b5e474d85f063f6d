import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RateEditorMessage, RateEditorState } from "../../../../src/protocol/rate-editor.ts";
import { only } from "../../../../webview/rate-editor/model/selection.ts";
import { readState } from "../../../../webview/rate-editor/model/state.ts";
import { Store } from "../../../../webview/rate-editor/store.ts";
import type { EditorView } from "../../../../webview/rate-editor/view.ts";
import { MemoryRateFile, modelOf, wavyFile } from "../../../support/rate-editor-host.ts";

const state: RateEditorState = { file: "file:///example.prune" };

describe("the store of the rate editor", () => {
  it("asks for one preview at a time, and for the newest when it is answered", () => {
    const editor = new Surroundings();
    const start = editor.store.grab();
    assert.deepEqual([...(start ?? [])], [[0, 0.3]]);
    for (const rate of [0.31, 0.32, 0.33]) {
      editor.store.drag(new Map([[0, rate]]));
      editor.frame();
    }
    const [asked, ...others] = editor.sentOf("preview");
    assert.equal(others.length, 0);
    assert.deepEqual(asked?.change.settings, [{ layers: [0], rate: 0.31 }]);
    editor.answer();
    assert.deepEqual(editor.sentOf("preview").at(-1)?.change.settings, [{ layers: [0], rate: 0.33 }]);
    assert.equal(editor.sentOf("preview").length, 2);
  });

  it("shows the bar where the pointer is, and the others where the extension says that they go", () => {
    const editor = new Surroundings();
    editor.store.grab();
    editor.store.drag(new Map([[0, 0.5]]));
    editor.frame();
    editor.answer();
    editor.store.drag(new Map([[0, 0.6]]));
    const { rates, before } = editor.frame();
    assert.equal(rates.layers[0]?.rate?.mlp, 0.6);
    assert.ok((rates.layers[1]?.rate?.mlp ?? 1) < (before?.layers[1]?.rate?.mlp ?? 0));
  });

  it("sends a change once, and the next only when it has been settled, for the text as it is then", async () => {
    const editor = new Surroundings();
    editor.store.set(0.5);
    editor.store.choose(only(2));
    editor.store.set(0.1);
    assert.equal(editor.sentOf("change").length, 1);
    await editor.run();
    assert.deepEqual(
      editor.sentOf("change").map(({ version }) => version),
      [1, 2],
    );
    assert.equal(editor.file.steps, 2);
    const { rates, before } = editor.frame();
    assert.equal(before, undefined);
    assert.deepEqual([rates.layers[0]?.rate?.mlp !== 0.5, rates.layers[2]?.rate?.mlp], [true, 0.1]);
  });

  it("begins a change anew when the text becomes another one meanwhile", async () => {
    const editor = new Surroundings();
    editor.store.grab();
    editor.store.drag(new Map([[0, 0.5]]));
    editor.frame();
    editor.file.type(editor.file.text.replace("target: 0.30000", "target: 0.30000 # more"));
    await editor.run();
    editor.frame();
    assert.equal(editor.sentOf("preview").at(-1)?.version, 2);
    editor.store.drop();
    await editor.run();
    assert.match(editor.file.text, /# more/);
    assert.match(editor.file.text, / 0: 0\.50000/);
  });

  it("touches no locked layer, and says why", () => {
    const editor = new Surroundings(wavyFile(8).replace("0: 0.30000", "0: 0.30000 # lock"));
    assert.equal(editor.store.grab(), undefined);
    assert.match(editor.frame().notice ?? "", /locked/);
    editor.store.drag(new Map([[0, 0.9]]));
    editor.store.drop();
    assert.deepEqual(editor.sentOf("change"), []);
  });

  it("says that the others cannot give way any further, and when they can again", () => {
    const editor = new Surroundings("model: m\ntarget: 0.5\nlayers:\n  0: 0.50000\n  1: 0.50000 # lock\n");
    editor.store.grab();
    editor.store.drag(new Map([[0, 0.9]]));
    editor.frame();
    editor.answer();
    assert.match(editor.frame().notice ?? "", /cannot make up/);
    editor.store.drag(new Map([[0, 0.5]]));
    editor.frame();
    editor.answer();
    assert.equal(editor.frame().notice, undefined);
  });

  it("lets a change be", async () => {
    const editor = new Surroundings();
    editor.store.grab();
    editor.store.drag(new Map([[0, 0.9]]));
    editor.frame();
    editor.answer();
    editor.store.cancel();
    editor.store.drop();
    await editor.run();
    assert.deepEqual(editor.frame().rates.layers[0]?.rate, { attention: 0.3, mlp: 0.3 });
    assert.equal(editor.file.steps, 0);
  });

  it("does not follow the cursor in the text while a bar is dragged", () => {
    const editor = new Surroundings();
    editor.store.grab();
    editor.store.drag(new Map([[0, 0.4]]));
    editor.store.hear({ type: "select", layers: [5] });
    assert.equal(editor.frame().selection.focus, 0);
    editor.store.cancel();
    editor.store.hear({ type: "select", layers: [5] });
    assert.equal(editor.frame().selection.focus, 5);
    assert.deepEqual(editor.sentOf("select"), [], "what the text says is not told to it");
  });
});

describe("a kept state", () => {
  it("is read as far as it is one", () => {
    assert.deepEqual(readState({ file: "f", part: "mlp", keepMean: false, table: true, beside: 3 }), {
      file: "f",
      part: "mlp",
      keepMean: false,
      table: true,
      beside: undefined,
    });
    assert.equal(readState({ part: "mlp" }), undefined);
    assert.equal(readState(null), undefined);
  });
});

/** A store over the extension's own session, whose messages wait until they are let through. */
class Surroundings {
  readonly file: MemoryRateFile;
  readonly store: Store;
  readonly sent: RateEditorMessage[] = [];
  #heard = 0;
  readonly #frames: (() => void)[] = [];
  #view: EditorView | undefined;

  constructor(text = wavyFile(8)) {
    this.file = new MemoryRateFile(text, modelOf(text.match(/^ {2}\d+:/gm)?.length ?? 0));
    this.file.send = (message) => this.store.hear(message);
    const ports = {
      post: (message: RateEditorMessage) => void this.sent.push(message),
      save: () => undefined,
      schedule: (frame: () => void) => void this.#frames.push(frame),
    };
    this.store = new Store(state, ports, (view) => {
      this.#view = view;
    });
    this.store.start();
    this.answer();
    this.frame();
  }

  /** Lets the extension hear what was sent. */
  answer(): void {
    for (const message of this.sent.slice(this.#heard)) {
      this.#heard++;
      void this.file.session.hear(message);
    }
  }

  /** As long as there is anything to hear. */
  async run(): Promise<void> {
    while (this.#heard < this.sent.length) {
      this.answer();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
  }

  frame(): EditorView {
    for (const frame of this.#frames.splice(0)) frame();
    assert.ok(this.#view);
    return this.#view;
  }

  sentOf<T extends RateEditorMessage["type"]>(type: T): Extract<RateEditorMessage, { type: T }>[] {
    return this.sent.filter((message) => message.type === type) as Extract<RateEditorMessage, { type: T }>[];
  }
}
