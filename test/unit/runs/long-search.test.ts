import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LlmCallRecord } from "../../../src/llm/journal.ts";
import { openRunDatabase } from "../../../src/runs/run-database.ts";
import { snapshotOf, writeLongSearch } from "../../support/long-search.ts";

const EVALUATIONS = 100_000;
/** Milliseconds. It blocks the runner, and a person waits for it. */
const LIMIT = 300;

describe(`a search of ${EVALUATIONS} evaluations of 32 layers`, () => {
  it(`is drawn from a snapshot of bounded size that takes at most ${LIMIT} ms`, (t) => {
    const database = openRunDatabase<LlmCallRecord>(":memory:");
    writeLongSearch(database, "s", EVALUATIONS);
    const rounds = Array.from({ length: 3 }, () => {
      // Not the time on the clock: others may be at work on the machine.
      const before = process.cpuUsage();
      const text = JSON.stringify(snapshotOf(database, "s"));
      const { user, system } = process.cpuUsage(before);
      return { milliseconds: (user + system) / 1000, text };
    });
    const { points, best, generations, top, proposals, tally } = snapshotOf(database, "s");
    assert.ok(points.length > 1200 && points.length <= 2400);
    assert.deepEqual([generations.length, top.length, proposals.length], [200, 200, 200]);
    assert.deepEqual([generations[0]?.generation, generations.at(-1)?.generation], [0, EVALUATIONS / 20 - 1]);
    assert.equal(top[0]?.fitness, best.at(-1)?.fitness);
    assert.equal(tally.requested, EVALUATIONS);
    const fastest = Math.min(...rounds.map(({ milliseconds }) => milliseconds));
    t.diagnostic(`${fastest.toFixed(0)} ms, ${((rounds[0]?.text.length ?? 0) / 1e6).toFixed(1)} MB`);
    assert.ok(fastest <= LIMIT, `${fastest} ms`);
    database.close();
  });
});
