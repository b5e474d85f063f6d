import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import type { BesideRates, RateEditorState } from "../../src/protocol/rate-editor.ts";
import { layerProfile } from "../../src/ratefile/services/layer-profile.ts";
import { MemoryRateFile, modelOf, type RateEditorWire, wavyFile } from "../support/rate-editor-host.ts";
import { type Panel as AnyPanel, noChromium, WebviewHarness } from "../support/webview-harness.ts";
import { darkModern, lightModern, webviewThemes } from "../support/webview-themes.ts";

type Panel = AnyPanel<RateEditorWire>;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FILE = "file:///home/me/example.prune";

/** Every kind of layer: locked, with halves of its own, dropped; and a mean off the target. */
const mixed = wavyFile(32)
  .replace(/ {2}5: .*/, "  5: 0.44966 # lock")
  .replace(/ {2}20: .*/, "  20: { attention: 0.50000, mlp: 0.05000 }")
  .replace(/ {2}28: .*/, "  28: drop");
const beside: BesideRates = {
  name: "best of a1b2c3",
  rates: Array.from({ length: 32 }, (_, layer) => {
    const rate = Number((0.3 - 0.15 * Math.cos(layer / 3)).toFixed(5));
    return { attention: rate, mlp: rate };
  }),
};
const few = "model: stories260K\ntarget: 0.30000\nlayers:\n  0-4: 0.30000\n";

interface Options {
  readonly file?: MemoryRateFile;
  readonly state?: Partial<RateEditorState>;
  readonly theme?: (typeof webviewThemes)[number];
  readonly width?: number;
  readonly height?: number;
}

describe("the rate editor", { skip: noChromium, concurrency: 1 }, () => {
  let harness: WebviewHarness<RateEditorWire>;
  before(async () => {
    harness = await WebviewHarness.startWith<RateEditorWire>("rate-editor");
  });
  after(() => harness.close());

  it("draws a bar for each layer and says what it removes", async () => {
    const { panel, finish } = await opened();
    const sliders = panel.page.getByRole("slider");
    assert.equal(await sliders.count(), 32);
    const third = panel.page.getByRole("slider", { name: "Layer 8", exact: true });
    assert.equal(await third.getAttribute("aria-valuenow"), "0.48");
    assert.equal(await third.getAttribute("aria-valuetext"), "0.48000, removes 3 of 8 KV groups and 92 of 172 neurons");
    assert.match(
      await panel.page.locator("header").innerText(),
      /example\.prune.*stories260K.*0\.30000.*meets the target/s,
    );
    await finish();
  });

  it("drags a bar: the others give way meanwhile, the text changes once, and one undo brings it back", async () => {
    const { panel, file, finish } = await opened();
    const text = file.text;
    const from = await placeOf(panel, 14, 0.3);
    await panel.page.mouse.move(from.x, from.y);
    await panel.page.mouse.down();
    for (const rate of [0.4, 0.5, 0.6]) {
      await panel.page.mouse.move(from.x, (await placeOf(panel, 14, rate)).y);
      await panel.drawn();
    }
    assert.equal(file.text, text, "nothing is written while the bar is dragged");
    const shown = await valuesOf(panel);
    await panel.page.mouse.up();
    await panel.heard("change");
    await panel.drawn();
    assert.equal(file.steps, 1);
    assert.deepEqual(await valuesOf(panel), shown, "what was shown is what was written");
    assert.deepEqual(ratesOf(file), shown);
    const { mean } = layerProfile(file.file().document);
    assert.ok(mean !== undefined && Math.abs(mean - 0.3) < 1e-5, `mean ${mean}`);
    assert.ok((shown[14] ?? 0) > 0.6, "the bar follows the pointer");
    assert.ok((shown[0] ?? 1) < 0.3, "the others give way");
    await panel.page.keyboard.press("Control+z");
    await panel.drawn();
    assert.deepEqual(file.commands, ["undo"]);
    assert.equal(file.text, text);
    await finish();
  });

  it("leaves the others alone when the mean is not kept, and moves finely with Shift", async () => {
    const { panel, file, finish } = await opened();
    await panel.page.getByRole("switch", { name: "Keep the mean" }).click();
    const before = ratesOf(file);
    const from = await placeOf(panel, 8, 0.4);
    await panel.page.mouse.move(from.x, from.y);
    await panel.page.mouse.down();
    await panel.page.keyboard.down("Shift");
    await panel.page.mouse.move(from.x, (await placeOf(panel, 8, 0.6)).y, { steps: 5 });
    await panel.page.mouse.up();
    await panel.page.keyboard.up("Shift");
    await panel.heard("change");
    await panel.drawn();
    const after = ratesOf(file);
    const by = (after[8] ?? 0) - (before[8] ?? 0);
    assert.ok(by > 0.01 && by < 0.03, `moved by ${by}`);
    assert.deepEqual(after.toSpliced(8, 1), before.toSpliced(8, 1));
    assert.equal(panel.saved?.keepMean, false);
    await finish();
  });

  it("draws a curve over several bars with Alt, in one step", async () => {
    const { panel, file, finish } = await opened({ file: new MemoryRateFile(few, modelOf(5)) });
    await panel.page.getByRole("switch").click();
    const [from, to] = [await placeOf(panel, 0, 0.1), await placeOf(panel, 4, 0.5)];
    await panel.page.keyboard.down("Alt");
    await panel.page.mouse.move(from.x, from.y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(to.x, to.y);
    await panel.page.mouse.up();
    await panel.page.keyboard.up("Alt");
    await panel.heard("change");
    await panel.drawn();
    const rates = ratesOf(file);
    for (const [layer, rate] of rates.entries()) assert.ok(Math.abs(rate - (0.1 + 0.1 * layer)) < 0.01, String(rates));
    assert.equal(file.steps, 1);
    await finish();
  });

  it("is worked by keyboard alone: walk, step, type, lock, drop", async () => {
    const { panel, file, finish } = await opened({ file: new MemoryRateFile(few, modelOf(5)) });
    const { keyboard } = panel.page;
    await panel.page.getByRole("slider", { name: "Layer 0", exact: true }).focus();
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowRight");
    await panel.drawn();
    assert.equal(await panel.page.evaluate("document.activeElement.getAttribute('aria-label')"), "Layer 2");
    assert.deepEqual((await panel.heard("select", 2)).layers, [2]);
    await keyboard.press("ArrowUp");
    await panel.heard("change");
    await panel.drawn();
    assert.equal(ratesOf(file)[2], 0.31);
    await keyboard.press("l");
    await panel.heard("lock");
    await panel.drawn();
    assert.match(file.text, / 2: 0\.31000 # lock/);
    const slider = panel.page.getByRole("slider", { name: "Layer 2", exact: true });
    assert.equal(await slider.getAttribute("aria-readonly"), "true");
    await keyboard.press("ArrowUp");
    await panel.drawn();
    assert.match(await panel.page.locator(".rate-notice").innerText(), /locked/);
    await keyboard.press("ArrowRight");
    await keyboard.press(".");
    await keyboard.type("45");
    await keyboard.press("Enter");
    await panel.heard("change", 2);
    await panel.drawn();
    assert.equal(ratesOf(file)[3], 0.45);
    assert.equal(ratesOf(file)[2], 0.31, "a locked layer does not give way");
    assert.equal(await panel.page.evaluate("document.activeElement.getAttribute('aria-label')"), "Layer 3");
    await keyboard.press("d");
    await panel.heard("change", 3);
    await panel.drawn();
    assert.match(file.text, / 3: drop/);
    await finish();
  });

  it("makes one step of a key that is held", async () => {
    const { panel, file, finish } = await opened();
    await panel.page.getByRole("slider").first().focus();
    for (let repeat = 0; repeat < 5; repeat++) await panel.page.keyboard.down("ArrowUp");
    await panel.drawn();
    assert.equal(file.steps, 0);
    await panel.page.keyboard.up("ArrowUp");
    await panel.heard("change");
    await panel.drawn();
    assert.equal(file.steps, 1);
    assert.equal(ratesOf(file)[0], 0.35);
    await finish();
  });

  it("says why what is typed is no rate, and gives up with Escape", async () => {
    const { panel, file, finish } = await opened();
    const entry = panel.page.getByLabel("Rate of layer 0");
    await entry.fill("30");
    await entry.press("Enter");
    assert.match(await panel.page.getByRole("alert").innerText(), /30 % for a percentage/);
    await entry.press("Escape");
    await panel.drawn();
    assert.equal(await entry.inputValue(), "0.30000");
    assert.equal(file.steps, 0);
    await finish();
  });

  it("shows and sets attention and MLP each for itself", async () => {
    const { panel, file, finish } = await opened({ file: new MemoryRateFile(few, modelOf(5)) });
    await panel.page.getByRole("button", { name: "Attention" }).click();
    const entry = panel.page.getByLabel("Attention rate of layer 0");
    await entry.fill("50 %");
    await entry.press("Enter");
    await panel.heard("change");
    await panel.drawn();
    assert.match(file.text, / 0: \{ attention: 0\.50000, mlp: 0\.30000 \}/);
    assert.match(file.text, / 1-4: 0\.2/);
    assert.equal(panel.saved?.part, "attention");
    await finish();
  });

  it("follows the text within a frame, also while a bar is dragged", async () => {
    const { panel, file, finish } = await opened();
    const from = await placeOf(panel, 2, 0.2);
    await panel.page.mouse.move(from.x, from.y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(from.x, from.y - 40);
    await panel.drawn();
    file.type(file.text.replace(/ {2}30: .*/, "  30: 0.90000"));
    await panel.drawn();
    await panel.page.mouse.up();
    await panel.heard("change");
    await panel.drawn();
    assert.equal(file.steps, 2, "the change was made on the new text");
    assert.ok((ratesOf(file)[30] ?? 0) > 0.8);
    await finish();
  });

  it("says politely that a change was not made, and shows the file as it is", async () => {
    const { panel, file, finish } = await opened();
    file.refuse = true;
    await panel.page.getByRole("slider").first().focus();
    await panel.page.keyboard.press("PageUp");
    await panel.drawn();
    assert.match(await panel.page.locator(".rate-notice").innerText(), /could not be changed/);
    assert.deepEqual(await valuesOf(panel), ratesOf(file));
    await finish();
  });

  it("changes nothing of a file that is read-only, and says so", async () => {
    const file = new MemoryRateFile(few, modelOf(5));
    file.readOnly = "This file is read-only.";
    const { panel, finish } = await opened({ file });
    await panel.page.getByRole("slider").first().focus();
    await panel.page.keyboard.press("ArrowUp");
    await panel.drawn();
    assert.match(await panel.page.locator(".rate-notice").innerText(), /read-only/);
    assert.deepEqual(
      panel.sent.filter(({ type }) => type === "change"),
      [],
    );
    await finish();
  });

  it("lays rates beside, lists where they differ most and takes them over", async () => {
    const file = new MemoryRateFile(wavyFile(32), modelOf(32), beside);
    const { panel, finish } = await opened({ file });
    const card = panel.page.locator(".card-beside");
    assert.match(await card.innerText(), /Beside: best of a1b2c3/);
    const first = await card.locator("li").first().innerText();
    const layer = Number(/Layer (\d+)/.exec(first)?.[1]);
    await card.locator("li").first().getByRole("button").click();
    await panel.heard("takeOver");
    await panel.drawn();
    assert.equal(ratesOf(file)[layer], beside.rates[layer]?.mlp);
    await panel.page.getByRole("switch").click();
    await card.getByRole("button", { name: "Take Over All" }).click();
    await panel.heard("takeOver", 2);
    await panel.drawn();
    assert.deepEqual(
      ratesOf(file),
      beside.rates.map(({ mlp }) => mlp),
    );
    assert.match(await card.innerText(), /No layer differs/);
    assert.deepEqual(panel.saved?.beside, beside);
    await card.getByRole("button", { name: "Close the comparison" }).click();
    await panel.heard("closeBeside");
    await panel.drawn();
    assert.ok(await card.isHidden());
    await finish();
  });

  it("chooses what the cursor in the text is at, and the other way round", async () => {
    const { panel, file, finish } = await opened();
    const offset = file.text.indexOf("  17:");
    file.session.textSelected({ start: offset + 3, end: offset + 3 });
    await panel.drawn();
    assert.equal(await panel.page.getByLabel("Rate of layer 17").inputValue(), (ratesOf(file)[17] ?? 0).toFixed(5));
    const at = await placeOf(panel, 3, 0.1);
    await panel.page.mouse.click(at.x, at.y);
    await panel.drawn();
    assert.equal(file.revealed.length, 1);
    const [range] = file.revealed;
    assert.equal(file.text.slice(range?.start, range?.end), (ratesOf(file)[3] ?? 0).toFixed(5));
    assert.equal(file.steps, 0, "a click changes nothing");
    await finish();
  });

  it("meets the target, adds layers, and leads to the first problem", async () => {
    const file = new MemoryRateFile("model: stories260K\ntarget: 0.4\n", modelOf(5));
    const { panel, finish } = await opened({ file });
    await panel.page.getByRole("button", { name: "Add the 5 layers of the model with rate 0.40000" }).click();
    await panel.heard("fix");
    await panel.drawn();
    assert.equal(await panel.page.getByRole("slider").count(), 5);
    file.type(file.text.replace("target: 0.4", "target: 0.45"));
    await panel.drawn();
    await panel.page.getByRole("button", { name: "1 error" }).click();
    await panel.heard("revealProblem");
    assert.deepEqual(
      file.opened.map(({ start, end }) => file.text.slice(start, end)),
      ["0.45"],
    );
    await panel.page.getByRole("button", { name: "Meet the Target" }).click();
    await panel.heard("fix", 2);
    await panel.drawn();
    assert.match(await panel.page.locator("header").innerText(), /meets the target 0\.45000/);
    await finish();
  });

  it("says why there is nothing to draw", async () => {
    const { panel, finish } = await opened({ file: new MemoryRateFile("layers: [0.1, 0.2\n", modelOf(5)) });
    assert.match(await panel.page.locator(".empty").innerText(), /Nothing to draw\s+Line \d+: /);
    await finish();
  });

  it("draws a thousand layers and moves them in a frame", async () => {
    const { panel, file, finish } = await opened({ file: new MemoryRateFile(wavyFile(1000), modelOf(1000)) });
    const before = performance.now();
    const answer = file.posted.findLast(({ type }) => type === "rates");
    assert.ok(answer);
    const costs = await panel.costs(answer);
    assert.ok(Math.max(...costs) < 100, `${costs} ms, after ${performance.now() - before} ms`);
    await panel.page.getByRole("slider").first().focus();
    await panel.page.keyboard.press("Control+End");
    await panel.drawn();
    assert.ok(Number(await panel.page.evaluate("document.querySelector('.rate-scroll').scrollLeft")) > 3000);
    await finish();
  });

  it("comes back as it was left", async () => {
    const state = { part: "mlp", table: true, keepMean: false } as const;
    const { panel, finish } = await opened({ state });
    assert.equal(await panel.page.getByRole("button", { name: "MLP" }).getAttribute("aria-pressed"), "true");
    assert.ok(await panel.page.getByRole("table").isVisible());
    assert.equal(await panel.page.getByRole("switch").isChecked(), false);
    assert.equal(panel.saved?.file, FILE);
    await finish();
  });

  for (const theme of webviewThemes) {
    it(`${theme.name}: nothing that axe-core finds fault with`, async () => {
      const file = new MemoryRateFile(mixed, modelOf(32), beside);
      const { panel, finish } = await opened({ file, theme, state: { table: true } });
      await panel.page.getByRole("slider").first().focus();
      await panel.page.locator("summary").click();
      await panel.drawn();
      await panel.screenshot(`rates-${theme.name}`);
      assert.deepEqual(await violations(panel), []);
      await finish();
    });
  }

  for (const [name, width] of [
    ["narrow", 360],
    ["wide", 1900],
  ] as const) {
    it(`${name}: nothing is cut off`, async () => {
      const file = new MemoryRateFile(mixed, modelOf(32), beside);
      const { panel, finish } = await opened({ file, width, theme: lightModern });
      await panel.screenshot(`rates-${name}`);
      const overflow = await panel.page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `${overflow} pixels too wide`);
      await finish();
    });
  }

  async function opened({
    file = new MemoryRateFile(wavyFile(32), modelOf(32)),
    state = {},
    theme = darkModern,
    width = 640,
    height = 800,
  }: Options = {}) {
    const panel = await harness.open({ state: { file: FILE, ...state }, answer: file.answer, theme, width, height });
    file.connect(panel);
    await panel.heard("ready");
    await panel.page.locator("h1", { hasText: "example.prune" }).waitFor();
    await panel.drawn();
    const finish = async () => {
      assert.deepEqual(panel.complaints, []);
      assert.deepEqual(file.logged, []);
      await panel.page.close();
    };
    return { panel, file, finish };
  }
});

/** The rates of whole layers that a file says. */
function ratesOf(file: MemoryRateFile): number[] {
  return file.file().document.value.layers.map((entry) => {
    assert.ok(entry?.rate);
    return (entry.rate.attention + entry.rate.mlp) / 2;
  });
}

/** The rates that the sliders say. */
async function valuesOf(panel: Panel): Promise<number[]> {
  const values = await panel.page.evaluate(
    "[...document.querySelectorAll('[role=slider]')].map((slider) => Number(slider.getAttribute('aria-valuenow')))",
  );
  return (values as number[]).map((value) => Number(value.toFixed(5)));
}

/** Where a rate lies on the column of a layer. */
async function placeOf(panel: Panel, layer: number, rate: number): Promise<{ x: number; y: number }> {
  const box = await panel.page.getByRole("slider", { name: `Layer ${layer}`, exact: true }).boundingBox();
  assert.ok(box);
  // A slider reaches over both ends of its bar by four pixels.
  return { x: box.x + box.width / 2, y: box.y + 4 + (1 - rate) * (box.height - 8) };
}

/** What axe-core finds, in the words that lead to it. */
async function violations(panel: Panel): Promise<string[]> {
  await panel.page.evaluate(axe);
  const found = await panel.page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  const { violations: all } = found as {
    violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return all.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary}`),
  );
}
