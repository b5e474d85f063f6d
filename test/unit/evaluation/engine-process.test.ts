import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { UserError } from "../../../src/base/errors.ts";
import type { EngineOptions } from "../../../src/evaluation/engine.ts";
import { EngineCrashed, EngineProcess } from "../../../src/evaluation/engine-process.ts";
import { RemoteEngine } from "../../../src/evaluation/remote-engine.ts";
import { isRunning } from "../../support/processes.ts";

const program = fileURLToPath(new URL("../../support/faulty-engine.ts", import.meta.url));
const owner = fileURLToPath(new URL("../../support/engine-owner.ts", import.meta.url));
const options = (model: string): EngineOptions => ({
  model,
  device: "cpu",
  precision: "fp32",
  maxLength: 8,
  threads: 1,
  cacheBytes: 0,
  compensated: false,
});
const request = (text: string) => ({ text, from: 0, to: 1, kept: [], objective: "perplexity" }) as const;
const never = new AbortController().signal;

const started: EngineProcess[] = [];
function start(grace = 0.2): EngineProcess {
  const engine = new EngineProcess({ device: "cpu", program, grace });
  started.push(engine);
  return engine;
}
afterEach(async () => {
  await Promise.all(started.splice(0).map((engine) => engine.close()));
});

describe("an engine's process", () => {
  it("that dies rejects what it was asked, and all that it is asked later, with how it ended", async () => {
    const engine = start();
    const calls = [engine.call("evaluate", request("hang")), engine.call("evaluate", request("exit"))];
    const reasons = await Promise.all(calls.map(rejectionOf));
    reasons.push(await rejectionOf(engine.call("evaluate", request(""))));
    for (const reason of reasons) {
      assert.ok(reason instanceof EngineCrashed);
      assert.deepEqual([reason.exitCode, reason.signal, reason.stderr], [7, null, "bad_alloc\n"]);
    }
    assert.equal(engine.ended, true);
  });

  it("that is killed by a signal names it", async () => {
    const crash = await rejectionOf(start().call("evaluate", request("crash")));
    assert.ok(crash instanceof EngineCrashed);
    assert.equal(crash.signal, "SIGSEGV");
  });

  for (const behaviour of ["hang", "block"]) {
    it(`that ${behaviour}s when aborted is killed after the grace, and the call ends with the signal's reason`, async () => {
      const engine = start();
      const controller = new AbortController();
      const call = engine.call("evaluate", request(behaviour), controller.signal);
      await sleep(50);
      const reason = new Error("not wanted any more");
      controller.abort(reason);
      await assert.rejects(call, (error) => error === reason);
      assert.equal(engine.ended, true);
      assertGone(engine.pid);
    });
  }

  it("is not asked at all when the signal is aborted already", async () => {
    const reason = new Error("too late");
    const engine = start();
    await assert.rejects(
      engine.call("evaluate", request("crash"), AbortSignal.abort(reason)),
      (error) => error === reason,
    );
    await sleep(50);
    assert.equal(engine.ended, false);
  });

  it("is closed even when it does not answer", async () => {
    const engine = start();
    engine.call("evaluate", request("block")).catch(() => undefined);
    await engine.close();
    assertGone(engine.pid);
  });

  it("gets no secrets, and telemetry switched off", async (t) => {
    process.env["TEST_OPENAI_API_KEY"] = "sk-secret";
    t.after(() => delete process.env["TEST_OPENAI_API_KEY"]);
    const environment = (await start().call("evaluate", request("environment"))) as unknown as NodeJS.ProcessEnv;
    assert.equal(environment["ORT_DISABLE_TELEMETRY"], "1");
    assert.equal(environment["PATH"], process.env["PATH"]);
    assert.ok(!JSON.stringify(environment).includes("sk-secret"));
  });

  it("ends with the process that started it, however that ends", async () => {
    const parent = fork(owner, [program], { execArgv: [] });
    const [pid] = (await once(parent, "message")) as [number];
    process.kill(pid, 0);
    parent.kill("SIGKILL");
    for (let tries = 0; isRunning(pid) && tries < 500; tries++) await sleep(20);
    assertGone(pid);
  });
});

describe("opening a remote engine", () => {
  it("carries an error for the user across, and leaves no process", async () => {
    await assert.rejects(RemoteEngine.open(options("refuse"), never, { program }), (error) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual(
        [error.code, error.message, error.hint],
        ["tensor-truncated", "A tensor is short.", "Download it again."],
      );
      return true;
    });
  });

  it("can be aborted", async () => {
    const opening = RemoteEngine.open(options("block"), AbortSignal.timeout(100), { program, grace: 0.1 });
    await assert.rejects(opening, { name: "TimeoutError" });
  });
});

async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  assert.equal(outcome.status, "rejected");
  return outcome.reason;
}

function assertGone(pid: number | undefined): void {
  assert.ok(pid);
  assert.equal(isRunning(pid), false, `process ${pid} is still there`);
}
