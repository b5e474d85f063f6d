import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MeasuredSchedules } from "../../../../src/extension/editor/measured-schedules.ts";
import { GONE, LinkStub, ListStub, summaryWith } from "../../../support/searches-kit.ts";

const rates = [{ attention: 0.2, mlp: 0.4 }];
const owl = summaryWith({ id: "o", method: "owl", state: "finished" });

function linkTo(model: string): LinkStub {
  const link = new LinkStub();
  link.answer = () => ({ bestRates: rates, spec: { model, target: 0.3 } });
  return link;
}

describe("MeasuredSchedules", () => {
  const others = [
    summaryWith({ id: "s", method: "self-pruner", state: "finished" }),
    summaryWith({ id: "r", method: "owl", state: "running" }),
  ];

  it("are the rates of finished OWL searches of this very model, each asked for once", async () => {
    const link = linkTo("/models/a");
    const schedules = new MeasuredSchedules(link.link, new ListStub(owl, ...others));
    assert.deepEqual(await schedules.of("/models/a"), [{ title: "OWL, measured at 30.0 %", rates }]);
    assert.deepEqual(await schedules.of("/models/b"), []);
    assert.deepEqual(link.asked, ["search/get o"]);
  });

  it("never start a runner, and are found when one is there again", async () => {
    const link = linkTo("/models/a");
    link.become(GONE);
    const schedules = new MeasuredSchedules(link.link, new ListStub(owl));
    assert.deepEqual(await schedules.of("/models/a"), []);
    assert.deepEqual(link.asked, []);
    link.become({ kind: "attached", welcome: {} as never });
    assert.equal((await schedules.of("/models/a")).length, 1);
  });

  it("tell which changes of the list can matter", () => {
    const schedules = new MeasuredSchedules(new LinkStub().link, new ListStub(owl, ...others));
    assert.equal(schedules.isTouchedBy(["s", "r"]), false);
    assert.equal(schedules.isTouchedBy(["o"]), true);
  });
});
