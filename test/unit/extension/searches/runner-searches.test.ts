import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { RunnerSearches } from "../../../../src/extension/searches/runner-searches.ts";
import type { SearchListChange } from "../../../../src/extension/searches/search-list.ts";
import type { SearchSummary } from "../../../../src/protocol/runner.ts";
import { RUNNER_ENDED } from "../../../../src/protocol/text/runner-ended.ts";
import { ATTACHED, GONE, LinkStub, SILENT, summaryWith } from "../../../support/searches-kit.ts";
import { settle } from "../../../support/settle.ts";

const finished = (id: string, changes: Partial<SearchSummary> = {}) =>
  summaryWith({ id, state: "finished", ...changes });

const paused = (id: string) => summaryWith({ id, state: "paused" });

describe("the searches of the runner", () => {
  it("are read when it is attached, newest first", async () => {
    const { searches, changes } = await listOf(
      finished("a", { createdAt: "2026-01-01T00:00:00.000Z" }),
      finished("c", { createdAt: "2026-01-03T00:00:00.000Z" }),
      finished("b", { createdAt: "2026-01-03T00:00:00.000Z" }),
    );
    assert.deepEqual(idsOf(searches), ["c", "b", "a"]);
    assert.deepEqual(changes, [{ added: ["a", "c", "b"], removed: [], changed: [] }]);
    assert.equal(searches.find("b")?.id, "b");
    assert.equal(searches.find("x"), undefined);
  });

  it("change as the runner tells, and nobody hears of what is as it was", async () => {
    const { link, searches, changes } = await listOf(finished("a"));
    changes.length = 0;
    link.tell({ summary: finished("a") });
    link.tell({ id: "unknown", deleted: true });
    assert.deepEqual(changes, []);
    link.tell({ summary: finished("b") });
    link.tell({ summary: finished("a", { state: "stopped" }) });
    link.tell({ id: "b", deleted: true });
    assert.deepEqual(changes, [
      { added: ["b"], removed: [], changed: [] },
      { added: [], removed: [], changed: ["a"] },
      { added: [], removed: ["b"], changed: [] },
    ]);
    assert.equal(searches.find("a")?.state, "stopped");
  });

  it("stay while the runner is away, and are read anew when it is back", async () => {
    const { link, searches, changes } = await listOf(finished("a"), finished("b"));
    changes.length = 0;
    link.become(GONE);
    await settle();
    assert.deepEqual([idsOf(searches), changes], [["b", "a"], []]);
    link.answer = () => ({ searches: [finished("a", { state: "stopped" }), finished("c")] });
    link.become(ATTACHED);
    await settle();
    assert.deepEqual(changes, [{ added: ["c"], removed: ["b"], changed: ["a"] }]);
  });

  it("are interrupted by the end of the runner, whichever of its last words have come", async () => {
    const interrupted = { state: "interrupted", status: RUNNER_ENDED, eta: undefined } as const;
    for (const presence of [GONE, { kind: "absent" }] as const) {
      const { link, searches, changes } = await listOf(summaryWith({ id: "a" }), summaryWith({ id: "b" }), paused("c"));
      link.tell({ summary: summaryWith({ id: "b", ...interrupted }) });
      changes.length = 0;
      link.become(presence);
      assert.deepEqual(changes, [{ added: [], removed: [], changed: ["a"] }]);
      for (const id of ["a", "b"]) assert.deepEqual(searches.find(id), summaryWith({ id, ...interrupted }));
      assert.equal(searches.find("c")?.state, "paused");
    }
    const { link, searches } = await listOf(summaryWith({ id: "a" }));
    for (const kind of ["connecting", "skew"] as const) link.become({ kind, reason: "" });
    link.become(SILENT);
    assert.equal(searches.find("a")?.state, "running", "it may run in there");
  });

  it("that cannot be read leave why, until they can", async () => {
    const { link, searches, changes } = await listOf(finished("a"));
    changes.length = 0;
    link.answer = () => Promise.reject(new UserError("disk", "The disk is broken.", "Mend it."));
    await searches.reload();
    assert.equal(searches.problem, "The disk is broken. Mend it.");
    assert.deepEqual(idsOf(searches), ["a"]);
    assert.equal(changes.length, 1);
    link.answer = () => ({ searches: [finished("a")] });
    await searches.reload();
    assert.equal(searches.problem, undefined);
    assert.equal(changes.length, 2);
  });

  it("that could not be read are no problem any more when their runner has gone", async () => {
    const { link, searches } = await listOf();
    link.answer = () => Promise.reject(new UserError("disk", "The disk is broken."));
    await searches.reload();
    link.become(GONE);
    assert.equal(searches.problem, undefined);
  });

  it("that a runner that went away cannot tell are no problem: its presence says it", async () => {
    const { link, searches } = await listOf(finished("a"));
    for (const code of ["runner-gone", "runner-silent"]) {
      link.answer = () => Promise.reject(new UserError(code, "It is away."));
      await searches.reload();
      assert.equal(searches.problem, undefined);
    }
  });

  it("are those of the newest reading, whichever is answered last", async () => {
    const { link, searches } = await listOf();
    const late = Promise.withResolvers<unknown>();
    link.answer = () => late.promise;
    link.become(GONE);
    link.become(ATTACHED);
    link.answer = () => ({ searches: [finished("new")] });
    link.become(GONE);
    link.become(ATTACHED);
    await settle();
    late.resolve({ searches: [finished("old")] });
    await settle();
    assert.deepEqual(idsOf(searches), ["new"]);
  });

  it("follow the progress of those that run, and subscribe to none of them", async () => {
    const { link, searches, changes } = await listOf(summaryWith({ id: "a" }), finished("b"));
    changes.length = 0;
    link.tell({ summary: summaryWith({ id: "a", evaluations: 171 }) });
    assert.equal(searches.find("a")?.evaluations, 171);
    assert.deepEqual(changes, [{ added: [], removed: [], changed: ["a"] }]);
    assert.deepEqual(link.asked, ["search/list"]);
  });
});

describe("looking for the searches", () => {
  it("attaches, and starts a runner only where one may be started for them", async () => {
    const asked = async (mayStart: boolean) => {
      const link = new LinkStub({ kind: "absent" });
      await new RunnerSearches(link.link, async () => mayStart).load();
      return link.asked;
    };
    assert.deepEqual(await asked(false), ["attach"]);
    assert.deepEqual(await asked(true), ["attach", "ping"]);
  });

  it("happens again as long as there was nothing to look at, once a runner was started not again", async () => {
    const link = new LinkStub({ kind: "absent" });
    let mayStart = false;
    const searches = new RunnerSearches(link.link, async () => mayStart);
    await searches.load();
    mayStart = true;
    await searches.load();
    await searches.load();
    assert.deepEqual(link.asked, ["attach", "attach", "ping"]);
  });

  it("does not start a runner for one that was attached and went away", async () => {
    const { link, searches } = await listOf(summaryWith());
    link.become(GONE);
    link.asked.length = 0;
    await searches.load();
    assert.deepEqual(link.asked, []);
  });

  it("ends without an error when there is no runner to be had", async () => {
    const link = new LinkStub({ kind: "absent" });
    link.answer = () => Promise.reject(new Error("no Node"));
    await new RunnerSearches(link.link, async () => true).load();
    assert.deepEqual(link.asked, ["attach", "ping"]);
  });
});

async function listOf(...stored: SearchSummary[]) {
  const link = new LinkStub();
  link.answer = () => ({ searches: stored });
  const searches = new RunnerSearches(link.link, async () => true);
  const changes: SearchListChange[] = [];
  searches.onChanged((change) => changes.push(change));
  await searches.load();
  await settle();
  return { link, searches, changes };
}

function idsOf(searches: RunnerSearches): string[] {
  return searches.all.map(({ id }) => id);
}
