import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { Evaluation, type EvaluationRunner } from "../../../../src/extension/editor/evaluation.ts";
import { rateSubject } from "../../../../src/extension/editor/rate-subject.ts";
import { Emitter } from "../../../../src/extension/emitter.ts";
import type { EvaluateParams, NotificationMap } from "../../../../src/protocol/runner.ts";
import { readRateDocument } from "../../../../src/ratefile/document.ts";

const params: EvaluateParams = {
  model: "/models/tiny",
  rates: [
    { attention: 0.2, mlp: 0.2 },
    { attention: 0.4, mlp: 0.4 },
  ],
  target: 0.3,
  text: { path: "/texts/a.txt", field: "text" },
  calibration: undefined,
  calibrationWindows: 32,
  seqlen: 64,
  bos: false,
  windows: 8,
  importance: "wanda-sp",
  scoring: "dense",
  device: "auto",
  dtype: "fp32",
};

/** A runner whose perplexity is 100 times the sum of the rates, plus 3. */
class FakeRunner {
  readonly progress = new Emitter<NotificationMap["evaluate/progress"]>();
  readonly onEvaluateProgress = this.progress.event;
  readonly asked: string[] = [];
  readonly cancelled: string[] = [];
  textSha256 = "abc";
  /** Called with the ticket before an answer is given. */
  before: (ticket: string) => Promise<void> = async () => {};

  async request(name: string, asked: EvaluateParams & { ticket: string }): Promise<unknown> {
    if (name === "evaluate/cancel") {
      this.cancelled.push(asked.ticket);
      return {};
    }
    this.asked.push(asked.rates.map(({ mlp }) => mlp).join(" "));
    await this.before(asked.ticket);
    const perplexity = 3 + 100 * asked.rates.reduce((sum, { mlp }) => sum + mlp, 0);
    return { perplexity, loss: Math.log(perplexity), card: { ...CARD, textSha256: this.textSha256 } };
  }
}

const CARD = {
  dataset: "a.txt",
  split: "part",
  seqlen: 64,
  bos: false,
  windows: 8,
  targets: 504,
  dtype: "fp32",
  device: "cpu",
};

function evaluationOf(runner: FakeRunner): Evaluation {
  return new Evaluation(runner as unknown as EvaluationRunner);
}

const quiet = { tell: () => {}, signal: new AbortController().signal };

describe("Evaluation", () => {
  it("measures the rates, the dense model and uniform rates of the same target", async () => {
    const runner = new FakeRunner();
    const measured = await evaluationOf(runner).measure(params, 0.31, quiet);
    assert.deepEqual(runner.asked, ["0.2 0.4", "0 0", "0.3 0.3"]);
    assert.ok(Math.abs(measured.perplexity - 63) < 1e-9);
    assert.equal(measured.dense, 3);
    assert.deepEqual(measured.rates, params.rates);
    assert.match(measured.protocol, /^a\.txt \(part\), seqlen 64, no BOS, 8 windows/);
  });

  it("compares with uniform rates of the mean where the file has no target", async () => {
    const runner = new FakeRunner();
    await evaluationOf(runner).measure({ ...params, target: undefined }, 0.31, quiet);
    assert.equal(runner.asked.at(-1), "0.31 0.31");
  });

  it("measures what it is compared with once, until the text or the protocol changes", async () => {
    const runner = new FakeRunner();
    const evaluation = evaluationOf(runner);
    await evaluation.measure(params, 0.3, quiet);
    await evaluation.measure({ ...params, rates: params.rates.toReversed() }, 0.3, quiet);
    assert.equal(runner.asked.length, 4);
    runner.textSha256 = "changed";
    await evaluation.measure(params, 0.3, quiet);
    assert.equal(runner.asked.length, 7);
    await evaluation.measure({ ...params, seqlen: 128 }, 0.3, quiet);
    assert.equal(runner.asked.length, 10);
  });

  it("tells the progress of its own evaluation", async () => {
    const runner = new FakeRunner();
    const told: string[] = [];
    runner.before = async (ticket) => {
      runner.progress.fire({ ticket: "of somebody else", done: 9, total: 10, stage: "Evaluating" });
      runner.progress.fire({ ticket, done: 1, total: 4, stage: "Evaluating" });
    };
    const tell = ({ subject, fraction }: { subject: string; fraction: number }) => told.push(`${subject} ${fraction}`);
    await evaluationOf(runner).measure(params, 0.3, { ...quiet, tell });
    assert.deepEqual(told, ["these rates 0.25", "the dense model 0.25", "uniform rates 0.25"]);
  });

  it("says so when a perplexity is not finite, which JSON makes null of", async () => {
    const runner = new FakeRunner();
    const broken = {
      request: async () => ({ perplexity: null, card: CARD }),
      onEvaluateProgress: runner.onEvaluateProgress,
    };
    const evaluation = new Evaluation(broken as unknown as EvaluationRunner);
    await assert.rejects(evaluation.measure(params, 0.3, quiet), {
      code: "perplexity-infinite",
      message: /these rates/,
    });
  });

  it("cancels what is being measured, and begins nothing after it", async () => {
    const runner = new FakeRunner();
    const abort = new AbortController();
    const cancelled = new UserError("cancelled", "The evaluation was cancelled.");
    runner.before = async () => {
      abort.abort(cancelled);
      throw cancelled;
    };
    const measuring = evaluationOf(runner).measure(params, 0.3, { ...quiet, signal: abort.signal });
    await assert.rejects(measuring, cancelled);
    assert.equal(runner.cancelled.length, 1);
    assert.equal(runner.asked.length, 1);
    await assert.rejects(evaluationOf(runner).measure(params, 0.3, { ...quiet, signal: abort.signal }), cancelled);
    assert.equal(runner.asked.length, 1);
  });

  it("is given up soon after it was cancelled, also by a runner that does not answer", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const runner = new FakeRunner();
    const abort = new AbortController();
    runner.before = () => new Promise(() => {});
    const measuring = evaluationOf(runner).measure(params, 0.3, { ...quiet, signal: abort.signal });
    abort.abort();
    assert.equal(runner.cancelled.length, 1);
    t.mock.timers.tick(3000);
    await assert.rejects(measuring, { code: "cancelled" });
  });
});

describe("rateSubject", () => {
  it("resolves what the file names from where the file lies", () => {
    const text = "model: ../m\ntarget: 0.3\ntext: t.txt\nlayers:\n  0: 0.2\n  1: 0.4\n";
    const subject = rateSubject(readRateDocument(text), "/home/me/rates/a.prune");
    assert.equal(subject.model, "/home/me/m");
    assert.equal(subject.text, "/home/me/rates/t.txt");
    assert.equal(subject.target, 0.3);
    assert.ok(Math.abs(subject.mean - 0.3) < 1e-12);
    assert.equal(subject.rates.length, 2);
  });

  it("names the line of the first error of a file that does not run", () => {
    const text = "model: ../m\ntarget: 0.3\nlayers:\n  0: 0.2\n  1: 30\n";
    assert.throws(
      () => rateSubject(readRateDocument(text), "/home/me/a.prune"),
      (error) => error instanceof UserError && error.code === "rate-file-errors" && /line 5/.test(error.message),
    );
  });
});
