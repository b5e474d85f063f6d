import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Presence } from "../../../../src/extension/runner/link.ts";
import { actionsFor } from "../../../../src/extension/runners/runner-actions.ts";
import { runnerRow } from "../../../../src/extension/runners/runner-row.ts";
import { countRunning } from "../../../../src/extension/runners/running-searches.ts";
import { stopQuestion } from "../../../../src/extension/runners/stop-question.ts";
import type { SearchState } from "../../../../src/protocol/runner.ts";

const welcome = {
  runnerId: "r1",
  protocol: 2,
  version: "0.1.0",
  pid: 4711,
  dataFolder: "/data",
  node: "24.1.0",
  startedAt: "2026-01-01T10:00:00.000Z",
};
const attached: Presence = { kind: "attached", welcome };
const since = new Date(2026, 0, 1, 14, 3, 27).getTime();
const unresponsive: Presence = { kind: "unresponsive", pid: 4711, since, welcome };
const skew: Presence = { kind: "skew", reason: "It speaks protocol 3." };
const gone: Presence = { kind: "gone", reason: "The runner (pid 4711) has ended." };
const absent: Presence = { kind: "absent" };
const connecting: Presence = { kind: "connecting" };

function row(presence: Presence, running?: number) {
  return runnerRow(presence, { dataFolder: "/data", running, now: new Date("2026-01-01T11:02:03.000Z") });
}

describe("the runner as a row", () => {
  it("tells process, Node, uptime and what it does", () => {
    assert.deepEqual(row(attached, 2), {
      icon: "pass",
      label: "Runner 0.1.0",
      description: "pid 4711 · Node 24.1.0 · up 1:02:03 · 2 searches run",
      detail: "/data",
    });
    assert.match(row(attached, 1).description, /· 1 search runs$/);
    assert.match(row(attached, 0).description, /· no search runs$/);
    assert.match(row(attached).description, /· up 1:02:03$/);
  });

  it("tells what is in the way", () => {
    assert.deepEqual([row(unresponsive).label, row(unresponsive).icon], ["The runner does not answer", "warning"]);
    assert.equal(row(unresponsive).description, "pid 4711 · no answer since 14:03:27 · Node 24.1.0 · up 1:02:03");
    assert.equal(row({ ...unresponsive, welcome: undefined }).description, "pid 4711 · no answer since 14:03:27");
    assert.deepEqual([row(skew).label, row(skew).description], ["Another version runs", "It speaks protocol 3."]);
    assert.deepEqual([row(gone).label, row(gone).description], ["Not running", "The runner (pid 4711) has ended."]);
    assert.equal(row(absent).label, "Not running");
    assert.equal(row(connecting).label, "Connecting to the runner");
  });
});

describe("what can be done with a runner", () => {
  const idsOf = (presence: Presence, isTrusted = true) => actionsFor(presence, isTrusted).map(({ action }) => action);
  const always = ["showLog", "openDataFolder", "copyDiagnostics"];

  it("is to stop or restart one that is there, and to start one that is not", () => {
    for (const presence of [attached, unresponsive, skew]) {
      assert.deepEqual(idsOf(presence), ["stop", "restart", ...always]);
    }
    for (const presence of [absent, gone, connecting]) assert.deepEqual(idsOf(presence), ["start", ...always]);
  });

  it("is to replace one of another version", () => {
    assert.equal(actionsFor(skew, true)[1]?.label, "Replace Runner");
    assert.equal(actionsFor(attached, true)[1]?.label, "Restart Runner");
  });

  it("is not to start one in a workspace that is not trusted", () => {
    assert.deepEqual(idsOf(attached, false), ["stop", ...always]);
    assert.deepEqual(idsOf(absent, false), always);
  });
});

describe("the question before a runner is ended", () => {
  it("is asked when searches run, and says that they can be resumed", () => {
    const question = stopQuestion(attached, 3, "stop");
    assert.equal(question?.message, "3 searches run. End the runner all the same?");
    assert.match(question?.detail ?? "", /can be resumed/);
    assert.equal(question?.yes, "Stop Runner");
    assert.equal(stopQuestion(attached, 1, "restart")?.yes, "Restart Runner");
  });

  it("is not asked when none runs", () => {
    assert.equal(stopQuestion(attached, 0, "stop"), undefined);
  });

  it("is asked when nobody can tell, and says why", () => {
    assert.match(stopQuestion(unresponsive, undefined, "stop")?.message ?? "", /does not answer/);
    assert.match(stopQuestion(attached, undefined, "stop")?.message ?? "", /does not answer/);
    assert.match(stopQuestion(skew, undefined, "restart")?.message ?? "", /other version/);
  });

  it("counts what the runner works on or has promised to", () => {
    const states: SearchState[] = [
      "queued",
      "preparing",
      "running",
      "stopping",
      "paused",
      "finished",
      "failed",
      "stopped",
    ];
    assert.equal(countRunning(states.map((state) => ({ state }))), 4);
    assert.equal(countRunning([]), 0);
  });
});
