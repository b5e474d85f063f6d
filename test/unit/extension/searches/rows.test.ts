import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Away } from "../../../../src/extension/searches/abilities.ts";
import { candidateRow, generationRow, groupRow, noteRow } from "../../../../src/extension/searches/child-rows.ts";
import { markdownTable } from "../../../../src/extension/searches/markdown.ts";
import { searchNames } from "../../../../src/extension/searches/search-names.ts";
import { searchRow } from "../../../../src/extension/searches/search-row.ts";
import { dateText, shortToUniform, toUniform } from "../../../../src/extension/searches/search-text.ts";
import type { SearchState, SearchSummary } from "../../../../src/protocol/runner.ts";
import { fitnessText, shortFitness } from "../../../../src/protocol/text/numbers.ts";
import { smallCandidate } from "../../../support/scored-candidates.ts";
import { summaryWith } from "../../../support/searches-kit.ts";

const states: readonly SearchState[] = [
  "queued",
  "preparing",
  "running",
  "paused",
  "stopping",
  "finished",
  "stopped",
  "failed",
  "interrupted",
];

/** 2 March 2026, 14:05 of whatever place the test runs in. */
const afternoon = new Date(2026, 2, 2, 14, 5).toISOString();

describe("the row of a search", () => {
  it("tells of a running one how far it is, the best so far and its times", () => {
    const row = rowOf();
    assert.equal(row.label, "tiny-llama · 30.0 %");
    assert.equal(row.description, "7/20 · 12.500 · 1:23, 2:10 left");
    assert.deepEqual(row.icon, { id: "loading~spin", color: "charts.blue" });
  });

  it("says in front what does not run, and of one that has ended when it began", () => {
    const described = (changes: Partial<SearchSummary>, away?: Away) =>
      rowOf({ createdAt: afternoon, ...changes }, away).description;
    const fresh = { generation: 0, evaluations: 0, bestFitness: undefined };
    assert.equal(
      described({ state: "queued", status: "Waiting for the device", ...fresh }),
      "queued · Waiting for the device",
    );
    assert.equal(described({ state: "preparing", ...fresh }), "preparing");
    assert.equal(described({ state: "paused" }), "paused · 7/20 · 12.500 · 2026-03-02 14:05");
    assert.equal(described({ state: "stopping" }), "stopping · 7/20 · 12.500");
    assert.equal(described({ state: "finished", eta: undefined }), "12.500 · 2026-03-02 14:05");
    assert.equal(described({ state: "failed", ...fresh }), "failed · 2026-03-02 14:05");
    assert.equal(described({ state: "running" }, "runner away"), "runner away · 7/20 · 12.500");
    assert.equal(described({ state: "running" }, "runner does not answer"), "runner does not answer · 7/20 · 12.500");
    assert.equal(described({ state: "finished", eta: undefined }, "runner away"), "12.500 · 2026-03-02 14:05");
  });

  it("counts evaluations where a method has no generations", () => {
    assert.match(rowOf({ generations: 0, evaluations: 1.25, expectedEvaluations: 2 }).description, /^1\/2 /);
  });

  it("carries the words that its menus look for", () => {
    const words = states.map((state) => [
      state,
      rowOf({ state }).contextValue,
      rowOf({ state }, "runner away").contextValue,
    ]);
    assert.deepEqual(words, [
      ["queued", "search canPause canStop hasBest", "search canResume hasBest"],
      ["preparing", "search canPause canStop hasBest", "search canResume hasBest"],
      ["running", "search canPause canStop hasBest", "search canResume hasBest"],
      ["paused", "search canResume canStop hasBest", "search canResume canStop hasBest"],
      ["stopping", "search hasBest", "search canResume hasBest"],
      ["finished", "search ended hasBest", "search ended hasBest"],
      ["stopped", "search canResume ended hasBest", "search canResume ended hasBest"],
      ["failed", "search canResume ended hasBest", "search canResume ended hasBest"],
      ["interrupted", "search canResume ended hasBest", "search canResume ended hasBest"],
    ]);
    assert.equal(rowOf({ state: "finished", bestFitness: undefined }).contextValue, "search ended");
  });

  it("shows at most three of the actions beside it in every state", () => {
    for (const state of states) {
      const has = (word: string) => rowOf({ state }).contextValue.split(" ").includes(word);
      const inline = [has("canPause"), has("canResume"), has("canStop"), has("ended") && has("hasBest"), has("search")];
      assert.ok(inline.filter(Boolean).length <= 3, state);
    }
  });

  it("has another icon for each thing that a person has to tell apart", () => {
    const icons = [...states.map((state) => rowOf({ state }).icon), rowOf({}, "runner away").icon];
    assert.equal(new Set(icons.map((icon) => JSON.stringify(icon))).size, icons.length);
  });

  it("can be opened when it has something to show", () => {
    assert.equal(rowOf({ generation: 0, evaluations: 0 }).isExpandable, false);
    assert.equal(rowOf({ generation: 0, evaluations: 1 }).isExpandable, true);
  });

  it("is spoken without its clock", () => {
    const spoken = rowOf().spoken;
    assert.equal(
      spoken,
      "tiny-llama · 30.0 %, running, generation 7/20, best perplexity 12.50000, 20.0 % below uniform",
    );
    assert.equal(rowOf({ elapsed: 84, eta: 129 }).spoken, spoken);
  });

  it("says that an LLM has written nothing, whatever else went well", () => {
    const llm = { calls: 1, inputTokens: 0, outputTokens: 0, money: 0, faults: { "http-401": 1 }, accepted: 0 };
    assert.equal(rowOf({ llm }).description, "7/20 · 12.500 · LLM fails · 1:23, 2:10 left");
    assert.match(rowOf({ llm, state: "finished" }).description, /LLM fails/);
    const { tooltip, spoken } = rowOf({ llm });
    for (const text of [tooltip.replaceAll("\\", ""), spoken])
      assert.match(text, /No candidate is by the LLM: 1 call /);
    assert.doesNotMatch(rowOf({ llm: { ...llm, accepted: 1 } }).description, /LLM/);
  });

  it("has a tooltip with everything, in which nothing from outside is markup", () => {
    const llm = { calls: 12, inputTokens: 45_600, outputTokens: 950, money: 0.0125, faults: { timeout: 2 } };
    const { tooltip } = rowOf({ state: "failed", status: "Bad | [link](command:x)\n<b>", endReason: "llmMoney", llm });
    const plain = tooltip.replaceAll("\\", "");
    for (const part of [
      "Best | 12.50000 (20.0 % below uniform)",
      "Uniform | 15.62500",
      "Dense | 10.00000",
      "Generation | 7 of 20",
      "Evaluations | 170 of 430",
      "Elapsed | 1:23",
      "Left | about 2:10",
      "LLM | 12 calls, 45.6k tokens in, 950 out, $0.0125",
      "LLM faults | timeout ×2",
      "Its budget of money for the LLM is used up.",
      "20260102-030405-abcd",
    ]) {
      assert.ok(plain.includes(part), part);
    }
    assert.ok(tooltip.includes("Bad \\| \\[link\\]\\(command\\:x\\) \\<b\\>"));
  });
});

describe("the names of searches", () => {
  it("are model and target, and tell namesakes apart by what differs", () => {
    const names = searchNames([
      summaryWith({ id: "1-a", model: "/models/opt", target: 0.25 }),
      summaryWith({ id: "2-b", method: "owl" }),
      summaryWith({ id: "3-c" }),
      summaryWith({ id: "4-d" }),
      summaryWith({ id: "5-e", objective: "kl" }),
    ]);
    assert.deepEqual(Object.fromEntries(names), {
      "1-a": "opt · 25.0 %",
      "2-b": "tiny-llama · 30.0 % · owl",
      "3-c": "tiny-llama · 30.0 % · self-pruner · perplexity · c",
      "4-d": "tiny-llama · 30.0 % · self-pruner · perplexity · d",
      "5-e": "tiny-llama · 30.0 % · self-pruner · KL",
    });
  });

  it("are never the same for two searches", () => {
    const search = fc.record({
      model: fc.constantFrom("a", "/x/a", "b"),
      method: fc.constantFrom("owl", "self-pruner"),
      objective: fc.constantFrom("kl" as const, "perplexity" as const),
      target: fc.constantFrom(0.3, 0.5),
    });
    fc.assert(
      fc.property(fc.array(search), (searches) => {
        const names = searchNames(searches.map((one, index) => summaryWith({ ...one, id: `date-${index}` })));
        assert.equal(new Set(names.values()).size, searches.length);
      }),
    );
  });
});

describe("the rows below a search", () => {
  it("show a candidate with its fitness, who made it how, and what it gains", () => {
    const candidate = smallCandidate(17, { operator: "crossover", author: "llm", parents: [3, 4], repair: 0.012 });
    const row = candidateRow(summaryWith(), { candidate, fitness: 12.5 });
    assert.deepEqual([row.label, row.description], ["12.500", "−20.0 % · crossover (LLM) · #17"]);
    assert.equal(row.contextValue, "candidate");
    assert.ok(row.tooltip.replaceAll("\\", "").includes("Parents | #3, #4"));
    assert.equal(candidateRow(summaryWith(), { candidate, fitness: null }).label, "∞");
  });

  it("show a generation with its best and mean", () => {
    const row = generationRow(summaryWith(), {
      generation: 7,
      evaluation: 170,
      best: 17,
      bestFitness: 12.5,
      meanFitness: null,
      population: 30,
      rates: [],
    });
    assert.deepEqual([row.label, row.description], ["Generation 7", "12.500 · mean ∞"]);
  });

  it("have ids of their own in every search and group", () => {
    const scored = { candidate: smallCandidate(1), fitness: 1 };
    const [one, other] = [summaryWith({ id: "a" }), summaryWith({ id: "b" })];
    const rows = [
      groupRow(one, "best"),
      groupRow(one, "generations"),
      groupRow(other, "best"),
      candidateRow(one, scored),
      candidateRow(other, scored),
      noteRow("note/best/a", "None yet", false),
      rowOf({ id: "a" }),
    ];
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });
});

describe("the numbers of a search", () => {
  it("are compared with uniform rates where both are numbers", () => {
    assert.equal(toUniform(12.5, 15.625), "20.0 % below uniform");
    assert.equal(toUniform(20, 10), "100.0 % above uniform");
    assert.equal(toUniform(10.0001, 10), "as uniform");
    for (const [one, other] of [
      [undefined, 10],
      [10, undefined],
      [null, 10],
      [Number.MAX_VALUE, 10],
      [10, null],
      [10, 0],
    ]) {
      assert.equal(toUniform(one, other), undefined);
    }
  });

  it("are never an endless row of digits", () => {
    assert.deepEqual([undefined, null, Number.MAX_VALUE, 12.345678].map(fitnessText), ["–", "∞", "∞", "12.34568"]);
  });

  it("are short where there is little room", () => {
    const values = [undefined, null, 12.345678, 0.0123456, 123_456.7, 0];
    assert.deepEqual(values.map(shortFitness), ["–", "∞", "12.346", "0.012346", "1.2e+5", "0.0000"]);
    assert.deepEqual(
      [12.5, 20, 15.6251, null].map((value) => shortToUniform(value, 15.625)),
      ["−20.0 %", "+28.0 %", "±0.0 %", undefined],
    );
  });

  it("have a date that reads the same in every language", () => {
    assert.equal(dateText(afternoon), "2026-03-02 14:05");
    assert.equal(dateText("yesterday"), "yesterday");
  });
});

describe("a Markdown table", () => {
  it("keeps a value in its cell, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const lines = markdownTable([["Model", value]]).split("\n");
        assert.equal(lines.length, 3);
        const [, , row = ""] = lines;
        const cell = row.slice("| Model | ".length, -" |".length);
        assert.doesNotMatch(cell.replaceAll(/\\./g, ""), /[|[\]()<>`*_&]/);
      }),
    );
  });
});

function rowOf(changes: Partial<SearchSummary> = {}, away?: Away) {
  const summary = summaryWith(changes);
  const { elapsed, eta } = summary;
  return searchRow(summary, { name: "tiny-llama · 30.0 %", times: { elapsed, eta }, away });
}
