import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LlmCallRecord } from "../../../src/llm/journal.ts";
import type { Measured, ProtocolCard } from "../../../src/protocol/card.ts";
import { fitnessText } from "../../../src/protocol/text/numbers.ts";
import { ChangeFeed } from "../../../src/runner/change-feed.ts";
import { secondsLeft } from "../../../src/runner/eta.ts";
import { Gate } from "../../../src/runner/gate.ts";
import { Lane, type LaneJob } from "../../../src/runner/lane.ts";
import { journalOf } from "../../../src/runner/llm-journal.ts";
import { parseNvidiaSmi } from "../../../src/runner/nvidia-smi.ts";
import { measured } from "../../../src/runner/protocol-card.ts";
import { SearchClock } from "../../../src/runner/search-clock.ts";
import { Secrets } from "../../../src/runner/secrets.ts";
import type { RunDatabase } from "../../../src/runs/run-database.ts";
import { settle } from "../../support/settle.ts";

describe("the time that is left", () => {
  const pace = { elapsed: 10, evaluations: 20, expectedEvaluations: 100, seconds: undefined };

  it("is what the other evaluations take at this pace, but no longer than the budget", () => {
    assert.equal(secondsLeft(pace), 40);
    assert.equal(secondsLeft({ ...pace, seconds: 25 }), 15);
    assert.equal(secondsLeft({ ...pace, evaluations: 120 }), 0);
  });

  it("is not guessed from nothing", () => {
    assert.equal(secondsLeft({ ...pace, evaluations: 2 }), undefined);
    assert.equal(secondsLeft({ ...pace, evaluations: 0, seconds: 25 }), 15);
  });
});

describe("the clock of a search", () => {
  it("adds up its lives, without the pauses", () => {
    let now = 0;
    const clock = new SearchClock(5, () => now);
    now = 1000;
    assert.equal(clock.total(), 5, "it has not started");
    clock.start();
    now = 3000;
    assert.equal(clock.total(), 7);
    clock.stop();
    now = 9000;
    clock.start();
    now = 10_000;
    assert.equal(clock.total(), 8);
  });

  it("tells a method the time of the last event, whatever has passed since", () => {
    let now = 0;
    const clock = new SearchClock(60, () => now);
    clock.start();
    assert.equal(clock.elapsed(), 0);
    clock.advance(12);
    now = 1000;
    assert.equal(clock.elapsed(), 12);
    assert.equal(clock.total(), 61);
  });
});

const callRecord: LlmCallRecord = {
  ordinal: 0,
  retry: false,
  startedAt: "2026-01-02T03:04:05.000Z",
  messages: [],
  parameters: {},
  answer: "",
  vectors: [],
  tokensEstimated: false,
  outcome: { calls: 1, inputTokens: 1, outputTokens: 1, money: 0, seconds: 1, faults: {} },
};

describe("a measured perplexity", () => {
  const card = { targets: 10 } as ProtocolCard;

  it("is that of the mean loss", () => {
    assert.deepEqual(measured(20, card), { perplexity: Math.exp(2), loss: 2, card });
  });

  it("survives JSON and can be shown when the model was cut to pieces", () => {
    for (const loss of [Number.NaN, Number.POSITIVE_INFINITY, 1e6]) {
      const { perplexity, loss: mean }: Measured = JSON.parse(JSON.stringify(measured(loss, card)));
      assert.equal(perplexity, Number.MAX_VALUE);
      assert.equal(mean, loss === 1e6 ? 1e5 : Number.MAX_VALUE);
      assert.equal(fitnessText(perplexity), "∞");
    }
  });
});

describe("secrets", () => {
  it("are replaced wherever they stand, escaped or not", () => {
    const secrets = new Secrets();
    secrets.keep("a", 'k"1');
    secrets.keep("b", "k2");
    assert.equal(secrets.redact(`k"1, ${JSON.stringify('k"1')}, k2k2`), `[key], "[key]", [key][key]`);
    secrets.forget("b");
    assert.equal(secrets.redact("k2"), "k2");
  });

  it("leave a stored call as it was where they are only placeholders, or words of the record itself", () => {
    const secrets = new Secrets();
    secrets.keep("a", "1");
    secrets.keep("b", "messages");
    const stored: LlmCallRecord[] = [];
    const database = {
      searches: { find: () => ({}) },
      llmCalls: { append: (_: string, record: LlmCallRecord) => stored.push(record) },
    } as unknown as RunDatabase<LlmCallRecord>;
    const messages = [{ role: "user", content: "Your messages" }] as const;
    journalOf(database, secrets, "s").append({ ...callRecord, messages, answer: "[0.1, 0.21]" });
    assert.deepEqual(stored, [
      { ...callRecord, messages: [{ role: "user", content: "Your [key]" }], answer: "[0.1, 0.21]" },
    ]);
  });
});

describe("nvidia-smi", () => {
  it("is read where it answers, and not believed where it does not", () => {
    const output = "NVIDIA H200, 37, 1024, 143771\nTesla, [N/A], [Not Supported], 16\n\nFailed to initialize NVML\n";
    assert.deepEqual(parseNvidiaSmi(output), [
      { name: "NVIDIA H200", utilisation: 0.37, memoryUsed: 2 ** 30, memoryTotal: 143_771 * 2 ** 20 },
      { name: "Tesla", utilisation: undefined, memoryUsed: undefined, memoryTotal: 16 * 2 ** 20 },
    ]);
  });
});

describe("a gate", () => {
  it("holds while it is closed, and lets nobody through who was told to go", async () => {
    const gate = new Gate();
    const cancel = new AbortController();
    await gate.pass(cancel.signal);
    gate.close();
    const passed: string[] = [];
    const first = gate.pass(new AbortController().signal).then(() => passed.push("first"));
    const second = assert.rejects(gate.pass(cancel.signal), { message: "enough" });
    cancel.abort(new Error("enough"));
    await second;
    assert.deepEqual(passed, []);
    gate.open();
    await first;
    assert.deepEqual(passed, ["first"]);
  });
});

describe("the changes of searches", () => {
  it("are told to the last when the runner ends, and not afterwards", async () => {
    const told: string[] = [];
    const feed = new ChangeFeed((search) => told.push(search));
    feed.changed("a");
    feed.changed("b");
    await settle();
    feed.changed("a");
    feed.close();
    assert.deepEqual(told, ["a", "b", "a"]);
    feed.changed("b");
    await settle();
    assert.deepEqual(told, ["a", "b", "a"]);
  });
});

describe("a lane", () => {
  it("runs one job after another, lets waiting ones leave, and asks the one that runs to make room", async () => {
    const lane = new Lane();
    const log: string[] = [];
    const jobs = [job("a", log), job("b", log), job("c", log)] as const;
    lane.enter(jobs[0]);
    lane.enter(jobs[1]);
    lane.enter(jobs[2]);
    assert.deepEqual(log, ["a runs", "a yields", "a yields"]);
    assert.equal(lane.leave(jobs[1]), true);
    assert.equal(lane.leave(jobs[0]), false);
    jobs[0].end();
    await new Promise(setImmediate);
    assert.deepEqual(log.slice(3), ["c runs"]);
    assert.equal(lane.isCrowded, false);
    jobs[2].end();
    await new Promise(setImmediate);
    lane.enter(jobs[1]);
    assert.deepEqual(log.slice(4), ["b runs"]);
  });
});

function job(name: string, log: string[]): LaneJob & { end: () => void } {
  const ended = Promise.withResolvers<void>();
  return {
    run: () => {
      log.push(`${name} runs`);
      return ended.promise;
    },
    yieldPlace: () => void log.push(`${name} yields`),
    end: ended.resolve,
  };
}
