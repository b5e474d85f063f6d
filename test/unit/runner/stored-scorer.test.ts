import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Score, ScoreRequest, Scorer } from "../../../src/evaluation/scorer.ts";
import { Gate } from "../../../src/runner/gate.ts";
import { StoredScorer } from "../../../src/runner/stored-scorer.ts";
import { openRunDatabase } from "../../../src/runs/run-database.ts";
import { storedSearch } from "../../support/stored-search.ts";

const question = {
  text: "search",
  plan: [{ groups: 1, neurons: 2 }],
  range: { from: 0, to: 2 },
  objective: "perplexity",
} as const;
const { signal } = new AbortController();

describe("a scorer that remembers", () => {
  it("has an answer in the database before it gives it, and never asks again", async () => {
    const { scorer, asked, database, tokens } = setUp();
    const score = await scorer.score(question, signal);
    const stored = { ...question, plan: "1.2" };
    assert.deepEqual(database.evaluations.find("s", stored), score);
    assert.deepEqual(await scorer.score(question, signal), score);
    assert.deepEqual([asked.length, tokens()], [1, 16]);
    await scorer.score({ ...question, plan: undefined }, signal);
    assert.deepEqual(
      asked.map(({ plan }) => plan),
      [question.plan, undefined],
    );
  });

  it("asks once when the same is asked twice at a time", async () => {
    const { scorer, asked } = setUp();
    await Promise.all([scorer.score(question, signal), scorer.score(question, signal)]);
    assert.equal(asked.length, 1);
  });

  it("answers from memory but asks nothing while the gate is closed", async () => {
    const { scorer, asked, gate } = setUp();
    await scorer.score(question, signal);
    gate.close();
    await scorer.score(question, signal);
    const waiting = scorer.score({ ...question, range: { from: 2, to: 4 } }, signal);
    await new Promise(setImmediate);
    assert.equal(asked.length, 1);
    gate.open();
    await waiting;
    assert.equal(asked.length, 2);
  });

  it("asks again after a failure", async () => {
    const { scorer, asked, fail } = setUp();
    fail(true);
    await assert.rejects(scorer.score(question, signal), /engine died/);
    fail(false);
    await scorer.score(question, signal);
    assert.equal(asked.length, 2);
  });
});

function setUp() {
  const database = openRunDatabase(":memory:");
  database.searches.insert(storedSearch());
  const asked: ScoreRequest[] = [];
  let tokens = 0;
  let failing = false;
  const engine: Pick<Scorer, "deviceName" | "score"> = {
    deviceName: "cpu",
    score: async (request): Promise<Score> => {
      asked.push(request);
      if (failing) throw new Error("engine died");
      return { losses: [0.1, 1 / 3], targetsPerWindow: 7, tokens: 16, seconds: 0.01 };
    },
  };
  const gate = new Gate();
  const scorer = new StoredScorer({
    search: "s",
    // Only what scores is used here.
    scorer: engine as Scorer,
    store: database.evaluations,
    gate,
    onTokens: (count) => {
      tokens += count;
    },
  });
  const fail = (now: boolean): void => {
    failing = now;
  };
  return { scorer, asked, database, gate, tokens: () => tokens, fail };
}
