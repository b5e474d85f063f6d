import assert from "node:assert/strict";
import { test } from "node:test";
import type { SearchState, SearchSummary } from "../../../src/protocol/runner.ts";
import { RUNNER_ENDED } from "../../../src/protocol/text/runner-ended.ts";
import { FoldedSearch } from "../../../webview/model/fold.ts";
import { headerOf, stateSentence } from "../../../webview/model/header.ts";
import { noticesOf } from "../../../webview/model/notices.ts";
import { phaseOf } from "../../../webview/model/phase.ts";
import { placeTip, spreadLabels } from "../../../webview/model/plot.ts";
import { pointSentence, signedPercent, tickText } from "../../../webview/model/wording.ts";
import { record } from "../../support/webview-recording.ts";

const recording = await record({ generations: 3 });
const total = recording.events.length;
const lost = recording.summaryAt(50, { id: "other", state: "failed", status: "Out of memory." });
const attached = { presence: { kind: "attached" }, missing: new Map(), failure: undefined } as const;

test("the header names the search, says how it stands and what its numbers mean", () => {
  const header = headerOf(recording.detailAt(150));
  assert.equal(header.title, "SmolLM2-135M");
  assert.deepEqual(header.facts, ["self-pruner", "30.0 % pruned", "Perplexity"]);
  assert.equal(header.state, "Running");
  assert.match(header.progressText, /^Generation \d of 3, \d+ of 90 evaluations$/);
  assert.ok(header.progress > 0 && header.progress <= 1);
  const [best, uniform, dense, elapsed] = header.stats;
  assert.match(best?.note ?? "", /^−\d+\.\d % against uniform$/);
  assert.equal(uniform?.value, "51.384");
  assert.equal(dense?.value, "8.7942");
  assert.match(elapsed?.note ?? "", /^about \d:\d\d left$/);
});

test("a finished search tells its test number, and is done whatever duplicates saved", () => {
  const header = headerOf(recording.detailAt(total));
  assert.equal(header.progress, 1);
  assert.ok(header.stats.some(({ name }) => name === "Test perplexity"));
  assert.equal(header.main, "saveRates");
  assert.match(header.progressText, / evaluations$/);
});

test("a search that ended before all was done says why", () => {
  const told = (changes: Partial<SearchSummary>) => headerOf(recording.detailAt(total, changes)).progressText;
  assert.match(told({ endReason: "llmMoney" }), / evaluations\. Its budget of money for the LLM is used up\.$/);
  assert.match(told({ generation: 2 }), /\. Its last generation found no rates that had not been tried\.$/);
});

test("the time of a search that runs goes on between its summaries, that of another stands still", () => {
  const elapsed = (state: SearchState, since: number) => {
    const stats = headerOf(recording.detailAt(100, { state, elapsed: 100, eta: 30 }), { seconds: since }).stats;
    return stats.find(({ name }) => name === "Elapsed");
  };
  assert.deepEqual(elapsed("running", 5), { name: "Elapsed", value: "1:45", note: "about 0:25 left" });
  assert.equal(elapsed("running", 90)?.note, "about 0:00 left");
  assert.equal(elapsed("paused", 90)?.value, "1:40");
});

test("a search whose runner is away does not look as if it ran, and can only be resumed", () => {
  const away = (state: SearchState) => headerOf(recording.detailAt(100, { state, eta: 30 }), { away: "Runner away" });
  const running = away("running");
  assert.deepEqual([running.state, running.tone, running.main], ["Runner away", "bad", "resume"]);
  assert.deepEqual([...running.enabled], ["resume"]);
  assert.equal(running.stats.find(({ name }) => name === "Elapsed")?.note, "running time");
  assert.equal(away("paused").state, "Paused");
  assert.equal(away("finished").state, "Finished");
});

test("a change of state is told in one sentence", () => {
  assert.match(stateSentence(recording.summaryAt(total)), /^Finished, best perplexity [\d.]+\.$/);
  assert.equal(stateSentence(recording.summaryAt(0, { state: "paused" })), "Paused.");
});

test("what can be done follows from the state", () => {
  const enabled = (state: SearchState, changes: Partial<SearchSummary> = {}) =>
    [...headerOf(recording.detailAt(50, { state, ...changes })).enabled].sort();
  const rates = ["compare", "copyRates"];
  assert.deepEqual(enabled("running"), [...rates, "pause", "saveRates", "stop"]);
  assert.deepEqual(enabled("paused"), [...rates, "resume", "saveRates", "stop"]);
  assert.deepEqual(enabled("failed"), [...rates, "resume", "saveRates"]);
  assert.deepEqual(enabled("finished"), [...rates, "saveRates"]);
  assert.deepEqual(enabled("stopping"), [...rates, "saveRates"]);
  assert.deepEqual(enabled("queued", { bestFitness: undefined }), ["compare", "pause", "stop"]);
});

test("a runner that is away is said once, before anything else", () => {
  const away = {
    kind: "away",
    state: "Runner away",
    text: "The runner has ended.",
    action: "showRunners",
  } as const;
  const searches = [new FoldedSearch(recording.snapshotAt(50))];
  const missing = new Map([
    [recording.id, "Trust this workspace first."],
    ["other", "Trust this workspace first."],
  ]);
  const told = (shown: typeof searches, lost: ReadonlyMap<string, string>) =>
    noticesOf({ searches: shown, missing: lost, presence: away, failure: undefined }).map(({ text }) => text);
  assert.deepEqual(told(searches, missing), ["The runner has ended."]);
  assert.deepEqual(told([], missing), ["Trust this workspace first."], "why nothing can be shown says more");
  assert.deepEqual(noticesOf({ searches: [], missing: new Map(), presence: away, failure: undefined }), [
    { tone: "warning", text: "The runner has ended.", action: "showRunners", search: "" },
  ]);
});

test("a runner that does not answer offers to go on in another one with what it ran", () => {
  const presence = { kind: "away", state: "Runner does not answer", text: "It is silent.", action: "resume" } as const;
  const noticeOf = (changes: Partial<SearchSummary>) => {
    const searches = [new FoldedSearch(recording.snapshotAt(50, changes))];
    return noticesOf({ searches, missing: new Map(), presence, failure: undefined })[0];
  };
  const running = noticeOf({});
  assert.deepEqual([running?.action, running?.search], ["resume", recording.id]);
  assert.match(running?.text ?? "", /^It is silent\. Resume ends it .* after a question\.$/);
  assert.deepEqual(noticeOf({ state: "finished" }), {
    tone: "warning",
    text: "It is silent.",
    action: "showRunners",
    search: recording.id,
  });
});

test("troubles say why and offer one way on", () => {
  const at = (changes: Partial<SearchSummary>) =>
    noticesOf({ ...attached, searches: [new FoldedSearch(recording.snapshotAt(50, changes))] });
  assert.deepEqual(at({}), []);
  const [failed] = at({ state: "failed", status: "The text has only 3 windows." });
  assert.deepEqual(failed, {
    tone: "error",
    text: "The text has only 3 windows.",
    action: "resume",
    search: recording.id,
  });
  const [interrupted] = at({ state: "interrupted", status: RUNNER_ENDED });
  assert.equal(interrupted?.text, `${RUNNER_ENDED}. All evaluations are kept.`);
  assert.equal(interrupted?.action, "resume");
  const [paused] = at({ state: "paused", status: "Waits for the API key of its LLM: resume it with one" });
  assert.equal(paused?.action, "resume");
  assert.deepEqual(at({ state: "paused" }), []);
});

test("an LLM that has written nothing is said, and what still runs can be stopped", () => {
  const llm = { calls: 3, inputTokens: 0, outputTokens: 0, money: 0, faults: { "http-401": 3 }, accepted: 0 };
  const at = (changes: Partial<SearchSummary>) =>
    noticesOf({ ...attached, searches: [new FoldedSearch(recording.snapshotAt(50, { llm, ...changes }))] });
  const [running] = at({ state: "running" });
  assert.match(
    running?.text ?? "",
    /^No candidate is by the LLM: 3 calls .*http-401 ×3.* does not accept the API key\.$/,
  );
  assert.equal(running?.action, "stop");
  assert.equal(at({ state: "finished" })[0]?.action, undefined);
  assert.deepEqual(at({ llm: { ...llm, accepted: 1 } }), []);
});

test("an LLM that answers no more is said while the search runs, after three requests in a row", () => {
  const snapshot = recording.snapshotAt(total, { state: "running" });
  const [row] = snapshot.proposals;
  assert.ok(row);
  const silent = { ...row, outcome: { ...row.outcome, problem: "Nobody listens there." } };
  const told = (...proposals: (typeof row)[]) =>
    noticesOf({ ...attached, searches: [new FoldedSearch({ ...snapshot, proposals })] }).map(({ text }) => text);
  assert.deepEqual(told(silent, silent, row), []);
  assert.deepEqual(told(row, silent, silent), []);
  assert.match(told(row, silent, silent, silent)[0] ?? "", /last 3 requests unanswered.* Nobody listens there\.$/);
});

test("of several searches each trouble says whose it is", () => {
  const searches = [
    new FoldedSearch(recording.snapshotAt(50)),
    new FoldedSearch({ ...recording.snapshotAt(50), detail: { ...recording.detailAt(50), summary: lost } }),
  ];
  const [notice] = noticesOf({ ...attached, searches });
  assert.equal(notice?.text, "other: Out of memory.");
});

test("a deleted search is told of, and so is a question without an answer", () => {
  const missing = new Map([["gone", "This search was deleted."]]);
  const notices = noticesOf({ ...attached, searches: [], missing, failure: "No such candidate." });
  assert.deepEqual(
    notices.map(({ text, action }) => [text, action]),
    [
      ["This search was deleted.", "startSearch"],
      ["No such candidate.", undefined],
    ],
  );
});

test("until there is something to draw the page says what is done meanwhile", () => {
  const search = (at: number, changes: Partial<SearchSummary> = {}) =>
    new FoldedSearch(recording.snapshotAt(at, changes));
  assert.deepEqual(phaseOf([], new Map()), { kind: "loading" });
  assert.deepEqual(phaseOf([], new Map([["x", "gone"]])), { kind: "lost" });
  assert.deepEqual(phaseOf([search(100)], new Map()), { kind: "ready" });
  const preparing = phaseOf([search(0, { state: "preparing", status: "Measuring importance, 3 of 30" })], new Map());
  assert.deepEqual(preparing, {
    kind: "empty",
    title: "Preparing the search",
    text: "Measuring importance, 3 of 30",
    isBusy: true,
  });
  const waiting = phaseOf([search(0, { state: "running" })], new Map());
  assert.ok(waiting.kind === "empty" && waiting.title === "Waiting for the LLM", JSON.stringify(waiting));
  const failed = phaseOf([search(0, { state: "failed", status: "" })], new Map());
  assert.ok(failed.kind === "empty" && !failed.isBusy);
});

test("labels that would cover each other are moved apart, within the chart", () => {
  assert.deepEqual(spreadLabels([10, 100], 20, 200), [10, 100]);
  assert.deepEqual(spreadLabels([100, 95], 20, 200), [115, 95]);
  assert.deepEqual(spreadLabels([190, 195, 100], 20, 200), [180, 200, 100]);
  assert.deepEqual(spreadLabels([], 20, 200), []);
});

test("a tip stands beside its mark, else above or below it, and never outside the chart", () => {
  const chart = { x: 500, y: 300 };
  const tip = { x: 150, y: 100 };
  assert.deepEqual(placeTip({ x: 100, y: 150 }, tip, chart), { x: 114, y: 100 });
  assert.deepEqual(placeTip({ x: 400, y: 150 }, tip, chart), { x: 236, y: 100 });
  assert.deepEqual(placeTip({ x: 100, y: 5 }, tip, chart), { x: 114, y: 0 });
  assert.deepEqual(placeTip({ x: 100, y: 200 }, tip, { x: 200, y: 300 }), { x: 25, y: 86 });
  assert.deepEqual(placeTip({ x: 100, y: 50 }, tip, { x: 200, y: 300 }), { x: 25, y: 64 });
});

test("numbers read as a person writes them", () => {
  assert.equal(tickText(7.5), "7.5");
  assert.equal(tickText(0.30000000000000004), "0.3");
  assert.equal(tickText(1e6), "1e+6");
  assert.equal(signedPercent(-0.142), "−14.2 %");
  assert.equal(signedPercent(0.05), "+5.0 %");
  const point = {
    evaluation: 12.34,
    candidate: 7,
    fitness: null,
    operator: "mutation",
    author: "llm",
    generation: 2,
  } as const;
  assert.equal(
    pointSentence(point, "perplexity"),
    "Evaluation 12.3: Perplexity infinite, mutation by the LLM, generation 2, candidate 7.",
  );
});
