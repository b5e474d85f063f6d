import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { NotificationMap, SearchSnapshot } from "../../../src/protocol/runner.ts";
import { FoldedSearch } from "../../../webview/model/fold.ts";
import { type Recording, record } from "../../support/webview-recording.ts";

type Batch = NotificationMap["search/events"];

const recording = await record({ generations: 4 });
const total = recording.events.length;

test("folding in batches of any size, some of them twice, gives what folding at once gives", () => {
  const whole = recording.snapshotAt(total);
  const cuts = fc.array(fc.integer({ min: 0, max: total }), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, fc.integer({ min: 0, max: 5 }), (places, overlap) => {
      const folded = new FoldedSearch(recording.snapshotAt(0));
      let from = 0;
      for (const to of [...places.sort((one, other) => one - other), total]) {
        assert.deepEqual(folded.fold(batch(recording, Math.max(0, from - overlap), to)), { kind: "folded" });
        from = to;
      }
      assert.deepEqual(drawn(folded), drawn(whole));
      assert.equal(folded.sequence, total);
    }),
    { numRuns: 30 },
  );
});

test("a snapshot at any moment with the events after it gives the same picture", () => {
  const whole = recording.snapshotAt(total);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: total }), (at) => {
      const folded = new FoldedSearch(recording.snapshotAt(at));
      let result = folded.fold(batch(recording, at, total));
      // A candidate can be announced before the snapshot and scored after it.
      if (result.kind === "unknown") result = folded.learn(recording.candidate(result.candidate).candidate);
      assert.deepEqual(result, { kind: "folded" });
      assert.deepEqual(drawn(folded), drawn(whole));
    }),
    { numRuns: 40 },
  );
});

test("events that do not follow are a gap, and change nothing", () => {
  const folded = new FoldedSearch(recording.snapshotAt(10));
  const before = structuredClone(drawn(folded));
  assert.deepEqual(folded.fold(batch(recording, 12, 20)), { kind: "gap" });
  assert.deepEqual(drawn(folded), before);
  assert.equal(folded.sequence, 10);
});

test("events wait for a candidate that is not known, in their order and across batches", () => {
  const [announced] = recording.events.filter(({ event }) => event.type === "candidate").slice(3);
  assert.ok(announced?.event.type === "candidate");
  const at = announced.sequence;
  const folded = new FoldedSearch(recording.snapshotAt(at));
  const points = folded.points.length;
  const unknown = { kind: "unknown", candidate: announced.event.candidate.id };
  assert.deepEqual(folded.fold(batch(recording, at, at + 5)), unknown);
  assert.deepEqual(folded.fold(batch(recording, at + 5, at + 9)), unknown);
  assert.equal(folded.points.length, points);
  assert.deepEqual(folded.learn(announced.event.candidate), { kind: "folded" });
  assert.deepEqual(drawn(folded), drawn(recording.snapshotAt(at + 9)));
});

test("more events than are worth keeping while a candidate is unknown are a gap", () => {
  const folded = new FoldedSearch(recording.snapshotAt(0));
  const orphan = (sequence: number) => ({
    sequence,
    event: { type: "evaluated", candidate: 9, windows: 1, fitness: 1, final: true, evaluations: sequence } as const,
  });
  const events = Array.from({ length: 5001 }, (_, index) => orphan(index + 1));
  const summary = recording.summaryAt(0);
  assert.deepEqual(folded.fold({ id: recording.id, from: 0, events, summary }), { kind: "gap" });
});

test("a fitness that is not finite is drawn as such and is never the best", () => {
  const folded = new FoldedSearch(recording.snapshotAt(0));
  const [announced] = recording.events.filter(({ event }) => event.type === "candidate");
  assert.ok(announced?.event.type === "candidate");
  const { id } = announced.event.candidate;
  const cut = {
    type: "evaluated",
    candidate: id,
    windows: 1,
    fitness: Number.MAX_VALUE,
    final: true,
    evaluations: 1,
  } as const;
  const events = [
    { sequence: 1, event: announced.event },
    { sequence: 2, event: cut },
  ];
  folded.fold({ id: recording.id, from: 0, events, summary: recording.summaryAt(0) });
  assert.equal(folded.points[0]?.fitness, null);
  assert.equal(folded.top[0]?.fitness, null);
});

test("a generation tells how many evaluations there were, those of candidates that racing dropped included", () => {
  const at = recording.events.findIndex(({ event }) => event.type === "generation");
  const folded = new FoldedSearch(recording.snapshotAt(at));
  const generation = recording.events[at];
  assert.ok(generation);
  const dropped = {
    type: "evaluated",
    candidate: 5000,
    windows: 2,
    fitness: 9,
    final: false,
    evaluations: 30.5,
  } as const;
  const events = [
    { sequence: at + 1, event: dropped },
    { sequence: at + 2, event: generation.event },
  ];
  folded.fold({ id: recording.id, from: at, events, summary: recording.summaryAt(at) });
  assert.equal(folded.generations[0]?.evaluation, 30.5);
});

function batch(from: Recording, start: number, end: number): Batch {
  const message = from.batch(start, end);
  assert.ok(message.type === "events");
  return message;
}

/** What is drawn of a search. */
function drawn({ points, best, generations, top, proposals, tally, detail }: SearchSnapshot) {
  return { points, best, generations, top, proposals, tally, rates: detail.bestRates };
}
