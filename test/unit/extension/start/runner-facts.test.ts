import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RunnerFacts } from "../../../../src/extension/start/runner-facts.ts";
import { LinkStub } from "../../../support/searches-kit.ts";

describe("the devices, while questions are answered", () => {
  it("are tried out once the runner is there", async () => {
    const link = new LinkStub();
    await new RunnerFacts(link.link).tryDevice("auto");
    assert.deepEqual(link.asked, ["catalog", "device/resolve auto fp32"]);
  });

  it("are nobody's trouble where there is no runner, or they cannot be used", async () => {
    for (const broken of ["catalog", "device/resolve"]) {
      const link = new LinkStub();
      link.answer = (name) => (name === broken ? Promise.reject(new Error("It is away.")) : {});
      await new RunnerFacts(link.link).tryDevice("cuda");
    }
  });
});
