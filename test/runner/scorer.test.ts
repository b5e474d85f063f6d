import assert from "node:assert/strict";
import { after, afterEach, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { seededRandom } from "../../src/base/random.ts";
import type { EngineOptions, Windows } from "../../src/evaluation/engine.ts";
import { openScorer } from "../../src/evaluation/open-scorer.ts";
import { RemoteEngine } from "../../src/evaluation/remote-engine.ts";
import type { Score, ScoreRequest, Scorer, ScorerOptions } from "../../src/evaluation/scorer.ts";
import { openModelFolder } from "../../src/model/open-model-folder.ts";
import { type Plan, planForRates } from "../../src/pruning/plan.ts";
import { uniformRates } from "../../src/pruning/rates.ts";
import { childrenOf } from "../support/processes.ts";
import { kill } from "../support/runner-kit.ts";

const model = fileURLToPath(new URL("../../samples/stories260K", import.meta.url));
const never = new AbortController().signal;
const { shape, transformer } = await openModelFolder(model);
const half: Plan = planForRates(shape, uniformRates(transformer.layers, 0.5));

const options: ScorerOptions = {
  model,
  device: "cpu",
  precision: "fp32",
  engines: 1,
  maxLength: 256,
  cacheBytes: 64 << 20,
  importance: "wanda-sp",
  scoring: "dense",
};

/** Random tokens: what they say does not matter here. Two batches and a bit, so that engines get unequal shares. */
function windows(seed: number, count = 19, length = 256): Windows {
  const random = seededRandom(seed);
  return {
    count,
    length,
    tokens: Int32Array.from({ length: count * length }, () => random.integer(transformer.vocabulary)),
  };
}

const scorers: Scorer[] = [];
async function open(changes: Partial<ScorerOptions> = {}, start?: Parameters<typeof openScorer>[2]): Promise<Scorer> {
  const scorer = await openScorer({ ...options, ...changes }, never, start);
  scorers.push(scorer);
  await scorer.setText("search", windows(1));
  await scorer.setText("calibration", windows(2));
  return scorer;
}
afterEach(() => Promise.all(scorers.splice(0).map((scorer) => scorer.close())));

after(() => {
  if (process.platform === "linux") assert.deepEqual(childrenOf(process.pid), [], "processes were left behind");
});

const dense = { text: "search", from: 0, to: 19, objective: "perplexity" } as const;
const pruned = { ...dense, plan: half } as const;

async function calibrated(changes: Partial<ScorerOptions> = {}): Promise<Scorer> {
  const scorer = await open(changes);
  await scorer.calibrate("calibration", never);
  return scorer;
}

const mean = ({ losses, targetsPerWindow }: Score): number =>
  losses.reduce((sum, loss) => sum + loss, 0) / (losses.length * targetsPerWindow);

describe("a scorer", () => {
  it("scores windows in order, the same in any range", async () => {
    const scorer = await calibrated({ engines: 2 });
    const whole = await scorer.score(pruned, never);
    assert.equal(whole.losses.length, 19);
    assert.equal(whole.targetsPerWindow, 255);
    assert.equal(whole.tokens, 19 * 256);
    for (const [from, to] of [
      [0, 8],
      [8, 19],
      [18, 19],
      [3, 4],
    ] as const) {
      const part = await scorer.score({ ...pruned, from, to }, never);
      assert.deepEqual(part.losses, whole.losses.slice(from, to));
    }
    const reversed = windows(1);
    const swapped = {
      ...reversed,
      tokens: Int32Array.from([...reversed.tokens.slice(256, 512), ...reversed.tokens.slice(0, 256)]),
      count: 2,
    };
    await scorer.setText("swapped", swapped);
    const { losses } = await scorer.score({ ...pruned, text: "swapped", to: 2 }, never);
    assert.deepEqual(losses, [whole.losses[1], whole.losses[0]]);
  });

  it("prunes: the dense model differs from the pruned one, and KL to itself is none", async () => {
    const scorer = await calibrated();
    const [whole, less] = [await scorer.score(dense, never), await scorer.score(pruned, never)];
    assert.notEqual(mean(whole), mean(less));
    const kl = { objective: "kl" } as const;
    // 512 of 512 tokens are stored as log-probabilities in single precision.
    assert.ok(Math.abs(mean(await scorer.score({ ...dense, ...kl }, never))) < 1e-6);
    assert.ok(mean(await scorer.score({ ...pruned, ...kl }, never)) > 0.01);
  });

  for (const changes of [
    { importance: "wanda-sp", scoring: "dense" },
    { importance: "flap", scoring: "sequential" },
  ] as const) {
    it(`gives bitwise the same for one and three engines (${JSON.stringify(changes)})`, async () => {
      const requests: ScoreRequest[] = [dense, pruned, { ...pruned, from: 5, to: 11 }, { ...pruned, objective: "kl" }];
      const results: (readonly number[])[][] = [];
      for (const engines of [1, 3]) {
        const scorer = await calibrated({ ...changes, engines });
        const scores: Score[] = [];
        for (const request of requests) scores.push(await scorer.score(request, never));
        results.push([...scores.map(({ losses }) => losses), await scorer.outlierRatios("calibration", 5, never)]);
        await scorer.close();
      }
      assert.deepEqual(results[1], results[0]);
      assert.ok(results[0]?.flat().every(Number.isFinite));
    });
  }

  it("answers questions asked at once as if asked one by one", async () => {
    const scorer = await calibrated({ engines: 2, importance: "flap" });
    const requests: ScoreRequest[] = [dense, pruned, { ...pruned, objective: "kl" }, { ...dense, from: 3, to: 9 }];
    const together = await Promise.all(requests.map((request) => scorer.score(request, never)));
    for (const [index, request] of requests.entries()) {
      assert.deepEqual(together[index]?.losses, (await scorer.score(request, never)).losses);
    }
  });

  it("gives the same result when engines are killed at any moment", async (t) => {
    if (process.platform === "win32") return t.skip("Windows has no SIGKILL to send");
    const quiet = await calibrated({ engines: 2, importance: "flap" });
    const kl = { ...pruned, objective: "kl" } as const;
    const expected = (await quiet.score(kl, never)).losses;
    const pids = new Set<number>();
    const scorer = await open({ engines: 2, importance: "flap" }, async (engineOptions, signal) => {
      const engine = await RemoteEngine.open(engineOptions, signal);
      if (engine.pid) pids.add(engine.pid);
      return engine;
    });
    let kills = 0;
    for (const delay of [0, 5, 20, 50]) {
      const killer = setTimeout(() => {
        for (const pid of pids) kill(pid);
        pids.clear();
        kills++;
      }, delay);
      await scorer.calibrate("calibration", never);
      assert.deepEqual((await scorer.score(kl, never)).losses, expected);
      clearTimeout(killer);
    }
    assert.ok(kills > 0);
  });

  it("stops promptly when aborted, and goes on afterwards", async () => {
    let starts = 0;
    const scorer = await open({ engines: 2 }, (engineOptions, signal) => {
      starts++;
      return RemoteEngine.open(engineOptions, signal);
    });
    await scorer.calibrate("calibration", never);
    await scorer.setText("long", windows(3, 400));
    const controller = new AbortController();
    const reason = new Error("stop");
    const request = { ...pruned, text: "long", to: 400 };
    const scoring = Promise.allSettled([
      scorer.score(request, controller.signal),
      scorer.score(request, controller.signal),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    controller.abort(reason);
    for (const outcome of await scoring) assert.deepEqual(outcome, { status: "rejected", reason });
    assert.equal((await scorer.score(dense, never)).losses.length, 19);
    // An engine that does not heed an abort is killed, and another is started for it.
    assert.equal(starts, 2);
  });

  it("says what is wrong with the model, the importance or the tokens, and leaves no process", async () => {
    await assert.rejects(openScorer({ ...options, model: `${model}-not-here` }, never), {
      name: "UserError",
      code: "model-missing",
    });
    await assert.rejects(openScorer({ ...options, importance: "magic" }, never), { code: "importance-unknown" });
    const scorer = await open();
    await scorer.setText("foreign", { count: 1, length: 4, tokens: Int32Array.of(1, 2, 3, transformer.vocabulary) });
    await assert.rejects(scorer.score({ ...dense, text: "foreign", to: 1 }, never), /the model knows 0 to 511/);
  });

  it("is given up while its engines start, and leaves no process", async () => {
    const stop = new AbortController();
    const start = async (engineOptions: EngineOptions, signal: AbortSignal) => {
      const opening = RemoteEngine.open(engineOptions, signal);
      stop.abort(new Error("stopped"));
      return opening;
    };
    await assert.rejects(openScorer({ ...options, engines: 2 }, stop.signal, start), /stopped/);
  });

  it("tells of an engine that keeps crashing", async () => {
    const program = fileURLToPath(new URL("../support/faulty-engine.ts", import.meta.url));
    const start = (engineOptions: EngineOptions, signal: AbortSignal) =>
      RemoteEngine.open({ ...engineOptions, model: "exit" }, signal, { program });
    await assert.rejects(openScorer(options, never, start), {
      code: "engine-crashed",
      message: /exit code 7 4 times \(bad_alloc\)/,
    });
  });
});
