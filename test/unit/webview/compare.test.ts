import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, differencesText, unitOf } from "../../../webview/model/compare.ts";
import { comparePlot, searchName } from "../../../webview/model/compare-plot.ts";
import { comparisonTable, resultColumns, resultsTable } from "../../../webview/model/compare-table.ts";
import { FoldedSearch } from "../../../webview/model/fold.ts";
import { cellText } from "../../../webview/model/table.ts";
import { type Recording, type RecordingOptions, record } from "../../support/webview-recording.ts";

const one = await search({ id: "one", generations: 2 });
const two = await search({ id: "two", generations: 4, target: 0.4 });

test("searches of one protocol share an axis, whatever their targets", () => {
  const comparison = compare([one, two]);
  assert.deepEqual(comparison.differences, []);
  assert.equal(differencesText(comparison), "");
  const plot = comparePlot(comparison, "evaluation");
  assert.equal(plot.y.title, "Best perplexity");
  assert.equal(plot.series[1]?.marks[0]?.y, two.best[0]?.fitness);
  assert.ok(plot.x.max >= (two.points.at(-1)?.evaluation ?? 0));
});

test("another objective, text or model is said, and each search is measured by its uniform model", async () => {
  const divergence = await search({ id: "kl", objective: "kl", generations: 1 });
  const comparison = compare([one, divergence]);
  assert.deepEqual(comparison.differences, ["what is minimised", "the metric"]);
  assert.match(differencesText(comparison), /differ in what is minimised and the metric: each is shown as a multiple/);
  const plot = comparePlot(comparison, "evaluation");
  assert.equal(plot.y.title, "Best / uniform");
  const { bestFitness = 0, uniformFitness = 1 } = divergence.detail.summary;
  assert.equal(plot.series[1]?.marks.at(-1)?.y, bestFitness / uniformFitness);
});

test("a model with a long name is told from another by both its ends", async () => {
  const long = await search({ model: `/models/Qwen-${"x".repeat(80)}-bf16`, generations: 0 });
  assert.match(searchName(long), /^Qwen-x{16}…x{9}-bf16, self-pruner at 30\.0 % /);
  assert.match(searchName(one), /^SmolLM2-135M, /);
  const table = resultsTable([long, one]);
  assert.equal(table.columns[1]?.value(long), `Qwen-${"x".repeat(80)}-bf16`, "the table has all of it");
});

test("a search without a uniform model is left out of a comparison of multiples, and named", async () => {
  const young = await search({ id: "young", objective: "kl", generations: 0 }, { uniformFitness: undefined });
  const comparison = compare([one, young]);
  assert.equal(unitOf(comparison, young), undefined);
  assert.match(differencesText(comparison), /left out: young\.$/);
  assert.equal(comparePlot(comparison, "evaluation").series.length, 1);
});

test("by share every finished search ends at the right edge", () => {
  const plot = comparePlot(compare([one, two]), "share");
  assert.deepEqual(
    plot.series.map(({ marks }) => marks.at(-1)?.x),
    [100, 100],
  );
});

test("the table has the numbers of each search as a person reads them", () => {
  const cells = Object.fromEntries(resultColumns.map((column) => [column.name, cellText(column, two)]));
  assert.equal(cells["search"], "two");
  assert.equal(cells["target"], "40.0 %");
  assert.equal(cells["objective"], "Perplexity");
  assert.equal(cells["state"], "Finished");
  assert.match(cells["against_uniform"] ?? "", /^−\d/);
  assert.notEqual(cells["test_perplexity"], "–");
});

test("the numbers behind the lines say which search they are of", () => {
  const table = comparisonTable(compare([one, two]).searches);
  const [first] = table.rows;
  const last = table.rows.at(-1);
  assert.ok(first && last && table.searchOf && table.candidateOf);
  assert.equal(table.searchOf(first), "one");
  assert.equal(table.searchOf(last), "two");
  assert.deepEqual(table.candidateOf(last), { search: "two", candidate: two.best.at(-1)?.candidate });
});

async function search(
  options: RecordingOptions,
  changes: Parameters<Recording["snapshotAt"]>[1] = {},
): Promise<FoldedSearch> {
  const recording = await record(options);
  return new FoldedSearch(recording.snapshotAt(recording.events.length, changes));
}
