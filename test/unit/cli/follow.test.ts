import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import type { Runner } from "../../../src/cli/connection.ts";
import { followSearch } from "../../../src/cli/follow.ts";
import type { NotificationMap, NumberedEvent, SearchDetail } from "../../../src/protocol/runner.ts";
import { runningSummary } from "../../support/cli-views.ts";
import { equalLayers } from "../../support/ratefile-shapes.ts";

const generations: NumberedEvent[] = [1, 2, 3, 4].map((sequence) => ({
  sequence,
  event: {
    type: "generation",
    generation: sequence - 1,
    generations: 3,
    population: [0],
    best: 0,
    bestFitness: 10 - sequence,
    meanFitness: 10,
  },
}));

const never = new Promise<void>(() => {});

/** A runner whose connection loses and doubles batches; `script` is called at each subscription with what is asked. */
function fakeRunner(script: (send: (from: number, to: number) => void, end: () => void, after: number) => void) {
  const listeners: ((batch: NotificationMap["search/events"]) => void)[] = [];
  const changes: ((change: NotificationMap["search/changed"]) => void)[] = [];
  const asked: number[] = [];
  let summary = runningSummary();
  const send = (from: number, to: number) => {
    for (const listener of listeners) listener({ id: summary.id, from, events: generations.slice(from, to), summary });
  };
  const end = () => {
    summary = runningSummary({ state: "finished" });
    for (const change of changes) change({ summary });
  };
  const runner = {
    async request(name: string, { after }: { after: number }) {
      const detail = { summary, shape: equalLayers(1), bestRates: undefined, report: undefined, sequence: 4 };
      if (name === "search/subscribe") {
        asked.push(after);
        script(send, end, after);
      }
      return detail as unknown as SearchDetail;
    },
    onNotification(name: string, listener: never) {
      if (name === "search/events") listeners.push(listener);
      else changes.push(listener);
      return () => {};
    },
    closed: never,
  };
  return { runner: runner as unknown as Runner, asked };
}

/** The generations that a reporter was shown, in order. */
async function shownBy(runner: Runner): Promise<number[]> {
  const shown: number[] = [];
  const reporter = {
    show: (_: unknown, events: readonly NumberedEvent[]) => shown.push(...events.map((e) => e.sequence)),
  };
  const detail = await followSearch(runner, runningSummary().id, reporter, never);
  assert.equal(detail?.summary.state, "finished");
  return shown;
}

describe("followSearch", () => {
  it("shows every event once and in order, also those that come before the subscription is answered", async () => {
    const { runner } = fakeRunner((send, end) => {
      send(0, 2);
      setTimeout(() => {
        send(1, 3);
        send(3, 4);
        end();
      });
    });
    assert.deepEqual(await shownBy(runner), [1, 2, 3, 4]);
  });

  it("asks again from where it stands after a gap", async () => {
    const { runner, asked } = fakeRunner((send, end, after) => {
      setTimeout(() => {
        if (after === 0) send(0, 1);
        // 2 is lost the first time.
        send(after === 0 ? 2 : after, 4);
        if (after > 0) end();
      });
    });
    assert.deepEqual(await shownBy(runner), [1, 2, 3, 4]);
    assert.deepEqual(asked, [0, 1]);
  });

  it("waits for the last batch when the end is told before it", async () => {
    const { runner } = fakeRunner((send, end) => {
      setTimeout(end);
      setTimeout(() => send(0, 4), 20);
    });
    assert.deepEqual(await shownBy(runner), [1, 2, 3, 4]);
  });

  it("leaves a search that goes on", async () => {
    const { runner } = fakeRunner((send) => send(0, 1));
    assert.equal(await followSearch(runner, "3fa4c1", { show: () => {} }, Promise.resolve()), undefined);
  });

  it("says how to go on when the runner is gone", async () => {
    const { runner } = fakeRunner((send) => send(0, 1));
    const lost = followSearch({ ...runner, closed: Promise.resolve() }, "3fa4c1", { show: () => {} }, never);
    await assert.rejects(lost, (error) => error instanceof UserError && error.code === "runner-lost");
  });
});
