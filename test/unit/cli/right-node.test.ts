import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isRightNode } from "../../../src/cli/right-node.ts";

describe("isRightNode", () => {
  it("takes what engines.node of package.json takes", () => {
    assert.deepEqual(
      ["20.20.2", "22.12.0", "22.13.0", "24.1.0", "26.0.0"].map((version) => isRightNode(version)),
      [false, false, true, true, true],
    );
  });
});
