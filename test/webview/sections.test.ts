import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import type { LlmCall } from "../../src/protocol/runner.ts";
import type { HostMessage, WebviewMessage } from "../../src/protocol/webview.ts";
import { noChromium, type Panel, WebviewHarness } from "../support/webview-harness.ts";
import { type Recording, record } from "../support/webview-recording.ts";
import { lightModern, webviewThemes } from "../support/webview-themes.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What an LLM could write to get into the page. */
const MARKUP = `<img src="x" onerror="window.broken = true"><script>window.broken = true</script>`;

describe("sections of the panel", { skip: noChromium ?? false }, () => {
  let harness: WebviewHarness;
  let recording: Recording;

  before(async () => {
    [harness, recording] = await Promise.all([WebviewHarness.start(), record({ layers: 16, generations: 8 })]);
  });
  after(() => harness.close());

  const answers = (changes: { call?: Partial<LlmCall> } = {}) => {
    const { id } = recording;
    return (message: WebviewMessage): readonly HostMessage[] => {
      if (message.type === "ready") {
        const snapshot = recording.snapshotAt(recording.events.length);
        return [
          { type: "presence", presence: { kind: "attached" } },
          { type: "snapshot", id, snapshot },
        ];
      }
      if (message.type === "askCandidate") {
        return [{ type: "candidate", ref: message.ref, detail: recording.candidate(message.ref.candidate) }];
      }
      if (message.type === "askCall") {
        return [{ type: "call", search: id, call: { ...recording.call(message.ordinal), ...changes.call } }];
      }
      return [];
    };
  };

  const open = async (options: Partial<Parameters<WebviewHarness["open"]>[0]> = {}): Promise<Panel> => {
    const panel = await harness.open({ state: { searches: [recording.id] }, answer: answers(), ...options });
    await panel.heard("ready");
    await panel.page.locator(".heatmap-cells").first().waitFor();
    await panel.drawn();
    return panel;
  };

  const best = (rank: number) => recording.snapshotAt(recording.events.length).top[rank - 1]?.candidate;

  const close = async (panel: Panel): Promise<void> => {
    assert.deepEqual(panel.complaints, []);
    assert.deepEqual(
      panel.sent.filter(({ type }) => type === "error"),
      [],
    );
    await panel.page.close();
  };

  describe("a heatmap", () => {
    it("is walked through by keyboard, says its cells and selects a row", async () => {
      const panel = await open();
      const cells = panel.page.locator(".card-population .heatmap-cells");
      await panel.page.locator(".card-population .segments button").first().focus();
      await cells.focus();
      for (const key of ["Home", "ArrowDown", "ArrowDown", "ArrowRight"]) await cells.press(key);
      const said = await panel.page.locator(".card-population .heatmap [aria-live]").textContent();
      const candidate = best(3);
      assert.match(
        said ?? "",
        new RegExp(`^Rank 3: candidate ${candidate?.id}, .*Layer 1: \\d+\\.\\d\\d % of the layer removed`),
      );
      await cells.press("Enter");
      assert.deepEqual((await panel.heard("selected")).selected, { search: recording.id, candidate: candidate?.id });
      await panel.page.locator(".card-candidate .note", { hasText: `Candidate ${candidate?.id}, selected.` }).waitFor();
      await close(panel);
    });

    it("explains the cell under the pointer and selects its row by a click", async () => {
      const panel = await open();
      const cells = panel.page.locator(".card-population .heatmap-cells");
      await cells.hover({ position: { x: 200, y: 10 } });
      await panel.drawn();
      const tip = await panel.page.locator(".card-population .heatmap-tip").textContent();
      assert.match(tip ?? "", new RegExp(`Rank 1: candidate ${best(1)?.id},.*keeps \\d+ KV group`));
      await cells.click({ position: { x: 200, y: 10 } });
      assert.equal((await panel.heard("selected")).selected.candidate, best(1)?.id);
      await close(panel);
    });

    it("is drawn again only when what it shows has changed", async () => {
      const panel = await open();
      await countDrawings(panel.page);
      await panel.page.locator(".card-population .heatmap-cells").hover({ position: { x: 300, y: 50 } });
      await panel.tell({ type: "telemetry", devices: [device(1)] });
      await panel.tell({ type: "select", selected: { search: recording.id, candidate: best(5)?.id ?? 0 } });
      await panel.drawn();
      assert.equal(await drawings(panel.page), 0);
      await panel.page.locator(".card-history .segments button", { hasText: "MLP" }).click();
      await panel.drawn();
      assert.equal(await drawings(panel.page), 2);
      await panel.wear(lightModern);
      await panel.drawn();
      assert.equal(await drawings(panel.page), 4);
      await panel.page.setViewportSize({ width: 900, height: 900 });
      await panel.drawn();
      assert.equal(await drawings(panel.page), 6);
      assert.equal(panel.saved?.part, "mlp");
      await close(panel);
    });

    it("draws in whole device pixels", async () => {
      const panel = await open();
      const sizes = await panel.page.evaluate<[number, number][]>(
        `[...document.querySelectorAll(".heatmap-cells")].map((canvas) =>
          [canvas.width / devicePixelRatio, canvas.getBoundingClientRect().width])`,
      );
      assert.equal(sizes.length, 2);
      for (const [drawn, shown] of sizes) assert.equal(drawn, shown);
      await close(panel);
    });
  });

  describe("a candidate", () => {
    it("is the best one until another is selected, and leads to its relatives", async () => {
      const panel = await open();
      const section = panel.page.locator(".card-candidate");
      await section.locator(".note", { hasText: `Candidate ${best(1)?.id}: the best so far` }).waitFor();
      const child = recording
        .snapshotAt(recording.events.length)
        .top.find(({ candidate }) => candidate.parents.length > 1);
      assert.ok(child);
      const { id, parents } = child.candidate;
      await panel.tell({ type: "select", selected: { search: recording.id, candidate: id } });
      await section.locator(".note", { hasText: `Candidate ${id}, selected.` }).waitFor();
      await section.locator(".lineage .chip").first().click();
      assert.equal((await panel.heard("selected")).selected.candidate, parents[0]);
      await close(panel);
    });

    it("can be saved and copied", async () => {
      const panel = await open();
      const candidate = best(1)?.id;
      for (const [name, action] of [
        ["Save as Rate File…", "saveRates"],
        ["Copy Rates", "copyRates"],
      ] as const) {
        await panel.page.locator(".card-candidate button", { hasText: name }).click();
        const { type, ...asked } = (await panel.heard("act", action === "saveRates" ? 1 : 2)) as { type: string };
        assert.deepEqual(asked, { action, search: recording.id, candidate });
      }
      await close(panel);
    });

    it("shows the LLM's call when it is opened, as text whatever is in it", async () => {
      const call = { answer: MARKUP, messages: [{ role: MARKUP, content: MARKUP }], parameters: { model: MARKUP } };
      const panel = await open({ answer: answers({ call }) });
      const child = recording
        .snapshotAt(recording.events.length)
        .top.find(({ candidate }) => candidate.request !== undefined);
      await panel.tell({ type: "select", selected: { search: recording.id, candidate: child?.candidate.id ?? 0 } });
      await panel.drawn();
      assert.equal(panel.sent.filter(({ type }) => type === "askCall").length, 0);
      await panel.page.locator(".call-panel > summary").click();
      assert.equal((await panel.heard("askCall")).ordinal, child?.candidate.request);
      await panel.page.locator(".call pre:visible", { hasText: "onerror" }).first().waitFor();
      assert.equal(await panel.page.locator(".call img, .call script").count(), 0);
      assert.equal(await panel.page.evaluate("window.broken"), undefined);
      assert.equal(await panel.page.locator(".vector-own strong").textContent(), "became this candidate");
      await panel.drawn();
      assert.equal(panel.sent.filter(({ type }) => type === "askCall").length, 1);
      await close(panel);
    });
  });

  it("have a table behind each chart, which stays over a reload", async () => {
    const panel = await open();
    for (const name of ["population", "history", "candidate", "llm"]) {
      const section = panel.page.locator(`.card-${name}`);
      await section.getByRole("button", { name: "Table" }).click();
      await section.locator("table").waitFor();
      assert.ok((await section.locator("tbody tr").count()) > 1);
      assert.ok((await section.locator('thead th[scope="col"]').count()) > 3);
    }
    assert.deepEqual(panel.saved?.tables, ["population", "history", "candidate", "llm"]);
    const population = panel.page.locator(".card-population");
    assert.equal(await population.locator("tbody tr").count(), 30);
    const layerTitle = await population.locator("caption").textContent();
    const layerCells = await population.locator("tbody tr").first().textContent();
    await population.locator(".segments button", { hasText: "Attention" }).click();
    await panel.drawn();
    assert.notEqual(await population.locator("caption").textContent(), layerTitle);
    assert.notEqual(await population.locator("tbody tr").first().textContent(), layerCells);
    await population.locator("tbody tr").nth(3).getByRole("button").click();
    assert.equal((await panel.heard("selected")).selected.candidate, best(4)?.id);
    const saved = panel.saved;
    assert.ok(saved);
    await close(panel);
    const again = await harness.open({ state: { searches: [recording.id] }, saved, answer: answers() });
    await again.page.locator(".card-population table").waitFor();
    await close(again);
  });

  it("export what they show", async () => {
    const panel = await open();
    const section = panel.page.locator(".card-population");
    await section.getByRole("button", { name: "CSV" }).click();
    const csv = await panel.heard("export");
    assert.equal(csv.name, `${recording.id}-population`);
    const [header = "", first = ""] = csv.content.split("\r\n");
    assert.match(header, /^candidate,perplexity,operator,author,generation,layer_0,.*,text_sha256,/);
    assert.equal(Number(first.split(",")[1]), recording.snapshotAt(recording.events.length).top[0]?.fitness);
    await section.getByRole("button", { name: "JSON" }).click();
    const json = JSON.parse((await panel.heard("export", 2)).content);
    assert.equal(json.card.textSha256, recording.card.textSha256);
    assert.equal(json.top.length, recording.snapshotAt(recording.events.length).top.length);
    await section.getByRole("button", { name: "PNG" }).click();
    const png = Buffer.from((await panel.heard("export", 3)).content, "base64");
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    const shown = await section.locator(".heatmap-cells").boundingBox();
    assert.equal(png.readUInt32BE(16), 2 * ((shown?.width ?? 0) + 32));
    await close(panel);
  });

  it("are pictures where they are charts, also while their tables are shown in their place", async () => {
    const charts = ["fitness", "generations", "population", "history", "candidate", "llm", "device"];
    const panel = await open({ state: { searches: [recording.id], tables: charts } });
    await panel.tell(telemetry(1));
    await panel.page.locator(".card-device").scrollIntoViewIfNeeded();
    await panel.drawn();
    for (const [index, name] of charts.entries()) {
      await panel.page.locator(`.card-${name}`).getByRole("button", { name: "PNG" }).click();
      const { content } = await panel.heard("export", index + 1);
      const png = Buffer.from(content, "base64");
      assert.ok(png.readUInt32BE(16) > 2 * 360 && png.readUInt32BE(20) > 2 * 200, name);
      assert.ok(png.length > 10_000, `${name} is empty`);
    }
    await close(panel);
  });

  it("tell what the LLM did, and of a search without one that there is none", async () => {
    const panel = await open();
    const text = await panel.page.locator(".card-llm").textContent();
    const { llm } = recording.summaryAt(recording.events.length);
    assert.ok(text?.includes(`Calls${llm.calls}`), text ?? "");
    for (const [kind, times] of Object.entries(llm.faults)) assert.ok(text?.includes(`${times} × ${kind}`), kind);
    const snapshot = recording.snapshotAt(recording.events.length);
    const detail = { ...snapshot.detail, spec: { ...snapshot.detail.spec, llm: { provider: "none" } as const } };
    await panel.tell({ type: "snapshot", id: recording.id, snapshot: { ...snapshot, detail, proposals: [] } });
    await panel.drawn();
    assert.match((await panel.page.locator(".card-llm .note").first().textContent()) ?? "", /has no LLM/);
    assert.equal(await panel.page.locator(".card-llm .llm").isVisible(), false);
    await close(panel);
  });

  it("tell what the devices do, and when nothing runs", async () => {
    const panel = await open();
    const section = panel.page.locator(".card-device");
    assert.match((await section.locator(".note").first().textContent()) ?? "", /Nothing runs/);
    // What is not on the screen is drawn in idle time, which this clock has none of.
    await section.scrollIntoViewIfNeeded();
    await panel.drawn();
    await panel.page.clock.install();
    for (let report = 1; report <= 3; report++) {
      await panel.page.evaluate(`postMessage(${JSON.stringify(telemetry(report))}, "*")`);
      await panel.page.clock.runFor(2000);
    }
    assert.equal(await section.locator(".device-speed").textContent(), "18.3k");
    assert.equal(await section.getByRole("meter", { name: "Use" }).getAttribute("aria-valuetext"), "93.0 %");
    assert.equal(await section.locator(".note").first().textContent(), "");
    await panel.page.clock.runFor(8000);
    assert.match((await section.locator(".note").first().textContent()) ?? "", /Nothing runs/);
    await close(panel);
  });

  it("show the protocol and the report", async () => {
    const panel = await open();
    const section = panel.page.locator(".card-protocol");
    const digest = section.locator("code").first();
    assert.equal(await digest.getAttribute("title"), recording.card.textSha256);
    assert.equal(await digest.textContent(), `${recording.card.textSha256.slice(0, 12)}…`);
    assert.equal(await section.locator("tbody tr").count(), 6);
    assert.equal(await section.locator("details").count(), 2);
    await close(panel);
  });

  for (const theme of webviewThemes) {
    it(`have nothing that axe-core finds fault with, as charts and as tables: ${theme.name}`, async () => {
      const state = { searches: [recording.id], selected: { search: recording.id, candidate: best(6)?.id ?? 0 } };
      const panel = await open({ theme, width: 1400, state });
      await panel.tell(...[1, 2, 3].map((report) => telemetry(report)));
      await panel.page.locator(".call-panel > summary").click();
      await panel.page.locator(".call pre:visible").first().waitFor();
      await panel.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      await panel.page.locator(".card-history .heatmap-cells").hover({ position: { x: 300, y: 90 } });
      await panel.drawn();
      await panel.screenshot(`sections-${theme.name}`);
      assert.deepEqual(await violations(panel), []);
      for (const table of await panel.page.getByRole("button", { name: "Table" }).all()) await table.click();
      await panel.drawn();
      await panel.screenshot(`sections-tables-${theme.name}`);
      assert.deepEqual(await violations(panel), []);
      await close(panel);
    });
  }
});

function device(report: number) {
  return {
    device: "cpu",
    utilisation: 0.93,
    memoryUsed: 6e9,
    memoryTotal: 16e9,
    tokensPerSecond: 18_000 + 100 * report,
  };
}

function telemetry(report: number): HostMessage {
  return { type: "telemetry", devices: [device(report)] };
}

/** What axe-core finds, in the words that lead to it. */
async function violations(panel: Panel): Promise<readonly string[]> {
  await panel.page.evaluate(axe);
  return panel.page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ": " + node.target + " " + node.failureSummary)))`);
}

/** Counts how often pixels are put on a canvas from now on. */
async function countDrawings(page: Page): Promise<void> {
  await page.evaluate(`
    window.drawings = 0;
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...args) {
      window.drawings++;
      put.apply(this, args);
    };
  `);
}

function drawings(page: Page): Promise<number> {
  return page.evaluate("window.drawings");
}
