import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LlmCallRecord } from "../../../src/llm/journal.ts";
import { EventRecorder } from "../../../src/runner/event-recorder.ts";
import { resumableProposer } from "../../../src/runner/resumable-proposer.ts";
import { SearchClock } from "../../../src/runner/search-clock.ts";
import { openRunDatabase, type RunDatabase } from "../../../src/runs/run-database.ts";
import type { SearchEvent } from "../../../src/search/events.ts";
import type { Proposal, ProposalOutcome, ProposalRequest, Proposer } from "../../../src/search/ports.ts";
import { storedSearch } from "../../support/stored-search.ts";

const outcome: ProposalOutcome = {
  calls: 1,
  inputTokens: 2,
  outputTokens: 3,
  money: 0.5,
  seconds: 0,
  faults: { prose: 1 },
};
const events: SearchEvent[] = [
  { type: "evaluated", candidate: 0, windows: 4, fitness: 9, final: true, evaluations: 1 },
  { type: "evaluated", candidate: 1, windows: 4, fitness: 7, final: true, evaluations: 2 },
  {
    type: "proposals",
    request: 0,
    operator: "mutation",
    generation: 1,
    tally: {
      requested: 1,
      accepted: 1,
      repaired: 0,
      wrongLength: 0,
      outOfRange: 0,
      notANumber: 0,
      duplicates: 0,
      surplus: 0,
    },
    outcome,
  },
  { type: "end", reason: "complete", best: 1, bestFitness: 7 },
];

describe("events of a search that is run again", () => {
  it("are neither stored nor told twice, and add up to the same", () => {
    const database = withSearch();
    const first = recorder(database);
    assert.deepEqual(
      events.slice(0, 2).map((event) => first.record(event)),
      [true, true],
    );
    const second = recorder(database);
    assert.deepEqual(
      events.map((event) => second.record(event)),
      [false, false, true, true],
    );
    assert.equal(database.events.last("s"), events.length);
    assert.deepEqual(second.progress.best, { candidate: 1, fitness: 7 });
    assert.deepEqual(second.progress.llm, {
      calls: 1,
      inputTokens: 2,
      outputTokens: 3,
      money: 0.5,
      accepted: 1,
      faults: { prose: 1 },
    });
    assert.equal(second.progress.endReason, "complete");
    assert.deepEqual(database.searches.find("s")?.progress, JSON.parse(JSON.stringify(second.progress)));
  });

  it("must be the same events", () => {
    const database = withSearch();
    const [first, second] = events as [SearchEvent, SearchEvent];
    recorder(database).record(first);
    assert.throws(() => recorder(database).record(second), {
      name: "UserError",
      code: "replay-mismatch",
      message: /event 1/,
    });
  });

  it("give the method the time of then until the replay is over", () => {
    const database = withSearch();
    let now = 0;
    const clockOfThen = new SearchClock(0, () => now);
    clockOfThen.start();
    const first = new EventRecorder(database, "s", storedSearch().progress, clockOfThen);
    for (const event of events.slice(0, 2)) {
      now += 1000;
      first.record(event);
    }
    const clock = new SearchClock(2, () => 0);
    const second = new EventRecorder(database, "s", first.progress, clock);
    const seen = events.slice(0, 3).map((event) => {
      const before = clock.elapsed();
      second.record(event);
      return before;
    });
    assert.deepEqual(seen, [0, 1, 2]);
  });
});

describe("an LLM's vectors", () => {
  it("that had arrived stay when the call is made again and says something else", async () => {
    const database = withSearch();
    const life = (vectors: number[]) => resumableProposer(speaking(vectors), database.llmCalls, "s");
    const cut = life([1, 2, 3]).propose(request, new AbortController().signal);
    assert.deepEqual(valuesOf([(await cut.next()).value, (await cut.next()).value]), [1, 2]);
    assert.deepEqual(await collect(life([10, 20, 30, 40])), [1, 2, 30, 40]);
    assert.deepEqual(await collect(life([5])), [1, 2, 30, 40], "what was used once is used again");
  });

  it("are hung up on when nobody listens any more", async () => {
    let closed = false;
    const endless: Proposer = {
      async *propose() {
        try {
          for (;;) yield { values: [0], parents: [] };
        } finally {
          closed = true;
        }
      },
    };
    const answer = resumableProposer(endless, withSearch().llmCalls, "s").propose(
      request,
      new AbortController().signal,
    );
    await answer.next();
    await answer.return(outcome);
    assert.ok(closed);
  });
});

const request: ProposalRequest = {
  ordinal: 0,
  operator: "initial",
  generation: 0,
  count: 3,
  layers: 1,
  target: 0.5,
  population: [],
  retry: false,
};

function speaking(vectors: readonly number[]): Proposer {
  return {
    async *propose() {
      for (const value of vectors) yield { values: [value], parents: [] };
      return outcome;
    },
  };
}

async function collect(proposer: Proposer): Promise<(number | undefined)[]> {
  const proposals: Proposal[] = [];
  for await (const proposal of proposer.propose(request, new AbortController().signal)) proposals.push(proposal);
  return valuesOf(proposals);
}

function valuesOf(proposals: readonly (Proposal | ProposalOutcome)[]): (number | undefined)[] {
  return proposals.map((proposal) => ("values" in proposal ? proposal.values[0] : undefined));
}

function recorder(database: RunDatabase<LlmCallRecord>): EventRecorder {
  const { progress = storedSearch().progress } = database.searches.find("s") ?? {};
  return new EventRecorder(database, "s", progress, new SearchClock(0));
}

function withSearch(): RunDatabase<LlmCallRecord> {
  const database = openRunDatabase<LlmCallRecord>(":memory:");
  database.searches.insert(storedSearch());
  return database;
}
