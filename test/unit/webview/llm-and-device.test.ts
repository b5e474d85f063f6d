import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ProposalRow } from "../../../src/protocol/runner.ts";
import { jsonText } from "../../../webview/model/csv-json.ts";
import { bytesText, DeviceHistory, SILENCE, speedTable } from "../../../webview/model/device-history.ts";
import { FoldedSearch } from "../../../webview/model/fold.ts";
import {
  faultNote,
  latencyLabel,
  latencyPlot,
  latencySentence,
  shownRequests,
} from "../../../webview/model/latency-plot.ts";
import {
  callsTable,
  faultsOf,
  lastProblem,
  llmAbsence,
  llmName,
  spendFacts,
} from "../../../webview/model/llm-calls.ts";
import { validityNotes, validityOf } from "../../../webview/model/llm-validity.ts";
import { cardLines, reportLines, reportTable } from "../../../webview/model/protocol-facts.ts";
import { speedLabel, speedPlot, speedSentence } from "../../../webview/model/speed-plot.ts";
import { record } from "../../support/webview-recording.ts";

const recording = await record({ layers: 5, generations: 3, faults: 0.3 });
const search = new FoldedSearch(recording.snapshotAt(recording.events.length));

describe("validity of the LLM's vectors", () => {
  const count = fc.nat({ max: 500 });

  it("counts every vector once, and its shares make a whole", () => {
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        count,
        count,
        (asWritten, repaired, duplicates, wrongLength, notANumber, surplus) => {
          const tally = {
            requested: 1,
            accepted: asWritten + repaired,
            repaired,
            duplicates,
            wrongLength,
            notANumber,
            surplus,
            outOfRange: repaired,
          };
          const shares = validityOf(tally);
          const all = asWritten + repaired + duplicates + wrongLength + notANumber + surplus;
          assert.equal(
            shares.reduce((sum, share) => sum + share.count, 0),
            all,
          );
          const whole = shares.reduce((sum, { share }) => sum + share, 0);
          assert.ok(Math.abs(whole - (all > 0 ? 1 : 0)) < 1e-9);
        },
      ),
    );
  });

  it("adds what the bar cannot tell", () => {
    assert.equal(validityNotes({ ...search.tally, outOfRange: 0 }).length, 1);
    assert.match(validityNotes({ ...search.tally, outOfRange: 1 })[1] ?? "", /^1 vector had/);
  });
});

describe("spend and faults of the LLM", () => {
  const row = (request: number, seconds: number, problem?: string): ProposalRow => ({
    request,
    operator: "mutation",
    generation: 1,
    tally: search.tally,
    outcome: { calls: 1, inputTokens: 1, outputTokens: 1, money: 0, seconds, faults: {}, ...(problem && { problem }) },
  });

  it("are the search's, with the latency of the requests", () => {
    const rows = [row(0, 5), row(1, 0.5), row(2, 1)];
    const facts = new Map(spendFacts(search.detail.summary.llm, rows).map(({ name, ...rest }) => [name, rest]));
    assert.deepEqual(facts.get("Latency, median"), { value: "1.0 s", note: "slowest 5.0 s" });
    assert.equal(facts.get("Calls")?.value, String(search.detail.summary.llm.calls));
    assert.equal(
      new Map(spendFacts(search.detail.summary.llm, []).map(({ name, value }) => [name, value])).get("Latency, median"),
      "–",
    );
  });

  it("are listed most frequent first, with the last problem", () => {
    const spend = { ...search.detail.summary.llm, faults: { prose: 1, timeout: 3 } };
    assert.deepEqual(faultsOf(spend), [
      ["timeout", 3],
      ["prose", 1],
    ]);
    assert.equal(lastProblem([row(0, 1, "First."), row(1, 1, "Second."), row(2, 1)]), "Request 1: Second.");
    assert.equal(lastProblem([row(0, 1)]), undefined);
  });

  it("have a table with a column for every fate", () => {
    const { columns, rows } = callsTable(search);
    assert.equal(rows.length, search.proposals.length);
    const accepted = columns.find(({ name }) => name === "accepted");
    const sum = rows.reduce((total, one) => total + Number(accepted?.value(one)), 0);
    assert.equal(sum, search.tally.accepted);
  });

  it("say when there is no LLM or no call", () => {
    const having = (llm: typeof search.detail.spec.llm, state: "running" | "finished") => ({
      ...search,
      proposals: [],
      detail: {
        ...search.detail,
        spec: { ...search.detail.spec, llm },
        summary: { ...search.detail.summary, state, llm: { ...search.detail.summary.llm, calls: 0 } },
      },
    });
    const { llm } = search.detail.spec;
    assert.match(llmAbsence({ ...search, ...having({ provider: "none" }, "running") }) ?? "", /has no LLM/);
    assert.match(llmAbsence({ ...search, ...having(llm, "running") }) ?? "", /^gpt-4o-mini has not answered yet/);
    assert.match(llmAbsence({ ...search, ...having(llm, "finished") }) ?? "", /asked its LLM for nothing/);
    assert.equal(llmAbsence(search), undefined);
    assert.equal(
      llmName(having({ provider: "replay", search: "ab12" }, "finished").detail),
      "the answers recorded in search ab12",
    );
  });
});

describe("the latency of requests", () => {
  it("is a column each, the newest hundred, and a triangle on those that met a fault", () => {
    const [row] = search.proposals;
    assert.ok(row);
    const rows = Array.from({ length: 130 }, (_, request) => ({
      ...row,
      request,
      outcome: { ...row.outcome, seconds: 1 + (request % 7), faults: request % 10 === 5 ? { timeout: 2 } : {} },
    }));
    const shown = shownRequests(rows);
    const { series, x, y } = latencyPlot(shown);
    assert.deepEqual(
      series.map(({ marks }) => marks.length),
      [100, 10],
    );
    assert.deepEqual([x.min, x.max], [29.5, 129.5]);
    assert.ok(y.min === 0 && y.max > 7);
    assert.match(latencyLabel(shown), /^Latency of requests 30 to 129, at most 7\.0 s\./);
    assert.match(faultNote(shown), /^A triangle marks/);
    assert.equal(faultNote(rows.slice(0, 5)), "");
    assert.equal(latencySentence(rows[5] ?? row), `Request 5, ${row.operator}: 6.0 s, timeout ×2.`);
  });

  it("of one request that took no time has an axis", () => {
    const [row] = search.proposals;
    assert.ok(row);
    const { x, y } = latencyPlot([{ ...row, outcome: { ...row.outcome, seconds: 0 } }]);
    assert.ok(x.max > x.min && y.max > y.min);
  });
});

describe("the devices of the last minutes", () => {
  const use = (tokensPerSecond: number) => [
    { device: "cpu", utilisation: 0.5, memoryUsed: 1, memoryTotal: 2, tokensPerSecond },
  ];

  it("keep each report once, for five minutes", () => {
    const history = new DeviceHistory();
    const report = use(10);
    assert.equal(history.add(report, 0), true);
    assert.equal(history.add(report, 100), false, "the same report");
    assert.equal(history.add([], 100), false, "nothing reported");
    for (let at = 2000; at <= 600_000; at += 2000) history.add(use(at), at);
    assert.equal(history.samples.length, 150);
    assert.equal(history.samples.at(-1)?.tokensPerSecond, 600_000);
  });

  it("are silent when no report has come for a while", () => {
    const history = new DeviceHistory();
    assert.equal(history.isSilent(0), true);
    history.add(use(1), 1000);
    assert.equal(history.isSilent(1000 + SILENCE), false);
    assert.equal(history.isSilent(1001 + SILENCE), true);
  });

  it("are a line within its frame, broken where nothing ran", () => {
    const samples = [0, 2000, 4000, 60_000, 62_000].map((at) => ({ at, tokensPerSecond: at === 2000 ? 100 : 50 }));
    const { series, x, y } = speedPlot(samples);
    assert.deepEqual(
      series.map(({ marks }) => marks.map((mark) => mark.x)),
      [
        [-62, -60, -58],
        [-2, 0],
      ],
    );
    assert.deepEqual([x.min, x.max], [-62, 0]);
    assert.ok(y.min === 0 && y.max > 100);
    assert.equal(speedPlot(samples.slice(0, 2)).x.min, -60, "a minute at least");
    assert.equal(x.format(-60), "1:00");
    assert.match(speedLabel(samples), /^Tokens per second over the last 1:02 minutes: 50 to 100\./);
    assert.equal(
      speedSentence({ at: 4000, tokensPerSecond: 50 }, 62_000),
      "50 tokens per second, 0:58 before the newest report.",
    );
    assert.deepEqual(speedTable(samples).rows[0], samples[4]);
  });

  it("tell memory as people do", () => {
    assert.deepEqual([3.24e9, 512e6].map(bytesText), ["3.2 GB", "512 MB"]);
  });
});

describe("the protocol and the report", () => {
  it("show everything of the card, digests shortened", () => {
    const lines = new Map(cardLines(recording.card).map(({ name, ...rest }) => [name, rest]));
    assert.deepEqual(lines.get("Text sha256"), { value: `${"5f".repeat(6)}…`, full: recording.card.textSha256 });
    assert.equal(lines.get("Windows")?.value, "32 of 2,048 tokens");
    const { importance: _, ...plain } = recording.card;
    assert.equal(cardLines(plain).length, cardLines(recording.card).length - 1);
  });

  it("compare the best with the uniform rates, each number with its own card", () => {
    const { report } = search.detail;
    const lines = reportLines(report);
    assert.equal(lines.length, 6);
    const best = lines.find(({ text, plan }) => text === "test" && plan === "best");
    const [mine = 0, uniform = 1] = [report?.test?.best.perplexity, report?.test?.uniform.perplexity];
    assert.ok(Math.abs((best?.gain ?? 0) - (mine / uniform - 1)) < 1e-12);
    const table = reportTable(lines);
    assert.ok(best);
    assert.equal(table.cardOf?.(best)?.split, "test");
    assert.deepEqual(reportLines(undefined), []);
  });

  it("are in the JSON of a search, with everything else", () => {
    const one = JSON.parse(jsonText([search]));
    assert.deepEqual(one.card, search.detail.card);
    assert.deepEqual(one.report, search.detail.report);
    for (const part of ["spec", "shape", "points", "best", "generations", "top", "proposals", "tally"])
      assert.ok(one[part], part);
    assert.equal(JSON.parse(jsonText([search, search])).length, 2);
  });
});
