import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { driverTraces } from "../../../src/evaluation/driver-traces.ts";
import { ProbeMemory } from "../../../src/evaluation/probe-memory.ts";
import type { SelfTestOptions, SelfTestReport } from "../../../src/evaluation/self-test.ts";

const quiet = new AbortController().signal;
const webgpu: SelfTestOptions = { device: "webgpu", precision: "fp32", speed: true };
const failed: SelfTestReport = { passed: false, reason: "no supported adapters" };
const passed: SelfTestReport = { passed: true, error: 1e-7 };

/** A machine whose drivers, clock and findings the test changes. */
function machine() {
  const state = { traces: "driver 1", now: 0, finding: async () => failed, trials: 0 };
  const memory = new ProbeMemory({
    test: () => {
      state.trials++;
      return state.finding();
    },
    traces: async () => state.traces,
    now: () => state.now,
  });
  return { state, memory, ask: (options = webgpu) => memory.report(options, quiet) };
}

describe("what is remembered of devices", () => {
  it("is that they failed, too: nobody waits twice for the same", async () => {
    const { state, ask } = machine();
    assert.deepEqual(await Promise.all([ask(), ask()]), [failed, failed]);
    assert.deepEqual(await ask(), failed);
    assert.equal(state.trials, 1, "asked at once and one after the other");
    await ask({ ...webgpu, precision: "fp16" });
    assert.equal(state.trials, 2, "another question");
  });

  it("is forgotten with another driver, of a failure after ten minutes, and on demand", async () => {
    const { state, memory, ask } = machine();
    await ask();
    state.traces = "driver 2";
    state.finding = async () => passed;
    assert.deepEqual(await ask(), passed);
    state.now += 3_600_000;
    await ask();
    assert.equal(state.trials, 2, "what passed stays");
    state.traces = "driver 3";
    state.finding = async () => failed;
    await ask();
    state.now += 600_000;
    await ask();
    assert.equal(state.trials, 3);
    state.now += 1;
    await ask();
    assert.equal(state.trials, 4);
    memory.forget();
    await ask();
    assert.equal(state.trials, 5);
  });

  it("is no trial that could not be made", async () => {
    const { state, ask } = machine();
    state.finding = () => Promise.reject(new Error("no process"));
    await assert.rejects(ask(), /no process/);
    state.finding = async () => passed;
    assert.deepEqual(await ask(), passed);
  });

  it("is found out for all, also when one of them does not wait for it", async () => {
    const { state, memory, ask } = machine();
    const trial = Promise.withResolvers<SelfTestReport>();
    state.finding = () => trial.promise;
    const abort = new AbortController();
    const impatient = memory.report(webgpu, abort.signal);
    const patient = ask();
    abort.abort(new Error("gave up"));
    await assert.rejects(impatient, /gave up/);
    trial.resolve(passed);
    assert.deepEqual(await patient, passed);
    assert.equal(state.trials, 1);
  });
});

describe("the traces of drivers", () => {
  it("are the same as long as nothing is installed", async () => {
    assert.equal(await driverTraces(), await driverTraces());
  });
});
