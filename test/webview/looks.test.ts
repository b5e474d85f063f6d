import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import type { SearchSummary } from "../../src/protocol/runner.ts";
import { RUNNER_ENDED } from "../../src/protocol/text/runner-ended.ts";
import { noChromium, type Panel, WebviewHarness } from "../support/webview-harness.ts";
import { RecordedHost } from "../support/webview-host.ts";
import { type Recording, record } from "../support/webview-recording.ts";
import { darkModern, type WebviewTheme, webviewThemes } from "../support/webview-themes.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const recording = await record();
const faulty = await record({ id: "faulty", faults: 0.35, seed: 5 });
const compared = [
  recording,
  await record({ id: "9b20ee", seed: 2, target: 0.4 }),
  await record({ id: "c07d1f", seed: 3, generations: 12 }),
];
const mixed = [recording, await record({ id: "d4e5f6", objective: "kl", generations: 10 })];

/** A moment of the panel that is looked at. */
interface Look {
  readonly name: string;
  readonly recordings: readonly Recording[];
  readonly at: number;
  readonly changes?: Partial<SearchSummary>;
  /** Done before the picture is taken. */
  readonly act?: (panel: Panel) => Promise<void>;
}

const failed = { state: "failed", status: "The model folder /models/SmolLM2-135M is not there any more." } as const;
const looks: readonly Look[] = [
  { name: "running", recordings: [recording], at: 640, act: pointAtChart },
  { name: "finished", recordings: [recording], at: recording.events.length, act: select(40) },
  { name: "faults", recordings: [faulty], at: 700 },
  {
    name: "preparing",
    recordings: [recording],
    at: 0,
    changes: { state: "preparing", status: "Measuring importance, window 12 of 32" },
  },
  { name: "failed", recordings: [recording], at: 300, changes: failed },
  {
    name: "interrupted",
    recordings: [recording],
    at: 500,
    changes: { state: "interrupted", status: RUNNER_ENDED },
  },
  { name: "compare", recordings: compared, at: 5000, act: pointAtChart },
  { name: "compare-mixed", recordings: mixed, at: 5000 },
];
/** Looks that have all there is to see, for all themes. */
const LARGE: readonly string[] = ["running", "compare"];
const sizes = [
  { name: "narrow", width: 400, height: 1200 },
  { name: "wide", width: 2500, height: 1300 },
];

/** Tables that show a part of their columns alone. */
const SIDEWAYS = `[...document.querySelectorAll(".table-scroll")].filter((one) => one.scrollWidth > one.clientWidth)
  .map((one) => one.getAttribute("aria-label"))`;

describe("what the panel looks like", { skip: noChromium, concurrency: 1 }, () => {
  let harness: WebviewHarness;
  before(async () => {
    harness = await WebviewHarness.start();
  });
  after(() => harness.close());

  for (const look of looks) {
    for (const theme of LARGE.includes(look.name) ? webviewThemes : webviewThemes.slice(0, 3)) {
      it(`${look.name}, ${theme.name}: nothing that axe-core finds fault with`, async () => {
        const panel = await show(look, theme, 1280, 900);
        await panel.screenshot(`${look.name}-${theme.name}`);
        assert.deepEqual(await violations(panel), []);
        await panel.page.close();
      });
    }
  }

  for (const { name, width, height } of sizes) {
    for (const look of looks.filter((one) => ["running", "compare"].includes(one.name))) {
      it(`${look.name} in a ${name} window: nothing is cut off`, async () => {
        const panel = await show(look, darkModern, width, height);
        await panel.screenshot(`${look.name}-${name}`);
        const overflow = await panel.page.evaluate("document.documentElement.scrollWidth - innerWidth");
        assert.ok(Number(overflow) <= 0, `${overflow} pixels too wide`);
        assert.deepEqual(await panel.page.evaluate(SIDEWAYS), [], "scrolls sideways");
        await panel.page.close();
      });
    }
  }

  it("loading: the shape of what will come", async () => {
    const panel = await harness.open({ state: { searches: [recording.id] }, answer: () => [] });
    await panel.heard("ready");
    await panel.drawn();
    await panel.screenshot("loading");
    assert.deepEqual(await violations(panel), []);
    await panel.page.close();
  });

  async function show({ recordings, at, changes, act }: Look, theme: WebviewTheme, width: number, height: number) {
    const host = new RecordedHost(recordings, at, changes);
    const state = { searches: recordings.map(({ id }) => id) };
    const panel = await harness.open({ state, answer: host.answer, theme, width, height });
    await panel.heard("ready");
    await panel.page.locator("main h2").first().waitFor();
    await panel.drawn();
    await act?.(panel);
    await panel.drawn();
    assert.deepEqual(panel.complaints, []);
    return panel;
  }
});

async function pointAtChart(panel: Panel): Promise<void> {
  const area = await panel.page.locator(".plot-area").first().boundingBox();
  assert.ok(area);
  await panel.page.mouse.move(area.x + 0.35 * area.width, area.y + 0.55 * area.height);
}

function select(candidate: number): (panel: Panel) => Promise<void> {
  return async (panel) => {
    await panel.tell({ type: "select", selected: { search: recording.id, candidate } });
    await panel.heard("askCandidate");
    await panel.drawn();
  };
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
