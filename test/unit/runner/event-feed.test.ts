import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { NotificationMap, NumberedEvent, SearchSummary } from "../../../src/protocol/runner.ts";
import { EventFeed } from "../../../src/runner/event-feed.ts";
import { summaryOf } from "../../../src/runner/summary.ts";
import { storedSearch } from "../../support/stored-search.ts";

const summary: SearchSummary = summaryOf(storedSearch());

describe("the events of a search on their way to a client", () => {
  it("come from where the client is, those missed at once, the live ones four times a second", async (t) => {
    const { feed, sent, add, pass } = setUp(t, 2);
    add(2500);
    await pass(0);
    await pass(0);
    await pass(0);
    assert.deepEqual(
      sent.map(({ from, events }) => [from, events.length]),
      [
        [2, 1000],
        [1002, 1000],
        [2002, 498],
      ],
    );
    for (let tick = 0; tick < 100; tick++) {
      add(1);
      feed.wake();
      await pass(10);
    }
    assert.equal(sent.length, 3 + 4, "one second later");
    assert.ok(
      sent.every(({ from, events }) => events[0]?.sequence === from + 1),
      "no gap",
    );
  });

  it("wait for a client that is slow, without piling up", async (t) => {
    const taken = Promise.withResolvers<void>();
    const { feed, sent, add, reads, pass } = setUp(t, 0, () => taken.promise);
    add(1);
    await pass(0);
    for (let tick = 0; tick < 20; tick++) {
      add(100);
      feed.wake();
      await pass(250);
    }
    assert.deepEqual([sent.length, reads()], [1, 1]);
    taken.resolve();
    await pass(0);
    await pass(250);
    await pass(250);
    assert.equal(sent.flatMap(({ events }) => events).length, 2001);
  });

  it("end with a database that cannot be read, which ends nothing else", async (t) => {
    const { feed, sent, failures, spoil, add, pass } = setUp(t, 0);
    spoil();
    await pass(0);
    assert.deepEqual(failures, ["Error: disk I/O error"]);
    add(1);
    feed.wake();
    await pass(1000);
    assert.deepEqual([sent, failures.length], [[], 1]);
  });

  it("stop when the client has gone", async (t) => {
    const { feed, sent, add, pass } = setUp(t, 0);
    add(1);
    feed.close();
    await pass(1000);
    assert.deepEqual(sent, []);
  });
});

function setUp(t: TestContext, after: number, taken: () => Promise<void> = async () => {}) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const events: NumberedEvent[] = [];
  const sent: NotificationMap["search/events"][] = [];
  const failures: string[] = [];
  let [reads, isSpoilt] = [0, false];
  const feed = new EventFeed("s", after, {
    after: (_, sequence, limit) => {
      reads++;
      if (isSpoilt) throw new Error("disk I/O error");
      return events.slice(sequence, sequence + limit);
    },
    summary: () => summary,
    send: (batch) => {
      sent.push(batch);
      return taken();
    },
    failed: (error) => failures.push(String(error)),
  });
  const spoil = (): void => {
    isSpoilt = true;
  };
  const add = (count: number): void => {
    for (let index = 0; index < count; index++) {
      const event = { type: "end", reason: "complete", best: 0, bestFitness: 1 } as const;
      events.push({ sequence: events.length + 1, event });
    }
  };
  const pass = async (milliseconds: number): Promise<void> => {
    t.mock.timers.tick(milliseconds);
    await new Promise(setImmediate);
  };
  return { feed, sent, failures, spoil, add, reads: () => reads, pass };
}
