import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import type { LlmCall } from "../../../src/protocol/runner.ts";
import { candidateBars, comparandsOf, layerLines, pointsText } from "../../../webview/model/candidate-bars.ts";
import { differenceBox, layoutBars, rateBox } from "../../../webview/model/candidate-bars-layout.ts";
import { callFacts, latencyText, vectorText, writtenVector } from "../../../webview/model/candidate-call.ts";
import { candidateFacts } from "../../../webview/model/candidate-facts.ts";
import { candidateIn, focusedSearch } from "../../../webview/model/candidate-focus.ts";
import { shownRatesOf } from "../../../webview/model/candidate-rates.ts";
import { type ShownCandidate, shownCandidate } from "../../../webview/model/candidate-shown.ts";
import { candidateTable } from "../../../webview/model/candidate-table.ts";
import { FoldedSearch } from "../../../webview/model/fold.ts";
import { barsLegend } from "../../../webview/model/legend.ts";
import type { SearchModel } from "../../../webview/model/search-model.ts";
import { type Recording, record } from "../../support/webview-recording.ts";

describe("a candidate in detail", () => {
  let recording: Recording;
  let search: SearchModel;
  let child: ShownCandidate;

  before(async () => {
    recording = await record({ layers: 6, generations: 4 });
    search = new FoldedSearch(recording.snapshotAt(recording.events.length));
    const scored = search.top.find(({ candidate }) => candidate.parents.length === 2 && candidate.repair > 0);
    assert.ok(scored);
    const ref = { search: search.id, candidate: scored.candidate.id };
    const shown = shownCandidate(search, ref, recording.candidate(ref.candidate));
    assert.ok(shown);
    child = shown;
  });

  it("is of the selected candidate's search, else of the first", () => {
    const other = { ...search, id: "other" };
    const searches = [search, other];
    assert.equal(focusedSearch({ searches, selected: undefined }), search);
    assert.equal(focusedSearch({ searches, selected: { search: "other", candidate: 1 } }), other);
    assert.equal(focusedSearch({ searches, selected: { search: "gone", candidate: 1 } }), search);
    assert.equal(focusedSearch({ searches: [], selected: undefined }), undefined);
    assert.equal(candidateIn(search, { search: "other", candidate: 3 }), undefined);
    assert.equal(candidateIn(search, { search: search.id, candidate: 3 }), 3);
  });

  it("is the best one while none is selected, and the selected one as far as it is known", () => {
    const best = shownCandidate(search, undefined, undefined);
    assert.equal(best?.candidate, search.top[0]?.candidate);
    assert.deepEqual([best?.rank, best?.isSelected, best?.children], [1, false, undefined]);
    const ref = { search: search.id, candidate: search.top[4]?.candidate.id ?? -1 };
    assert.deepEqual(
      [shownCandidate(search, ref, undefined)?.rank, shownCandidate(search, ref, undefined)?.isSelected],
      [5, true],
    );
    assert.equal(shownCandidate(search, { search: search.id, candidate: 99_999 }, undefined), undefined);
    const late = recording.candidate(search.top[0]?.candidate.id ?? -1);
    assert.equal(
      shownCandidate(search, ref, late)?.candidate.id,
      ref.candidate,
      "details of another one that came late",
    );
  });

  it("tells what it keeps, in numbers that add up", () => {
    const facts = new Map(
      candidateFacts(search, child).map(({ name, value, note }) => [name, `${value} ${note ?? ""}`]),
    );
    assert.match(facts.get("Parameters removed") ?? "", /30\.00 % of/);
    const groups = child.candidate.plan.reduce((sum, layer) => sum + layer.groups, 0);
    assert.match(facts.get("KV groups kept") ?? "", new RegExp(`^${groups} of `));
    assert.match(facts.get("Repair") ?? "", /points root mean square/);
    assert.match(facts.get("Perplexity") ?? "", /seqlen 2048/);
  });

  it("is compared with its parents first", () => {
    const comparands = comparandsOf(search, child, shownRatesOf(search.detail));
    assert.deepEqual(
      comparands.map(({ key }) => key),
      [...child.candidate.parents.map((id) => `candidate ${id}`), "uniform", "best"].slice(0, comparands.length),
    );
    const best = shownCandidate(search, undefined, undefined);
    assert.ok(best);
    assert.ok(!comparandsOf(search, best, shownRatesOf(search.detail)).some(({ key }) => key === "best"));
  });

  it("differs from the uniform rates by what its rates differ from the target", () => {
    const rates = shownRatesOf(search.detail);
    const uniform = comparandsOf(search, child, rates).find(({ key }) => key === "uniform");
    const bars = candidateBars(search, child, rates, "layer", uniform);
    const [first = 0] = rates.values(child.candidate.rates, "layer");
    assert.ok(Math.abs((bars.difference?.values[0] ?? 0) - (first - 0.3)) < 1e-9);
    assert.deepEqual(
      bars.series.map(({ part }) => part),
      ["attention", "mlp"],
    );
    assert.deepEqual(
      candidateBars(search, child, rates, "mlp", undefined).series.map(({ part }) => part),
      ["mlp"],
    );
    const lines = layerLines(bars, child.candidate.plan, 0);
    assert.match(lines[0] ?? "", /^Layer 0: \d+\.\d\d % removed$/);
    assert.match(lines.at(-1) ?? "", /than uniform rates$/);
    assert.equal(lines.length, 5);
  });

  it("says differences in percentage points", () => {
    assert.deepEqual([0.042, -0.1, 0.000001].map(pointsText), ["4.20 points more", "10.00 points less", "no more"]);
  });

  it("has bars that stay in their column, as high as their rate", () => {
    const bars = candidateBars(search, child, shownRatesOf(search.detail), "layer", undefined);
    fc.assert(
      fc.property(fc.integer({ min: 80, max: 2000 }), fc.constantFrom(1, 1.5, 2), (width, ratio) => {
        const layout = layoutBars(bars, width, ratio);
        const { top, bottom } = layout.rates;
        for (let layer = 0; layer < bars.layers; layer++) {
          const [one, other] = [rateBox(layout, bars, layer, 0), rateBox(layout, bars, layer, 1)];
          assert.ok(one.x >= layout.left + (layout.edges[layer] ?? 0));
          assert.ok(one.x + one.width <= other.x + 1);
          assert.ok(other.x + other.width <= layout.left + (layout.edges[layer + 1] ?? 0) + 1);
          assert.equal(one.y + one.height, bottom);
          const wanted = ((bars.series[0]?.values[layer] ?? 0) / bars.ceiling) * (bottom - top);
          assert.ok(Math.abs(one.height - wanted) <= 0.5);
        }
        assert.equal(differenceBox(layout, bars, 0), undefined);
      }),
    );
  });

  it("has the lower bar in front of the other where layers are many, and its legend says so", () => {
    const few = candidateBars(search, child, shownRatesOf(search.detail), "layer", undefined);
    const series = few.series.map((one) => ({ ...one, values: Array(126).fill(0.3) }));
    const many = { ...few, layers: 126, series };
    const layout = layoutBars(many, 300, 1);
    assert.deepEqual(rateBox(layout, many, 90, 0), rateBox(layout, many, 90, 1));
    const texts = (bars: typeof few) => barsLegend(bars).map(({ text }) => text);
    assert.match(texts(few)[1] ?? "", /^Removed of the MLP \(right\)$/);
    assert.match(texts(many)[1] ?? "", /the lower one in front$/);
    assert.equal(texts(few).length, texts(many).length + 1, "no mark of the whole layer");
  });

  it("has bars upwards where more is removed, and downwards where less", () => {
    const rates = shownRatesOf(search.detail);
    const uniform = comparandsOf(search, child, rates).find(({ key }) => key === "uniform");
    const bars = candidateBars(search, child, rates, "layer", uniform);
    const layout = layoutBars(bars, 600, 1);
    const { top = 0, bottom = 0 } = layout.differences ?? {};
    const middle = Math.round((top + bottom) / 2);
    for (const [layer, value] of (bars.difference?.values ?? []).entries()) {
      const box = differenceBox(layout, bars, layer);
      assert.ok(box && box.y >= top && box.y + box.height <= bottom);
      assert.equal(value > 0 ? box.y + box.height : box.y, middle);
    }
  });

  it("is told layer by layer in its table", () => {
    const bars = candidateBars(search, child, shownRatesOf(search.detail), "layer", undefined);
    const { columns, rows } = candidateTable(search, child, bars);
    const kept = columns.find(({ name }) => name === "kv_groups_kept");
    assert.deepEqual(
      rows.map((row) => kept?.value(row)),
      child.candidate.plan.map(({ groups }) => groups),
    );
    assert.equal(new Set(columns.map(({ name }) => name)).size, columns.length);
  });
});

describe("the call that a candidate came from", () => {
  const call = (vectors: LlmCall["vectors"], changes: Partial<LlmCall["outcome"]> = {}): LlmCall => ({
    ordinal: 3,
    retry: true,
    startedAt: "2026-01-02T03:05:06.789Z",
    messages: [],
    parameters: {},
    answer: "",
    vectors,
    tokensEstimated: true,
    outcome: {
      calls: 2,
      inputTokens: 3200,
      outputTokens: 90,
      money: 0.0012,
      seconds: 2.44,
      faults: { timeout: 2 },
      ...changes,
    },
  });
  const candidate = (...rates: number[]) => ({
    id: 1,
    generation: 1,
    operator: "mutation" as const,
    author: "llm" as const,
    parents: [],
    rates: rates.map((rate) => ({ attention: rate, mlp: rate })),
    plan: [],
    repair: 0,
  });

  it("names the vector that became it, percentages and broken ones among them", () => {
    const vectors = [[0.1, 0.5], [0.3, 0.31], [0.3], [null, 0.3], [90, 10]];
    assert.equal(writtenVector(call(vectors), candidate(0.3, 0.3)), 1);
    assert.equal(writtenVector(call(vectors), candidate(0.9, 0.1)), 4);
    assert.equal(writtenVector(call([[0.3]]), candidate(0.3, 0.3)), undefined);
    assert.equal(writtenVector(call([]), candidate(0.3)), undefined);
    assert.equal(vectorText([0.25, null]), "0.25, not a number");
  });

  it("says what it took and what went wrong", () => {
    const facts = new Map(callFacts(call([], { problem: "No answer." })).map(({ name, ...rest }) => [name, rest]));
    assert.deepEqual(facts.get("Asked at"), { value: "2026-01-02 03:05:06 UTC" });
    assert.deepEqual(facts.get("Latency"), { value: "2.4 s", note: "2 tries" });
    assert.equal(facts.get("Tokens")?.value, "3,200 in, 90 out");
    assert.equal(facts.get("Cost")?.value, "$0.0012");
    assert.equal(facts.get("Faults")?.value, "timeout ×2");
    assert.equal(facts.get("Problem")?.value, "No answer.");
    assert.equal(
      new Map(callFacts(call([], { money: 0 })).map(({ name, value }) => [name, value])).get("Cost"),
      "no price set",
    );
    const unanswered = call([], { money: 0, inputTokens: 0, outputTokens: 0 });
    assert.equal(callFacts(unanswered).find(({ name }) => name === "Cost")?.value, "$0");
    assert.deepEqual([0.34, 2.44, 80].map(latencyText), ["340 ms", "2.4 s", "1:20"]);
  });
});
