import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { LlmJournal } from "../../../src/llm/journal.ts";
import { openProposer } from "../../../src/llm/open-proposer.ts";
import type { Proposal, ProposalOutcome, ProposalRequest, Proposer } from "../../../src/search/ports.ts";
import { SearchSpec } from "../../../src/search/spec.ts";
import { MemoryJournal } from "../../support/llm-journal.ts";
import { type Behaviour, startLlmServer } from "../../support/llm-server.ts";

const never = new AbortController().signal;
const request: ProposalRequest = {
  ordinal: 0,
  operator: "initial",
  generation: 0,
  count: 3,
  layers: 5,
  target: 0.5,
  population: [],
  retry: false,
};

const editorChat = async (): Promise<never> => {
  throw new Error("no editor is asked here");
};

function proposerOf(choice: unknown, journal: LlmJournal, recorded: LlmJournal = new MemoryJournal()): Proposer {
  const context = { model: { name: "tiny" }, journal, journalOf: () => recorded, editorChat };
  const proposer = openProposer(SearchSpec.shape.llm.parse(choice), context);
  assert.ok(proposer);
  return proposer;
}

async function drain(proposer: Proposer, asked = request, signal = never, wait = 0) {
  const proposals: Proposal[] = [];
  const answers = proposer.propose(asked, signal);
  for (;;) {
    const { value, done } = await answers.next();
    if (done) return { proposals, outcome: value as ProposalOutcome };
    proposals.push(value);
    await sleep(wait);
  }
}

async function withServer(behaviours: Behaviour[], use: (choice: unknown, asked: () => number) => Promise<void>) {
  const server = await startLlmServer({ behaviours });
  try {
    const choice = { provider: "openai", model: "m", baseUrl: server.url, timeout: 0.6 };
    await use(choice, () => server.requests.length);
  } finally {
    await server.close();
  }
}

describe("openProposer", () => {
  it("has no proposer for classical operators", () => {
    const journal = new MemoryJournal();
    const context = { model: { name: "tiny" }, journal, journalOf: () => journal, editorChat };
    assert.equal(openProposer({ provider: "none" }, context), undefined);
  });

  it("refuses OpenAI's own endpoint without a key, and a base URL with credentials", () => {
    const choice = { provider: "openai", model: "m" };
    assert.throws(() => proposerOf(choice, new MemoryJournal()), { code: "api-key-missing" });
    const baseUrl = "http://me:secret@127.0.0.1/v1";
    assert.throws(() => proposerOf({ ...choice, baseUrl }, new MemoryJournal()), { code: "base-url-credentials" });
  });
});

describe("recordedProposer", () => {
  for (const behaviour of ["good", "prose", "cut-stream", "not-a-number", "endless", "unauthorised"] as const) {
    it(`answers the same from the journal after ${behaviour}, without asking again`, async () => {
      await withServer([behaviour], async (choice, asked) => {
        const journal = new MemoryJournal();
        const first = await drain(proposerOf(choice, journal));
        const calls = asked();
        const again = await drain(proposerOf(choice, journal));
        assert.deepEqual(again, first);
        assert.deepEqual([asked(), journal.rows.length], [calls, 1]);
      });
    });
  }

  it("reads and records the answer however slowly its vectors are taken", async () => {
    await withServer(["slow"], async (choice) => {
      const journal = new MemoryJournal();
      // Three pauses of 300 ms together exceed the 0.6 s of silence that an endpoint is allowed.
      const { proposals, outcome } = await drain(proposerOf(choice, journal), request, never, 300);
      assert.deepEqual([proposals.length, outcome.faults], [3, {}]);
    });
  });

  it("records a call that ended although nobody took its vectors yet", async () => {
    await withServer(["good"], async (choice) => {
      const journal = new MemoryJournal();
      const answers = proposerOf(choice, journal).propose(request, never);
      await answers.next();
      for (let wait = 0; wait < 100 && journal.rows.length === 0; wait++) await sleep(20);
      assert.equal(journal.rows.length, 1);
      await answers.return(undefined as never);
    });
  });

  it("does not record a call that was abandoned, and asks it again", async () => {
    await withServer(["hang-mid-stream", "good"], async (choice, asked) => {
      const journal = new MemoryJournal();
      const answers = proposerOf(choice, journal).propose(request, never);
      await answers.next();
      await answers.return(undefined as never);
      const { proposals } = await drain(proposerOf(choice, journal));
      assert.deepEqual([proposals.length, asked(), journal.rows.length], [3, 2, 1]);
    });
  });

  it("throws what it was aborted with", async () => {
    await withServer(["hang"], async (choice) => {
      const stop = new AbortController();
      const reason = new Error("stop");
      setTimeout(() => stop.abort(reason), 100);
      await assert.rejects(drain(proposerOf(choice, new MemoryJournal()), request, stop.signal), reason);
      await assert.rejects(drain(proposerOf(choice, new MemoryJournal()), request, stop.signal), reason);
    });
  });

  it("throws what the journal throws: a call that cannot be kept cannot be repeated", async () => {
    await withServer(["good"], async (choice) => {
      const full: LlmJournal = {
        find: () => undefined,
        append: () => {
          throw new Error("disk full");
        },
      };
      await assert.rejects(drain(proposerOf(choice, full)), /disk full/);
    });
  });
});

describe("replay", () => {
  it("gives the answers of another search without a key, and keeps them in its own journal", async () => {
    await withServer(["good"], async (choice, asked) => {
      const recorded = new MemoryJournal();
      const first = await drain(proposerOf(choice, recorded));
      const own = new MemoryJournal();
      const replay = proposerOf({ provider: "replay", search: "s1" }, own, recorded);
      assert.deepEqual(await drain(replay), first);
      assert.deepEqual([own.rows, asked()], [recorded.rows, 1]);
    });
  });

  it("yields nothing for a request that was never made, and counts it", async () => {
    const replay = proposerOf({ provider: "replay", search: "s1" }, new MemoryJournal());
    const { proposals, outcome } = await drain(replay, { ...request, ordinal: 7 });
    assert.deepEqual([proposals, outcome.faults, outcome.calls], [[], { "not-recorded": 1 }, 0]);
  });
});
