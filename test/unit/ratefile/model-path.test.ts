import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { modelPathFor, resolveModelPath } from "../../../src/ratefile/model-path.ts";

describe("model paths", () => {
  it("are relative to the file, not to the working directory", () => {
    const file = join("rates", "deep", "best.prune");
    assert.equal(resolveModelPath(file, "../../models/a"), resolve("models", "a"));
    assert.equal(modelPathFor(file, resolve("models", "a")), "../../models/a");
  });

  it("leave an absolute path as it is", () => {
    const model = resolve("/models/a");
    assert.equal(resolveModelPath("best.prune", model), model);
  });

  it("name the file's own folder by a dot", () => {
    assert.equal(modelPathFor(resolve("m", "best.prune"), resolve("m")), ".");
  });
});
