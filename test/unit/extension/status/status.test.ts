import assert from "node:assert/strict";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { Away } from "../../../../src/extension/searches/abilities.ts";
import { EndClaims } from "../../../../src/extension/status/end-claims.ts";
import { type SearchEnd, SearchEnds } from "../../../../src/extension/status/search-ends.ts";
import { statusLine } from "../../../../src/extension/status/status-line.ts";
import type { SearchState, SearchSummary } from "../../../../src/protocol/runner.ts";
import { ListStub, summaryWith } from "../../../support/searches-kit.ts";

describe("the line of the status bar", () => {
  it("is there only while something waits, is prepared or runs", () => {
    for (const state of ["paused", "finished", "stopped", "failed", "interrupted"] satisfies SearchState[]) {
      assert.equal(lineOf([summaryWith({ state })]), undefined, state);
    }
    assert.equal(lineOf([]), undefined);
    assert.equal(lineOf([summaryWith({ state: "queued" })])?.text, "$(clock) queued");
    assert.equal(lineOf([summaryWith({ state: "preparing" })])?.text, "$(loading~spin) preparing");
  });

  it("tells of the only search and leads to it", () => {
    const line = lineOf([summaryWith({ id: "x-a" }), summaryWith({ state: "finished" })]);
    assert.equal(line?.text, "$(loading~spin) 7/20 · best 12.500 · 2:10 left");
    assert.equal(line?.only, "x-a");
    assert.match(line?.spoken ?? "", /running|generation 7\/20/);
    assert.doesNotMatch(line?.spoken ?? "", /2:10/);
  });

  it("shows the time so far while none can be told for the rest", () => {
    const text = lineOf([summaryWith({ eta: undefined, bestFitness: undefined })])?.text;
    assert.equal(text, "$(loading~spin) 7/20 · 1:23");
  });

  it("tells of one that runs among several, all of them in its tooltip", () => {
    const line = lineOf([summaryWith({ id: "q", state: "queued", model: "opt" }), summaryWith({ id: "r" })]);
    assert.match(line?.text ?? "", /^\$\(loading~spin\) 2 searches · 7\/20 · /);
    assert.equal(line?.only, undefined);
    const tooltip = line?.tooltip.replaceAll("\\", "") ?? "";
    assert.ok(tooltip.includes("opt · 30.0 %") && tooltip.includes("tiny-llama · 30.0 %"));
  });

  it("says that the runner is away", () => {
    assert.equal(lineOf([summaryWith()], "runner away")?.text, "$(debug-disconnect) runner away");
    const silent = lineOf([summaryWith()], "runner does not answer");
    assert.equal(silent?.text, "$(debug-disconnect) runner does not answer");
  });
});

describe("the end of a search", () => {
  it("is told when it finishes or fails, once", () => {
    const { list, ends } = endsOf(summaryWith({ id: "a" }), summaryWith({ id: "b" }));
    list.put(summaryWith({ id: "a", state: "finished", endReason: "complete" }));
    list.put(summaryWith({ id: "a", state: "finished", endReason: "complete", elapsed: 84 }));
    list.put(summaryWith({ id: "b", state: "failed", status: "The disk is full. Make room." }));
    assert.deepEqual(
      ends.map(({ id, isFailure }) => [id, isFailure]),
      [
        ["a", false],
        ["b", true],
      ],
    );
  });

  it("is no news when a person stopped it, when it is paused or interrupted, or had ended before", () => {
    const { list, ends } = endsOf(summaryWith({ id: "a" }), summaryWith({ id: "b" }), summaryWith({ id: "c" }));
    list.put(summaryWith({ id: "a", state: "stopping" }));
    list.put(summaryWith({ id: "a", state: "stopped" }));
    list.put(summaryWith({ id: "b", state: "paused" }));
    list.put(summaryWith({ id: "c", state: "interrupted" }));
    list.put(summaryWith({ id: "d", state: "finished" }));
    assert.deepEqual(ends, []);
  });

  it("is told of one that was resumed, and of one that began after this window", () => {
    const { list, ends } = endsOf(summaryWith({ id: "a", state: "failed" }));
    list.put(summaryWith({ id: "a", state: "queued" }));
    list.put(summaryWith({ id: "a", state: "failed" }));
    list.put(summaryWith({ id: "b", state: "queued" }));
    list.put(summaryWith({ id: "b", state: "finished" }));
    assert.deepEqual(
      ends.map(({ id }) => id),
      ["a", "b"],
    );
  });

  it("says what came of it, and which budget ended it", () => {
    const ended = (changes: Partial<SearchSummary>) => {
      const { list, ends } = endsOf(summaryWith());
      list.put(summaryWith({ state: "finished", endReason: "complete", generation: 20, ...changes }));
      return ends[0]?.text;
    };
    const start = "The search tiny-llama · 30.0 % has finished after 1:23";
    assert.equal(ended({}), `${start}, perplexity 12.50000, 20.0 % below uniform.`);
    assert.equal(ended({ objective: "kl", bestFitness: undefined }), `${start}.`);
    assert.match(ended({ endReason: "seconds" }) ?? "", /uniform\. Its time is used up\.$/);
    assert.match(ended({ generation: 7 }) ?? "", /uniform\. Its last generation found no rates/);
    const llm = { calls: 1, inputTokens: 0, outputTokens: 0, money: 0, faults: { timeout: 1 }, accepted: 0 };
    assert.match(
      ended({ llm }) ?? "",
      /uniform\. No candidate is by the LLM: 1 call brought .*\(timeout ×1\), [^.]*\.$/,
    );
  });

  it("makes no link of what a server said", () => {
    const { list, ends } = endsOf(summaryWith());
    list.put(summaryWith({ state: "failed", status: "No [more](command:workbench.action.quit)" }));
    assert.doesNotMatch(ends[0]?.text ?? "](", /\]\(/);
  });
});

describe("the claim to tell of an end", () => {
  it("is given to one window", async (t) => {
    const folder = await folderOf(t);
    const windows = [1, 2, 3].map(() => new EndClaims(join(folder, "made-when-needed")));
    const claims = await Promise.all(windows.map((window) => window.claim("a")));
    assert.equal(claims.filter(Boolean).length, 1);
    assert.equal(await windows[0]?.claim("b"), true, "another search");
  });

  it("is given again for a later end, also when the window that had it was closed", async (t) => {
    const folder = await folderOf(t);
    const claims = new EndClaims(folder);
    assert.equal(await claims.claim("a"), true);
    await claims.release("a");
    assert.equal(await claims.claim("a"), true);
    const old = Date.now() / 1000 - 60;
    await utimes(join(folder, "ended-a"), old, old);
    assert.equal(await claims.claim("a"), true);
    assert.equal(await claims.claim("a"), false);
  });

  it("is given where nothing can be written: told twice is better than never", async (t) => {
    const file = join(await folderOf(t), "file");
    await writeFile(file, "");
    assert.equal(await new EndClaims(file).claim("a"), true);
  });
});

function lineOf(searches: readonly SearchSummary[], away?: Away) {
  return statusLine(searches, ({ elapsed, eta }) => ({ elapsed, eta }), away);
}

function endsOf(...searches: SearchSummary[]): { list: ListStub; ends: SearchEnd[] } {
  const list = new ListStub(...searches);
  const ends: SearchEnd[] = [];
  new SearchEnds(list).onEnded((end) => ends.push(end));
  return { list, ends };
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-test-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
