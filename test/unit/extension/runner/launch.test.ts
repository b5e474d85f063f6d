import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type LaunchPorts, prepareLaunch } from "../../../../src/extension/runner/launch.ts";

const ports: LaunchPorts = {
  dataFolder: "/data",
  stage: async () => ({ program: "/data/programs/1/dist/runner.js", samples: "/data/samples/1" }),
  nodePath: () => process.execPath,
  isTrusted: () => true,
};

describe("the start of a runner", () => {
  it("takes the staged program and the Node that was found", async () => {
    const { program, execPath } = await prepareLaunch(ports);
    assert.deepEqual({ program, execPath }, { program: "/data/programs/1/dist/runner.js", execPath: process.execPath });
  });

  it("is refused in a workspace that is not trusted, before anything is run or copied", async () => {
    const untrusted = {
      ...ports,
      isTrusted: () => false,
      stage: () => assert.fail("staged"),
      nodePath: () => assert.fail("asked"),
    };
    await assert.rejects(prepareLaunch(untrusted), { name: "UserError", code: "workspace-untrusted", hint: /Trust/ });
  });

  it("fails as staging does, or the choice of a Node", async () => {
    await assert.rejects(prepareLaunch({ ...ports, stage: () => Promise.reject(new Error("no room")) }), /no room/);
    await assert.rejects(prepareLaunch({ ...ports, nodePath: () => "/not/there" }), { code: "node-unusable" });
  });
});
