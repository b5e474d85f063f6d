import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { arrange, NO_FILTER, ORDERS, STATE_GROUPS } from "../../../../src/extension/searches/arrange.ts";
import { ContextKeys } from "../../../../src/extension/searches/context-keys.ts";
import { searchNames } from "../../../../src/extension/searches/search-names.ts";
import { viewFacts } from "../../../../src/extension/searches/view-facts.ts";
import { filterFrom, ViewSettings } from "../../../../src/extension/searches/view-settings.ts";
import type { SearchState } from "../../../../src/protocol/runner.ts";
import { ATTACHED, GONE, memory, summaryWith } from "../../../support/searches-kit.ts";

const searches = [
  summaryWith({ id: "d", state: "finished", model: "opt", bestFitness: 30, uniformFitness: 40 }),
  summaryWith({ id: "c", state: "failed", model: "llama", bestFitness: undefined }),
  summaryWith({ id: "b", state: "running", model: "llama", target: 0.5, bestFitness: 9, uniformFitness: 10 }),
  summaryWith({ id: "a", state: "paused", model: "llama", method: "owl", bestFitness: 5, uniformFitness: 10 }),
];
const names = searchNames(searches);
const arranged = (order: (typeof ORDERS)[number], filter = NO_FILTER) =>
  arrange(searches, names, order, filter)
    .map(({ id }) => id)
    .join("");

describe("arranging searches", () => {
  it("orders them as asked; equals stay newest first", () => {
    assert.equal(arranged("newest"), "dcba");
    assert.equal(arranged("state"), "bacd");
    assert.equal(arranged("fitness"), "adbc", "compared with uniform rates, those without a number last");
    assert.equal(arranged("model"), "cabd");
  });

  it("shows those that have all words and one of the states", () => {
    const shown = (text: string, ...states: (typeof STATE_GROUPS)[number][]) => arranged("newest", { text, states });
    assert.equal(shown("LLAMA"), "cba");
    assert.equal(shown("llama 50"), "b");
    assert.equal(shown("", "failed", "paused"), "ca");
    assert.equal(shown("owl", "finished"), "");
  });

  it("loses and doubles nothing, and every state belongs to a group", () => {
    const states: SearchState[] = [
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
    const search = fc.record({
      state: fc.constantFrom(...states),
      bestFitness: fc.option(fc.double({ noNaN: true, min: 0 }), { nil: undefined }),
      uniformFitness: fc.option(fc.double({ noNaN: true, min: 0 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(search), fc.constantFrom(...ORDERS), (some, order) => {
        const all = some.map((one, index) => summaryWith({ ...one, id: `${index}` }));
        const ids = arrange(all, new Map(), order, { text: "", states: STATE_GROUPS }).map(({ id }) => id);
        assert.deepEqual(ids.toSorted(), all.map(({ id }) => id).toSorted());
      }),
    );
  });
});

describe("the settings of the view", () => {
  it("are remembered", async () => {
    const store = memory();
    const settings = new ViewSettings(store);
    let changes = 0;
    settings.onChanged(() => changes++);
    await settings.setOrder("fitness");
    await settings.setFilter({ text: "llama", states: ["paused"] });
    const later = new ViewSettings(memory(structuredClone(store.values)));
    assert.deepEqual(
      [later.order, later.filter, later.isFiltered],
      ["fitness", { text: "llama", states: ["paused"] }, true],
    );
    assert.equal(changes, 2);
  });

  it("are the usual ones where what was remembered cannot be read", () => {
    const settings = new ViewSettings(memory({ "searches.order": "colour", "searches.filter": 7 }));
    assert.deepEqual([settings.order, settings.filter, settings.isFiltered], ["newest", NO_FILTER, false]);
    assert.deepEqual(filterFrom({ text: 1, states: ["failed", "odd"] }), { text: "", states: ["failed"] });
  });
});

describe("what stands around the tree", () => {
  const factsOf = (changes: Partial<Parameters<typeof viewFacts>[0]> = {}) =>
    viewFacts({
      searches,
      shown: searches.length,
      filter: NO_FILTER,
      presence: ATTACHED,
      isKnown: true,
      problem: undefined,
      ...changes,
    });

  it("counts the searches that run", () => {
    assert.deepEqual(factsOf().badge, { value: 1, tooltip: "1 search runs" });
    const three = ["preparing", "stopping", "running", "queued"].map((state) =>
      summaryWith({ state: state as SearchState }),
    );
    assert.equal(factsOf({ searches: three }).badge?.value, 3);
    assert.equal(factsOf({ presence: GONE }).badge, undefined, "nothing is known to run");
    assert.equal(factsOf({ searches: [] }).badge, undefined);
  });

  it("says what is wrong with the runner and the way out, unless a welcome text does", () => {
    const lost = [...searches, summaryWith({ id: "e", state: "interrupted" })];
    assert.equal(factsOf().message, undefined);
    assert.equal(
      factsOf({ presence: GONE, searches: lost }).message,
      "The runner (pid 42) has ended. Searches that ran can be resumed.",
    );
    assert.equal(factsOf({ presence: GONE, searches: searches.slice(0, 1) }).message, "The runner (pid 42) has ended.");
    assert.equal(
      factsOf({ presence: { kind: "absent" }, searches: lost }).message,
      "No runner runs. Searches that ran can be resumed.",
    );
    assert.equal(factsOf({ presence: { kind: "absent" }, searches: [] }).message, undefined);
    assert.equal(factsOf({ presence: GONE, shown: 0 }).message, undefined);
    const since = new Date(2026, 2, 2, 14, 3, 27).getTime();
    const silent = { kind: "unresponsive", pid: 42, since, welcome: undefined } as const;
    assert.equal(
      factsOf({ presence: silent }).message,
      "The runner (pid 42) has not answered since 14:03:27. It may be busy, or hang. " +
        "Resume ends it and goes on in another one, after a question.",
    );
    assert.match(
      factsOf({ presence: silent, searches: searches.slice(0, 1) }).message ?? "",
      /Show Runners can end it\.$/,
    );
  });

  it("tells what the filter leaves out", () => {
    assert.equal(factsOf().description, undefined);
    const filter = { text: " llama ", states: ["paused", "failed"] as const };
    assert.equal(factsOf({ shown: 2, filter }).description, "“llama” · paused, failed (2 of 4)");
  });

  it("lets menus know what can be done", () => {
    assert.deepEqual(factsOf().keys, {
      view: "list",
      isFiltered: false,
      hasSearches: true,
      canCompare: true,
      canPause: true,
      canResume: true,
      canStop: true,
      hasBest: true,
    });
    const finished = [summaryWith({ state: "finished", bestFitness: undefined })];
    const { canPause, canResume, canStop, canCompare, hasBest } = factsOf({ searches: finished }).keys;
    assert.deepEqual(
      { canPause, canResume, canStop, canCompare, hasBest },
      {
        canPause: false,
        canResume: false,
        canStop: false,
        canCompare: false,
        hasBest: false,
      },
    );
    const running = factsOf({ searches: [summaryWith()], presence: GONE }).keys;
    assert.deepEqual([running.canPause, running.canResume], [false, true]);
  });

  it("chooses the welcome text", () => {
    const viewOf = (changes: Parameters<typeof factsOf>[0]) => factsOf({ shown: 0, ...changes }).keys.view;
    assert.equal(viewOf({ searches: [] }), "empty");
    assert.equal(viewOf({ searches: [], presence: { kind: "absent" } }), "empty");
    assert.equal(viewOf({ searches: [], isKnown: false }), undefined, "nothing is said before it is known");
    assert.equal(viewOf({ searches: [], presence: GONE }), "away");
    assert.equal(viewOf({ searches: [], presence: { kind: "skew", reason: "older" } }), "away");
    const silent = { kind: "unresponsive", pid: 42, since: 0, welcome: undefined } as const;
    assert.equal(viewOf({ searches: [], presence: silent }), "silent");
    assert.equal(viewOf({}), "filtered");
    assert.equal(viewOf({ shown: 1, presence: GONE }), "list");
    assert.equal(
      viewOf({ searches: [], problem: "The disk is broken." }),
      "list",
      "the row that says so is no list of none",
    );
  });

  it("tells an editor of context keys that changed only", () => {
    const told: [string, unknown][] = [];
    const keys = new ContextKeys((key, value) => told.push([key, value]));
    keys.update(factsOf().keys);
    assert.equal(told.length, 8);
    assert.ok(told.every(([key]) => key.startsWith("selfPruner.")));
    told.length = 0;
    keys.update(factsOf().keys);
    keys.update(factsOf({ shown: 0 } satisfies { shown: number }).keys);
    assert.deepEqual(told, [["selfPruner.view", "filtered"]]);
  });
});

describe("package.json", () => {
  it("looks at no context key and no word of a row that nobody sets", async () => {
    const { default: manifest } = await import("../../../../package.json", { with: { type: "json" } });
    const text = JSON.stringify(manifest.contributes);
    const keys = new Set(
      [...text.matchAll(/selfPruner\.(view|is[A-Z]\w*|has[A-Z]\w*|can[A-Z]\w*)/g)].map(([, key]) => key),
    );
    const set = new Set(
      Object.keys(
        viewFacts({ searches: [], shown: 0, filter: NO_FILTER, presence: ATTACHED, isKnown: true, problem: undefined })
          .keys,
      ),
    );
    assert.deepEqual(
      [...keys].filter((key) => !set.has(key ?? "")),
      [],
    );
    const words = new Set(
      [...text.matchAll(/viewItem =~ \/\\\\+b\(?([\w|]+)\)?\\\\+b\//g)].flatMap(([, alternatives = ""]) =>
        alternatives.split("|"),
      ),
    );
    const known = ["search", "candidate", "generation", "canPause", "canResume", "canStop", "ended", "hasBest"];
    assert.ok(words.size > 4);
    assert.deepEqual(
      [...words].filter((word) => !known.includes(word)),
      [],
    );
  });
});
