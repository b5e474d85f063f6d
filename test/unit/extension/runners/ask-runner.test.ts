import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { Emitter } from "../../../../src/extension/emitter.ts";
import type { Presence, RunnerLink } from "../../../../src/extension/runner/link.ts";
import { askDoctor, askRunning } from "../../../../src/extension/runners/ask-runner.ts";
import { onSkew } from "../../../../src/extension/runners/on-skew.ts";
import { settle } from "../../../support/settle.ts";

const attached = { kind: "attached", welcome: {} } as Presence;
const silent = new Promise<never>(() => undefined);

/** What is asked of a link, answered by `answer`. */
function linkThat(answer: () => Promise<unknown>, presence: Presence = attached) {
  const asked: string[] = [];
  const request = ((name: string) => {
    asked.push(name);
    return answer();
  }) as RunnerLink["request"];
  return { asked, presence, request };
}

describe("the doctor's question to the runner", () => {
  it("is answered with its checks, or with why there is none", async () => {
    const checks = [{ name: "disk", state: "ok", text: "Room." }];
    const signal = new AbortController().signal;
    assert.deepEqual(
      await askDoctor(
        linkThat(async () => ({ checks })),
        1000,
        signal,
      ),
      checks,
    );
    const failing = linkThat(() => Promise.reject(new UserError("runner-start", "It ended.")));
    await assert.rejects(askDoctor(failing, 1000, signal), { code: "runner-start" });
  });

  it("is given up when the answer is late or a person does not want to wait", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const late = askDoctor(
      linkThat(() => silent),
      1000,
      new AbortController().signal,
    );
    t.mock.timers.tick(1000);
    await assert.rejects(late, { code: "runner-silent", hint: /Show Runners/ });
    const abort = new AbortController();
    const abandoned = askDoctor(
      linkThat(() => silent),
      1000,
      abort.signal,
    );
    abort.abort();
    await assert.rejects(abandoned, { code: "runner-silent" });
    await assert.rejects(
      askDoctor(
        linkThat(() => silent),
        1000,
        AbortSignal.abort(),
      ),
      { code: "runner-silent" },
    );
  });
});

describe("the number of searches that run", () => {
  it("is told by the runner", async () => {
    const searches = [{ state: "running" }, { state: "finished" }];
    assert.equal(await askRunning(linkThat(async () => ({ searches }))), 1);
  });

  it("is not asked for where that would start a runner, or nobody answers", async () => {
    for (const kind of ["absent", "unresponsive", "skew", "gone"] as const) {
      const link = linkThat(() => assert.fail("asked"), { kind } as Presence);
      assert.equal(await askRunning(link), undefined);
    }
  });

  it("is unknown when the runner goes or does not answer", async (t) => {
    assert.equal(await askRunning(linkThat(() => Promise.reject(new Error("gone")))), undefined);
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const asking = askRunning(linkThat(() => silent));
    t.mock.timers.tick(3000);
    await settle();
    assert.equal(await asking, undefined);
  });
});

describe("a runner of another version", () => {
  function setUp(presence: Presence) {
    const changed = new Emitter<Presence>();
    const told: string[] = [];
    const watching = onSkew({ presence, onPresence: changed.event }, (reason) => told.push(reason));
    return { told, watching, become: (next: Presence) => changed.fire(next) };
  }
  const skew: Presence = { kind: "skew", reason: "Protocol 3." };

  it("is told once, however often it is met", () => {
    const { told, become } = setUp({ kind: "absent" });
    for (let request = 0; request < 3; request++) {
      become({ kind: "connecting" });
      become(skew);
    }
    assert.deepEqual(told, ["Protocol 3."]);
  });

  it("is told when it was there before", () => {
    assert.deepEqual(setUp(skew).told, ["Protocol 3."]);
  });

  it("is told again when it is another one, or comes again", () => {
    const { told, become } = setUp(skew);
    become({ kind: "skew", reason: "Protocol 4." });
    become(attached);
    become({ kind: "skew", reason: "Protocol 4." });
    assert.deepEqual(told, ["Protocol 3.", "Protocol 4.", "Protocol 4."]);
  });

  it("is no news to one that stopped listening", () => {
    const { told, watching, become } = setUp({ kind: "absent" });
    watching.dispose();
    become(skew);
    assert.deepEqual(told, []);
  });
});
