import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { ClientLink } from "../../src/extension/runner/client-link.ts";
import { LiveTimes } from "../../src/extension/searches/live-times.ts";
import { resumeSearch } from "../../src/extension/searches/resume-search.ts";
import { RunnerSearches } from "../../src/extension/searches/runner-searches.ts";
import { SearchesModel } from "../../src/extension/searches/searches-model.ts";
import { hasStoredSearches } from "../../src/extension/searches/stored-searches.ts";
import type { TreeNode } from "../../src/extension/searches/tree-nodes.ts";
import { ViewSettings } from "../../src/extension/searches/view-settings.ts";
import type { SearchState } from "../../src/protocol/runner.ts";
import { RUNNER_ENDED } from "../../src/protocol/text/runner-ended.ts";
import { LinkKit, untilPresence } from "../support/link-kit.ts";
import { endlessSearch, kill, smallSearch, until } from "../support/runner-kit.ts";
import { memory } from "../support/searches-kit.ts";

describe("the tree of searches over a real runner", () => {
  it("shows a search from its start to its end, with its best candidates and generations", async (t) => {
    const { searches, model, link } = await setUp(t);
    const { id } = await link.request("search/start", { spec: smallSearch() });
    await untilState(searches, id, "finished");
    assert.deepEqual([...model.shown], [id]);
    const [row] = model.content.roots();
    assert.ok(row);
    const view = model.content.row(row);
    assert.equal(view?.label, "stories260K · 40.0 %");
    assert.match(view.description, /^\d+\.\d{3} · \d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.equal(view.contextValue, "search ended hasBest");
    assert.equal(view.icon.id, "pass");

    const [best, generations] = await model.content.children(row);
    assert.ok(best && generations);
    const candidates = await model.content.children(best);
    const labels = candidates.map((node) => Number(model.content.row(node)?.label));
    assert.ok(labels.length > 3);
    assert.deepEqual(
      labels,
      labels.toSorted((one, other) => one - other),
    );
    assert.equal(labels[0], Number(searches.find(id)?.bestFitness?.toPrecision(5)));
    const rows = (await model.content.children(generations)).map((node) => model.content.row(node)?.label);
    assert.deepEqual(rows, ["Generation 3", "Generation 2", "Generation 1", "Generation 0"]);
  });

  it("follows the progress of a search that runs", async (t) => {
    const { searches, model, link } = await setUp(t);
    const { id } = await link.request("search/start", { spec: endlessSearch() });
    await untilState(searches, id, "running");
    const first = await until("it has evaluated something", () => searches.find(id)?.evaluations || undefined);
    await until("it has evaluated more", () => (searches.find(id)?.evaluations ?? 0) > first + 5 || undefined);
    assert.deepEqual(model.facts.badge, { value: 1, tooltip: "1 search runs" });
    await link.request("search/pause", { id });
    await untilState(searches, id, "paused");
    assert.equal(model.facts.badge, undefined);
    assert.equal(model.facts.keys.canResume, true);
  });

  it("keeps a search whose runner was killed, says so, and resumes it with another runner", async (t) => {
    const { searches, model, link, kit } = await setUp(t);
    const { id } = await link.request("search/start", { spec: endlessSearch() });
    await untilState(searches, id, "running");
    const { welcome } = await untilPresence(link, "attached");
    kill(welcome.pid);
    await untilPresence(link, "gone");
    const row = () => model.content.row(onlyRoot(model));
    await until("the row says so", () => row()?.description.startsWith("interrupted") || undefined);
    assertInterrupted(searches, id);
    assert.equal(row()?.contextValue.startsWith("search canResume"), true);
    assert.match(model.facts.message ?? "", /has ended\. Searches that ran can be resumed\.$/);
    // Showing what is known starts no runner again.
    await model.load();
    assert.equal(link.presence.kind, "gone");

    const keys = { find: async () => undefined, ask: async () => undefined };
    const launches = kit.launches;
    await resumeSearch(link, keys, id);
    await untilState(searches, id, "running");
    assert.equal(kit.launches, launches + 1);
    await until("the row is alive", () => row()?.icon.id === "loading~spin" || undefined);
    assert.equal(model.facts.message, undefined);
  });

  it("says of a search whose runner was stopped on purpose the same in every window, and so does the next runner", async (t) => {
    const { searches, model, link, kit } = await setUp(t);
    const other = open(t, kit.link());
    const { id } = await link.request("search/start", { spec: endlessSearch() });
    await other.model.load();
    for (const list of [searches, other.searches]) await untilState(list, id, "running");
    await link.stop({ restart: false });
    assertInterrupted(searches, id);
    await untilPresence(other.link, "gone");
    assertInterrupted(other.searches, id);
    assert.equal(model.facts.message, "No runner runs. Searches that ran can be resumed.");
    const [here, there] = [searches, other.searches].map((list) => JSON.stringify(list.find(id)));
    assert.equal(there, here, "what the runner said last came to both");
    await link.request("ping", {});
    await until("the list was read again", () => link.presence.kind === "attached" || undefined);
    await searches.reload();
    assertInterrupted(searches, id);
  });

  it("starts a runner for searches that are stored, and none where there are none", async (t) => {
    const kit = await LinkKit.create(t);
    const empty = open(t, kit.link());
    await empty.model.load();
    assert.equal(kit.launches, 0);
    assert.equal(empty.model.facts.keys.view, "empty");

    const client = await kit.runners.connect();
    const { id } = await client.request("search/start", { spec: smallSearch() });
    await untilState(empty.searches, id, "finished");
    await client.request("shutdown", {});
    await client.closed;

    const later = open(t, kit.link());
    await later.model.load();
    assert.equal(kit.launches, 1);
    assert.deepEqual([...later.model.shown], [id]);
    await empty.link.request("search/delete", { id });
    await until(
      "it is gone in both windows",
      () => later.searches.all.length + empty.searches.all.length === 0 || undefined,
    );
  });
});

/** The one sentence, whoever ended the runner and however. */
function assertInterrupted(searches: RunnerSearches, id: string): void {
  const { state, status } = searches.find(id) ?? {};
  assert.deepEqual([state, status], ["interrupted", RUNNER_ENDED]);
}

interface Opened {
  readonly link: ClientLink;
  readonly searches: RunnerSearches;
  readonly model: SearchesModel;
}

async function setUp(t: TestContext): Promise<Opened & { kit: LinkKit }> {
  const kit = await LinkKit.create(t);
  return { kit, ...open(t, kit.link()) };
}

/** What a window has of the searches. */
function open(t: TestContext, link: ClientLink): Opened {
  const searches = new RunnerSearches(link, () => hasStoredSearches(link.dataFolder));
  const times = new LiveTimes(searches);
  const model = new SearchesModel({ link, searches, settings: new ViewSettings(memory()), times });
  t.after(() => {
    for (const part of [model, times, searches]) part.dispose();
  });
  return { link, searches, model };
}

async function untilState(searches: RunnerSearches, id: string, state: SearchState): Promise<void> {
  await until(`search ${id} is ${state}`, () => searches.find(id)?.state === state || undefined);
}

function onlyRoot(model: SearchesModel): TreeNode {
  const [root, ...others] = model.content.roots();
  assert.ok(root);
  assert.equal(others.length, 0);
  return root;
}
