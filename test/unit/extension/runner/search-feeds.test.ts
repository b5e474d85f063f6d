import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { UserError } from "../../../../src/base/errors.ts";
import type { SearchWatcher } from "../../../../src/extension/runner/link.ts";
import { SearchFeeds } from "../../../../src/extension/runner/search-feeds.ts";
import type { NotificationMap, SearchDetail } from "../../../../src/protocol/runner.ts";
import { settle } from "../../../support/settle.ts";

type Batch = NotificationMap["search/events"];

/** A runner as the feeds see it: one subscription per search, answered and fed by hand. */
class FakeRunner {
  /** What was asked, in order. */
  readonly asked: string[] = [];
  readonly #answers: PromiseWithResolvers<SearchDetail>[] = [];
  #deliver: (batch: Batch) => void = () => assert.fail("nobody listens");

  /** What `SearchFeeds` uses of a client. */
  readonly client = {
    onNotification: (name: string, listener: (batch: Batch) => void) => {
      assert.equal(name, "search/events");
      this.#deliver = listener;
      return () => undefined;
    },
    request: (name: string, { id, after }: { id: string; after?: number }) => {
      this.asked.push(after === undefined ? `${name} ${id}` : `${name} ${id} ${after}`);
      if (name !== "search/subscribe") return Promise.resolve({});
      const answer = Promise.withResolvers<SearchDetail>();
      this.#answers.push(answer);
      return answer.promise;
    },
  } as never;

  async answer(): Promise<void> {
    this.#answers.shift()?.resolve({ sequence: 0 } as SearchDetail);
    await settle();
  }

  async refuse(): Promise<void> {
    this.#answers.shift()?.reject(new UserError("search-missing", "There is no such search."));
    await settle();
  }

  /** The events after `from` up to `to`. */
  send(from: number, to: number, id = "s"): void {
    const events = Array.from({ length: to - from }, (_, index) => ({ sequence: from + index + 1 }));
    this.#deliver({ id, from, events, summary: { id } } as unknown as Batch);
  }
}

/** Notes the sequence numbers it is brought, and every time that the runner came back. */
class Watcher implements SearchWatcher {
  readonly seen: (number | "reattached")[] = [];
  readonly starts: number[] = [];

  events({ from, events }: Batch): void {
    this.starts.push(from);
    this.seen.push(...events.map(({ sequence }) => sequence));
  }

  reattached(): void {
    this.seen.push("reattached");
  }
}

async function attached() {
  const runner = new FakeRunner();
  const feeds = new SearchFeeds();
  await feeds.attach(runner.client);
  const watch = async (after: number, watcher = new Watcher()) => {
    const watching = feeds.watch(runner.client, "s", after, watcher);
    await runner.answer();
    return { watcher, dispose: (await watching).dispose };
  };
  return { runner, feeds, watch };
}

describe("feeds of searches", () => {
  it("bring a watcher the events after those it has", async () => {
    const { runner, watch } = await attached();
    const { watcher } = await watch(2);
    assert.deepEqual(runner.asked, ["search/subscribe s 2"]);
    runner.send(2, 4);
    runner.send(4, 5);
    runner.send(0, 9, "another search");
    assert.deepEqual(watcher.seen, [3, 4, 5]);
  });

  it("feed from the lowest position, and bring each watcher only what it lacks", async () => {
    const { runner, watch } = await attached();
    const first = await watch(0);
    runner.send(0, 5);
    const second = await watch(2);
    assert.deepEqual(runner.asked, ["search/subscribe s 0", "search/subscribe s 2"]);
    runner.send(2, 7);
    runner.send(7, 8);
    assert.deepEqual(first.watcher.seen, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(second.watcher.seen, [3, 4, 5, 6, 7, 8]);
  });

  it("hold back the older feed's batches from a watcher whose own has not begun", async () => {
    const { runner, feeds, watch } = await attached();
    const first = await watch(0);
    runner.send(0, 5);
    const watcher = new Watcher();
    const watching = feeds.watch(runner.client, "s", 0, watcher);
    runner.send(5, 6);
    assert.deepEqual(watcher.seen, [], "a gap that is none");
    // The new feed's first batch may be sent before the subscription is answered.
    runner.send(0, 3);
    await runner.answer();
    await watching;
    runner.send(3, 7);
    assert.deepEqual(watcher.seen, [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(first.watcher.seen, [1, 2, 3, 4, 5, 6, 7]);
  });

  it("pass a gap on as it is", async () => {
    const { runner, watch } = await attached();
    const { watcher } = await watch(0);
    runner.send(0, 1);
    runner.send(3, 4);
    assert.deepEqual(watcher.starts, [0, 3]);
    assert.deepEqual(watcher.seen, [1, 4]);
  });

  it("unsubscribe with the last watcher, once", async () => {
    const { runner, watch } = await attached();
    const first = await watch(0);
    const second = await watch(0);
    first.dispose();
    first.dispose();
    assert.equal(runner.asked.length, 2);
    runner.send(0, 1);
    assert.deepEqual([first.watcher.seen, second.watcher.seen], [[], [1]]);
    second.dispose();
    assert.equal(runner.asked.at(-1), "search/unsubscribe s");
    runner.send(1, 2);
    assert.deepEqual(second.watcher.seen, [1]);
  });

  it("forget a watcher whose subscription is refused", async () => {
    const { runner, feeds } = await attached();
    const watcher = new Watcher();
    const watching = feeds.watch(runner.client, "s", 0, watcher);
    await Promise.all([assert.rejects(watching, { code: "search-missing" }), runner.refuse()]);
    runner.send(0, 1);
    assert.deepEqual(watcher.seen, []);
  });

  it("go on over a new connection where they were, and say so", async () => {
    const { feeds, runner, watch } = await attached();
    const { watcher, dispose } = await watch(0);
    runner.send(0, 3);
    feeds.detach();
    const next = new FakeRunner();
    const attaching = feeds.attach(next.client);
    assert.deepEqual(next.asked, ["search/subscribe s 3"]);
    await next.answer();
    await attaching;
    next.send(3, 5);
    assert.deepEqual(watcher.seen, [1, 2, 3, "reattached", 4, 5]);
    dispose();
    assert.equal(next.asked.at(-1), "search/unsubscribe s");
    assert.ok(!runner.asked.includes("search/unsubscribe s"));
  });

  it("say so also when the search is not there any more, which the watcher's snapshot tells", async () => {
    const { feeds, watch } = await attached();
    const { watcher } = await watch(0);
    feeds.detach();
    const next = new FakeRunner();
    const attaching = feeds.attach(next.client);
    await next.refuse();
    await attaching;
    assert.deepEqual(watcher.seen, ["reattached"]);
  });

  it("do not say so to one that began to watch over the new connection", async () => {
    const { feeds, watch } = await attached();
    await watch(0);
    feeds.detach();
    const next = new FakeRunner();
    const attaching = feeds.attach(next.client);
    const watcher = new Watcher();
    const watching = feeds.watch(next.client, "s", 0, watcher);
    await next.answer();
    await next.answer();
    await Promise.all([attaching, watching]);
    assert.deepEqual(watcher.seen, []);
  });

  it("do not say so over a connection that is gone again", async () => {
    const { feeds, watch } = await attached();
    const { watcher } = await watch(0);
    feeds.detach();
    const next = new FakeRunner();
    const attaching = feeds.attach(next.client);
    feeds.detach();
    await next.refuse();
    await attaching;
    assert.deepEqual(watcher.seen, []);
  });

  it("bring every watcher each event once and in order, however the runner cuts and repeats them", async () => {
    const cut = fc.record({ size: fc.integer({ min: 0, max: 6 }), joins: fc.boolean(), after: fc.nat({ max: 20 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 20 }), async (cuts) => {
        const { runner, watch } = await attached();
        const watches = [{ after: 0, ...(await watch(0)) }];
        let sent = 0;
        for (const { size, joins, after } of cuts) {
          if (joins) {
            const from = Math.min(after, sent);
            watches.push({ after: from, ...(await watch(from)) });
            // A new subscription begins with what the lowest of its watchers lacks.
            sent = Number(runner.asked.at(-1)?.split(" ").at(-1));
          }
          runner.send(sent, sent + size);
          sent += size;
        }
        const newest = Math.max(0, ...watches.flatMap(({ watcher }) => watcher.seen.map(Number)));
        runner.send(sent, newest);
        for (const { after, watcher } of watches) {
          const expected = Array.from({ length: Math.max(0, newest - after) }, (_, index) => after + index + 1);
          assert.deepEqual(watcher.seen, expected);
        }
      }),
    );
  });
});
