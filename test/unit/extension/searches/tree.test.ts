import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { LiveTimes } from "../../../../src/extension/searches/live-times.ts";
import { SearchBranches } from "../../../../src/extension/searches/search-branches.ts";
import { SearchesModel } from "../../../../src/extension/searches/searches-model.ts";
import { Throttle } from "../../../../src/extension/searches/throttle.ts";
import type { TreeNode } from "../../../../src/extension/searches/tree-nodes.ts";
import type { ViewFacts } from "../../../../src/extension/searches/view-facts.ts";
import { ViewSettings } from "../../../../src/extension/searches/view-settings.ts";
import { smallCandidate } from "../../../support/scored-candidates.ts";
import { ATTACHED, GONE, LinkStub, ListStub, memory, summaryWith } from "../../../support/searches-kit.ts";
import { settle } from "../../../support/settle.ts";

describe("a throttle", () => {
  it("acts at once, then once in an interval while it is asked, the last asking always", (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    let acts = 0;
    const throttle = new Throttle(() => acts++, 1000);
    throttle.ask();
    assert.equal(acts, 1);
    for (let tick = 0; tick < 30; tick++) {
      throttle.ask();
      t.mock.timers.tick(100);
    }
    assert.equal(acts, 4);
    t.mock.timers.tick(5000);
    assert.equal(acts, 4, "nobody asked any more");
    throttle.ask();
    throttle.now();
    assert.equal(acts, 6, "now is now");
    throttle.ask();
    throttle.dispose();
    t.mock.timers.tick(5000);
    assert.equal(acts, 6);
  });
});

describe("the times of a search", () => {
  it("go on while it runs, and not in a pause", () => {
    let now = 1000;
    const list = new ListStub();
    const times = new LiveTimes(list, () => now);
    const running = summaryWith({ elapsed: 10, eta: 5 });
    list.put(running);
    now += 3000;
    assert.deepEqual(times.of(running), { elapsed: 13, eta: 2 });
    now += 3000;
    assert.deepEqual(times.of(running), { elapsed: 16, eta: 0 });
    const paused = summaryWith({ state: "paused", elapsed: 16, eta: undefined });
    list.put(paused);
    now += 3000;
    assert.deepEqual(times.of(paused), { elapsed: 16, eta: undefined });
  });
});

describe("the children of a search", () => {
  it("are read when they are looked at, and again when it has come further, every two seconds at most", async () => {
    const { branches, link, list, pass, answer, changes } = branchesOf();
    answer([12.5]);
    assert.equal((await branches.read("a", "best")).length, 1);
    await branches.read("a", "best");
    await pass(5000);
    assert.equal(reads(link), 1, "the search has not come further");

    answer([11, 12.5]);
    list.put(summaryWith({ id: "a", evaluations: 171 }));
    assert.equal((await branches.read("a", "best")).length, 1, "what is known comes at once");
    await settle();
    assert.deepEqual(changes, [{ search: "a", group: "best" }]);
    assert.equal((await branches.read("a", "best")).length, 2);

    list.put(summaryWith({ id: "a", evaluations: 172 }));
    await pass(1999);
    assert.equal(reads(link), 2, "too soon");
    await pass(1);
    assert.equal(reads(link), 3);
    assert.equal(changes.length, 1, "the same children are no change");
  });

  it("stay when the runner goes away, and can be read when it is back", async () => {
    const { branches, link, list, pass, answer, changes } = branchesOf();
    answer([12.5]);
    await branches.read("a", "best");
    link.answer = () => Promise.reject(new Error("The runner is away."));
    list.put(summaryWith({ id: "a", evaluations: 171 }));
    await pass(2000);
    assert.equal((await branches.read("a", "best")).length, 1);
    await assert.rejects(branches.read("a", "generations"), /away/);
    answer([11, 12.5]);
    await pass(2000);
    assert.equal((await branches.read("a", "best")).length, 2);
    changes.length = 0;
    branches.retry();
    assert.deepEqual(changes, [{ search: "a", group: "generations" }], "what could not be read is looked at again");
    branches.retry();
    assert.equal(changes.length, 1);
  });

  it("are forgotten with their search", async () => {
    const { branches, link, list, answer } = branchesOf();
    answer([12.5]);
    await branches.read("a", "best");
    list.remove("a");
    await branches.read("a", "best");
    assert.equal(reads(link), 2);
  });

  it("are not kept of a search that is deleted while they are read", async () => {
    const { branches, link, list, changes, answer } = branchesOf();
    const late = Promise.withResolvers<unknown>();
    link.answer = () => late.promise;
    const reading = branches.read("a", "best");
    const failing = branches.read("a", "generations");
    list.remove("a");
    late.reject(new Error("There is no such search."));
    await assert.rejects(Promise.all([reading, failing]), /no such search/);
    branches.retry();
    assert.deepEqual(changes, [], "nobody is sent to look for it");
    list.put(summaryWith({ id: "a" }));
    answer([12.5]);
    await branches.read("a", "best");
    assert.equal(reads(link), 2);
  });
});

describe("the tree of searches", () => {
  it("refreshes rows that changed, each alone, and all only when they are others", (t) => {
    const { list, model, lines, pass } = modelOf(t);
    const [a] = model.content.roots();
    pass(1000);
    list.put(summaryWith({ id: "a", evaluations: 171, bestFitness: 12 }));
    assert.deepEqual(lines(), [[a]], "the same node, which is how an editor knows it");
    list.put(summaryWith({ id: "a", evaluations: 172, bestFitness: 11 }));
    assert.deepEqual(lines(), [], "once a second is enough");
    pass(1000);
    assert.deepEqual(lines(), [[a]]);
    list.put(summaryWith({ id: "a", evaluations: 173, state: "paused" }));
    assert.deepEqual(lines(), [[a]], "a new state is shown at once");
    list.put(summaryWith({ id: "b", model: "opt" }));
    assert.deepEqual(lines(), [undefined]);
    assert.deepEqual([...model.shown], ["b", "a"]);
    list.remove("b");
    assert.deepEqual(lines(), [undefined]);
  });

  it("refreshes nothing when nothing is to be seen", (t) => {
    const { list, lines, pass } = modelOf(t);
    pass(1000);
    list.put(summaryWith({ id: "a" }));
    assert.deepEqual(lines(), []);
  });

  it("shows the clock of a running search while the runner is silent", (t) => {
    const { lines, pass, now } = modelOf(t);
    lines();
    now(9000);
    pass(9000);
    assert.deepEqual(lines(), []);
    now(1000);
    pass(1000);
    assert.equal(lines().length, 1);
  });

  it("tells what is around it when the runner goes and comes", (t) => {
    const { link, lines, facts } = modelOf(t);
    link.become(GONE);
    assert.equal(lines().length, 1, "the running row is greyed");
    assert.match(facts().at(-1)?.message ?? "", /has ended/);
    link.become(ATTACHED);
    assert.equal(lines().length, 1);
    assert.equal(facts().at(-1)?.message, undefined);
  });

  it("is rearranged with its settings", async (t) => {
    const { list, model, settings, facts } = modelOf(t);
    list.put(summaryWith({ id: "b", model: "opt" }));
    await settings.setOrder("model");
    assert.deepEqual([...model.shown], ["b", "a"]);
    await settings.setFilter({ text: "tiny", states: [] });
    assert.deepEqual([...model.shown], ["a"]);
    assert.equal(facts().at(-1)?.keys.isFiltered, true);
  });

  it("leads from each line to its parent, and from a candidate to its line", async (t) => {
    const { link, model } = modelOf(t);
    link.answer = (name) => (name === "search/best" ? best([12.5]) : { generations: [{ generation: 7, best: 0 }] });
    const [search] = model.content.roots();
    assert.ok(search);
    const groups = await model.content.children(search);
    const leaves = await Promise.all(groups.map((group) => model.content.children(group)));
    assert.deepEqual(
      leaves.flat().map(({ kind }) => kind),
      ["candidate", "generation"],
    );
    for (const [index, group] of groups.entries()) {
      assert.equal(model.content.parent(group), search);
      for (const leaf of leaves[index] ?? []) assert.equal(model.content.parent(leaf), group);
    }
    assert.equal(model.content.parent(search), undefined);
    assert.deepEqual(await model.content.lineOf({ search: "a", candidate: 0 }), leaves[0]?.[0]);
    assert.equal(await model.content.lineOf({ search: "a", candidate: 99 }), search, "it is not among the best");
    assert.equal(await model.content.lineOf({ search: "x", candidate: 0 }), undefined);
  });

  it("says below a search that there is nothing yet, or why nothing can be read", async (t) => {
    const { link, model } = modelOf(t);
    const below = async () => {
      const [search] = model.content.roots();
      assert.ok(search);
      const [group] = await model.content.children(search);
      assert.ok(group);
      const [note, ...others] = await model.content.children(group);
      assert.ok(note);
      assert.equal(others.length, 0);
      assert.equal(model.content.parent(note), group);
      assert.deepEqual(await model.content.children(note), []);
      return model.content.row(note);
    };
    link.answer = () => Promise.reject(new Error("The runner is away."));
    const trouble = await below();
    assert.deepEqual([trouble?.label, trouble?.icon.id], ["The runner is away.", "warning"]);
    link.answer = () => best([]);
    const nothing = await below();
    assert.deepEqual([nothing?.label, nothing?.icon.id], ["None yet", "info"]);
  });

  it("says in a row above why the searches could not be read, and offers to try again", (t) => {
    const { model, list } = modelOf(t);
    const search = model.content.roots()[0];
    list.problem = "The disk is broken.";
    list.tell();
    const [problem, ...others] = model.content.roots();
    assert.ok(problem);
    assert.deepEqual(others, [search]);
    const row = model.content.row(problem);
    assert.deepEqual([row?.label, row?.description], ["The searches could not be read", "The disk is broken."]);
    assert.equal(model.content.parent(problem), undefined);
    list.problem = undefined;
    list.tell();
    assert.deepEqual(model.content.roots(), [search]);
  });

  it("has nothing to show of a search that has just gone", (t) => {
    const { list, model } = modelOf(t);
    const [search] = model.content.roots();
    assert.ok(search);
    list.remove("a");
    assert.equal(model.content.row(search), undefined);
    assert.deepEqual(model.content.roots(), []);
  });
});

function best(fitness: readonly number[]) {
  return { candidates: fitness.map((value, id) => ({ candidate: smallCandidate(id), fitness: value })) };
}

function reads(link: LinkStub): number {
  return link.asked.filter((name) => name.startsWith("search/best")).length;
}

function branchesOf() {
  let now = 0;
  const link = new LinkStub();
  const list = new ListStub(summaryWith({ id: "a" }));
  const branches = new SearchBranches(link.link, list, () => now);
  const changes: unknown[] = [];
  branches.onChanged((change) => changes.push(change));
  const answer = (fitness: readonly number[]) => {
    link.answer = () => best(fitness);
  };
  /** Lets time pass and somebody look again. */
  const pass = async (milliseconds: number) => {
    now += milliseconds;
    await branches.read("a", "best");
    await settle();
  };
  return { branches, link, list, pass, answer, changes };
}

function modelOf(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  let time = 0;
  const link = new LinkStub();
  const list = new ListStub();
  const settings = new ViewSettings(memory());
  const times = new LiveTimes(list, () => time);
  list.put(summaryWith({ id: "a" }));
  const model = new SearchesModel({ link: link.link, searches: list, settings, times });
  t.after(() => model.dispose());
  let refreshed: (readonly TreeNode[] | undefined)[] = [];
  const told: ViewFacts[] = [];
  model.onLinesChanged((lines) => refreshed.push(lines));
  model.onFactsChanged((facts) => told.push(facts));
  return {
    link,
    list,
    model,
    settings,
    /** What was refreshed since it was asked before. */
    lines: () => {
      const since = refreshed;
      refreshed = [];
      return since;
    },
    facts: () => told,
    pass: (milliseconds: number) => t.mock.timers.tick(milliseconds),
    now: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}
