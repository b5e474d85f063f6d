import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { until } from "../support/runner-kit.ts";
import { noChromium, type Panel, WebviewHarness } from "../support/webview-harness.ts";
import { RecordedHost } from "../support/webview-host.ts";
import { record } from "../support/webview-recording.ts";
import { lightModern } from "../support/webview-themes.ts";

const recording = await record();
const { id } = recording;
const state = { searches: [id] };

describe("the panel of a search", { skip: noChromium, concurrency: 1 }, () => {
  let harness: WebviewHarness;
  before(async () => {
    harness = await WebviewHarness.start();
  });
  after(() => harness.close());

  it("draws a snapshot and the events after it, under the extension's own content security policy", async () => {
    const host = new RecordedHost([recording], 400);
    const panel = await opened(host);
    assert.equal(await panel.page.locator("h1").textContent(), "SmolLM2-135M");
    assert.match(await progressOf(panel), /^Generation \d+ of 20, 1\d\d of 430 evaluations$/);
    assert.ok((await inkOf(panel, ".card-fitness canvas")) > 0.01, "the fitness chart is empty");
    await panel.tell(host.advance(200));
    await panel.drawn();
    assert.match(await progressOf(panel), /2\d\d of 430 evaluations$/);
    await finish(panel);
  });

  it("asks for a snapshot when events were missed, and goes on from it", async () => {
    const host = new RecordedHost([recording], 300);
    const panel = await opened(host);
    host.advance(50);
    await panel.tell(host.advance(50));
    assert.equal((await panel.heard("resync")).id, id);
    await panel.drawn();
    await panel.tell(host.advance(recording.events.length));
    await panel.drawn();
    assert.equal(await progressOf(panel), "Generation 20 of 20, 430 of 430 evaluations");
    assert.equal(panel.sent.filter(({ type }) => type === "resync").length, 1);
    await finish(panel);
  });

  it("is walked through by keyboard: arrows speak an evaluation, Enter selects it everywhere", async () => {
    const panel = await opened(new RecordedHost([recording], 400));
    await panel.page.keyboard.press("Tab");
    assert.equal(await panel.page.evaluate("document.activeElement.textContent"), "Skip to the charts");
    await panel.page.keyboard.press("Enter");
    assert.equal(await panel.page.evaluate("document.activeElement.id"), "main");
    const chart = panel.page.locator(".card-fitness .plot-area");
    await chart.focus();
    await panel.page.keyboard.press("Home");
    await panel.drawn();
    await panel.page.keyboard.press("ArrowRight");
    await panel.drawn();
    const spoken = panel.page.locator(".card-fitness .plot [role=status]");
    assert.match(
      (await spoken.textContent()) ?? "",
      /^Evaluation 2: Perplexity [\d.]+, initial vector by the LLM, generation 0, candidate 1\.$/,
    );
    assert.ok(await panel.page.locator(".card-fitness .tip").isVisible());
    // On a slow machine the candidate of the first evaluation may be told of before.
    await until("the tree marks it, too", () => {
      const told = panel.sent.findLast((message) => message.type === "hovered");
      return told?.hovered?.candidate === 1 || undefined;
    });
    await panel.page.keyboard.press("Enter");
    assert.deepEqual((await panel.heard("selected")).selected, { search: id, candidate: 1 });
    await panel.heard("askCandidate");
    await panel.drawn();
    assert.match((await panel.page.locator(".card-candidate").textContent()) ?? "", /[Cc]andidate 1\b/);
    assert.deepEqual(panel.saved?.selected, { search: id, candidate: 1 });
    await finish(panel);
  });

  it("marks in all charts what the pointer is at in one", async () => {
    const panel = await opened(new RecordedHost([recording], recording.events.length));
    const area = await panel.page.locator(".card-generations .plot-area").boundingBox();
    assert.ok(area);
    await panel.page.locator(".card-generations .plot-area").focus();
    await panel.page.keyboard.press("End");
    await panel.drawn();
    for (const name of ["generations", "fitness"]) {
      assert.ok(await panel.page.locator(`.card-${name} .plot-ring:not(.plot-ring-selected)`).isVisible(), name);
    }
    const ring = panel.page.locator(".card-generations .plot-ring:not(.plot-ring-selected)");
    const centred = async () => {
      const [at, around] = [
        await ring.boundingBox(),
        await panel.page.locator(".card-generations canvas").boundingBox(),
      ];
      return (at?.x ?? 0) + 7 - (around?.x ?? 0) - (around?.width ?? 0);
    };
    const before = await centred();
    await panel.page.setViewportSize({ width: 900, height: 900 });
    await panel.drawn();
    assert.ok(Math.abs((await centred()) - before) < 3, "a mark stays at its place when the panel gets another width");
    assert.ok(await panel.page.locator(".card-generations .tip").isVisible());
    assert.ok(await panel.page.locator(".card-fitness .tip").isHidden(), "only one chart explains");
    await finish(panel);
  });

  it("comes back as it was left: selection, table, part of the layer and place", async () => {
    const saved = {
      ...state,
      selected: { search: id, candidate: 9 },
      part: "mlp",
      scroll: 700,
      tables: ["fitness"],
    } as const;
    const host = new RecordedHost([recording], 500);
    const panel = await harness.open({ state, answer: host.answer, saved });
    assert.deepEqual((await panel.heard("askCandidate")).ref, saved.selected);
    await panel.drawn();
    assert.equal(await panel.page.evaluate("scrollY"), 700);
    await panel.page.evaluate("scrollTo(0, 40)");
    while (panel.saved?.scroll !== 40) await panel.drawn();
    assert.ok(await panel.page.locator(".card-fitness table").isVisible());
    assert.ok(await panel.page.locator(".card-fitness canvas").isHidden());
    await panel.page.locator(".card-fitness .card-tools button", { hasText: "Table" }).click();
    await panel.drawn();
    assert.ok((await inkOf(panel, ".card-fitness canvas")) > 0.01, "the chart is not drawn again");
    assert.deepEqual(panel.saved?.tables, []);
    await finish(panel);
  });

  it("wears another theme at once", async () => {
    const panel = await opened(new RecordedHost([recording], 500));
    const dark = await panel.page.locator(".card-fitness canvas").screenshot();
    await panel.wear(lightModern);
    await panel.drawn();
    const light = await panel.page.locator(".card-fitness canvas").screenshot();
    assert.notDeepEqual(light, dark);
    assert.equal(await panel.page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
    await finish(panel);
  });

  it("steers the search, and only as its state allows", async () => {
    const panel = await opened(new RecordedHost([recording], 500));
    const pause = panel.page.getByRole("button", { name: "Pause" });
    await pause.hover();
    await panel.page.mouse.down();
    await panel.page.mouse.up();
    assert.deepEqual(await panel.heard("act"), { type: "act", action: "pause", search: id });
    await panel.tell({ type: "summary", summary: recording.summaryAt(500, { state: "paused" }) });
    await panel.drawn();
    // The rest of a double click, over Resume by now.
    await panel.page.mouse.down({ clickCount: 2 });
    await panel.page.mouse.up({ clickCount: 2 });
    assert.equal(await panel.page.evaluate("document.activeElement.textContent"), "Resume", "the focus goes along");
    assert.match((await panel.page.locator(".head [role=status]").textContent()) ?? "", /^Paused, best/);
    await panel.tell({ type: "summary", summary: recording.summaryAt(500, { state: "finished" }) });
    await panel.drawn();
    await panel.page.getByRole("button", { name: "Stop" }).dispatchEvent("click");
    await panel.page.getByRole("button", { name: "Save Rates" }).first().click();
    assert.deepEqual(
      panel.sent.filter(({ type }) => type === "act").map((message) => "action" in message && message.action),
      ["pause", "saveRates"],
    );
    await finish(panel);
  });

  it("says that the runner is away, and offers to look at it or to resume the search in another one", async () => {
    const panel = await opened(new RecordedHost([recording], 500));
    const text = "The runner has ended.";
    await panel.tell({
      type: "presence",
      presence: { kind: "away", state: "Runner away", text, action: "showRunners" },
    });
    await panel.drawn();
    const notice = panel.page.locator(".notice");
    assert.match((await notice.textContent()) ?? "", /The runner has ended\./);
    assert.equal(await panel.page.locator(".head .state").textContent(), "Runner away");
    assert.equal(await panel.page.getByRole("button", { name: "Stop" }).getAttribute("aria-disabled"), "true");
    await notice.getByRole("button").click();
    assert.equal((await panel.heard("act")).action, "showRunners");
    await panel.page.getByRole("button", { name: "Resume" }).click();
    assert.equal((await panel.heard("act", 2)).action, "resume");
    await finish(panel);
  });

  it("exports the chart as a picture, and its numbers with their protocol", async () => {
    const panel = await opened(new RecordedHost([recording], 500));
    const tools = panel.page.locator(".card-fitness .card-tools");
    await tools.getByRole("button", { name: "PNG" }).click();
    const picture = await panel.heard("export");
    assert.equal(picture.kind, "png");
    const bytes = Buffer.from(picture.content, "base64");
    assert.equal(bytes.subarray(1, 4).toString(), "PNG");
    assert.ok(bytes.length > 10_000, `${bytes.length} bytes`);
    await tools.getByRole("button", { name: "CSV" }).click();
    const numbers = await panel.heard("export", 2);
    assert.match(numbers.content, /candidate,evaluation,fitness,operator,author,generation/);
    await finish(panel);
  });

  async function opened(host: RecordedHost): Promise<Panel> {
    const panel = await harness.open({ state, answer: host.answer });
    await panel.heard("ready");
    await panel.page.locator("h1", { hasText: "SmolLM2" }).waitFor();
    await panel.drawn();
    return panel;
  }
});

async function finish(panel: Panel): Promise<void> {
  assert.deepEqual(panel.complaints, []);
  assert.deepEqual(
    panel.sent.filter(({ type }) => type === "error"),
    [],
  );
  await panel.page.close();
}

function progressOf(panel: Panel): Promise<string> {
  return panel.page.locator(".progress-text").innerText();
}

/** Share of a canvas that something was drawn on. */
function inkOf(panel: Panel, selector: string): Promise<number> {
  return panel.page.evaluate(`(() => {
    const canvas = document.querySelector(${JSON.stringify(selector)});
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let drawn = 0;
    for (let index = 3; index < data.length; index += 4) if (data[index] > 0) drawn++;
    return drawn / (data.length / 4);
  })()`);
}
