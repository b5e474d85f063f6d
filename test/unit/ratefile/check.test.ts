import assert from "node:assert/strict";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { checkRateFile, type Surroundings } from "../../../src/ratefile/check.ts";
import { equalLayers } from "../../support/ratefile-shapes.ts";

const model = { name: "m", shape: equalLayers(2), parameterBytes: 2 };
const text = "model: ../m\ntext: t.txt\nlayers: {0: 0.3, 2: 0.3}\n";

function surroundings(open: (folder: string) => void): Surroundings {
  return {
    openModel: async (folder) => {
      open(folder);
      return model;
    },
    isFile: async (path) => path === resolve("rates/t.txt"),
  };
}

describe("checkRateFile", () => {
  it("opens what the file names, from where the file is", async () => {
    const opened: string[] = [];
    const checked = await checkRateFile(
      text,
      "rates/a.prune",
      surroundings((folder) => opened.push(folder)),
    );
    assert.deepEqual(opened, [resolve("m")]);
    assert.equal(checked.folder, resolve("m"));
    assert.equal(checked.model, model);
    assert.deepEqual(
      checked.problems.map(({ code }) => code),
      ["layer-missing", "layer-out-of-range"],
    );
  });

  it("opens another model on demand, even for a file that names none", async () => {
    const opened: string[] = [];
    const options = { model: "elsewhere" };
    await checkRateFile(
      "layers: {0-1: 0.3}",
      "a.prune",
      surroundings((folder) => opened.push(folder)),
      options,
    );
    assert.deepEqual(opened, ["elsewhere"]);
  });

  it("tells a folder that is not there from one of an unsupported family and one that is damaged", async () => {
    for (const [code, expected] of [
      ["model-missing", "model-not-found"],
      ["model-not-a-folder", "model-not-found"],
      ["model-type-unsupported", "model-unsupported"],
      ["model-quantized", "model-unsupported"],
      ["tensor-missing", "model-unreadable"],
      ["constructor", "model-unreadable"],
    ] as const) {
      const refusing = surroundings(() => {
        throw new UserError(code, "It does not open.", "Name another.");
      });
      const { problems, model: none } = await checkRateFile(text, "rates/a.prune", refusing);
      assert.equal(none, undefined);
      // Without the model, layer 2 may exist and layer 1 lacks all the same.
      assert.deepEqual(
        problems.map((problem) => [problem.code, problem.severity]),
        [
          [expected, "warning"],
          ["layer-missing", "error"],
        ],
      );
      assert.equal(problems[0]?.message, "It does not open. Name another.");
    }
  });

  it("says so of a text that is not there, and lets defects through", async () => {
    const lost = await checkRateFile(
      text.replace("t.txt", "u.txt"),
      "rates/a.prune",
      surroundings(() => {}),
    );
    assert.equal(lost.problems[0]?.code, "text-not-found");
    const broken = surroundings(() => {
      throw new TypeError("defect");
    });
    await assert.rejects(checkRateFile(text, "a.prune", broken), TypeError);
  });
});
