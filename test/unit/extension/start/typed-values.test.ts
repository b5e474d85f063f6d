import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { limitKinds } from "../../../../src/extension/start/answers.ts";
import { limits, limitText, limitWords } from "../../../../src/extension/start/steps/limits.ts";
import { modelName } from "../../../../src/extension/start/steps/model-name.ts";
import { readTarget, targetText } from "../../../../src/extension/start/steps/target.ts";
import { isTypedPath, pathFromTyped } from "../../../../src/extension/start/steps/typed-path.ts";

describe("a target that is typed", () => {
  it("is a percentage or a fraction", () => {
    const written = { "30": 0.3, "30 %": 0.3, "30%": 0.3, "0.3": 0.3, "0,3": 0.3, ".3": 0.3, " 12.5% ": 0.125 };
    for (const [text, target] of Object.entries(written)) assert.equal(readTarget(text), target, text);
    assert.deepEqual([readTarget("1"), readTarget("0.5 %"), readTarget("99.9")], [0.01, 0.005, 0.999]);
  });

  it("lies above 0 and below 100 %", () => {
    for (const text of ["", "0", "0 %", "100", "100 %", "-3", "1e-1", "half", "30 30", "0.000001", "30 %%", "."]) {
      assert.equal(readTarget(text), undefined, text);
    }
  });

  it("can be typed again as it is shown", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), (steps) => {
        const target = steps / 100_000;
        assert.equal(readTarget(targetText(target)), target);
      }),
    );
  });
});

describe("a limit that is typed", () => {
  it("is a number with its unit", () => {
    const { evaluations, seconds, llmMoney } = limits;
    assert.equal(evaluations.read(" 100 "), 100);
    const times = {
      "90 s": 90,
      "90sec": 90,
      "30 min": 1800,
      "30": 1800,
      "2 h": 7200,
      "1.5 hours": 5400,
      "2 days": 172_800,
    };
    for (const [text, value] of Object.entries(times)) assert.equal(seconds.read(text), value, text);
    assert.deepEqual([seconds.read("1:30:00"), seconds.read("4:05")], [5400, 245]);
    assert.deepEqual([llmMoney.read("2.50"), llmMoney.read("$ 3"), llmMoney.read(".5")], [2.5, 3, 0.5]);
  });

  it("is refused when it is none", () => {
    for (const text of ["0", "-1", "1.5", "many", "1e3", "99999999999999999999"]) {
      assert.equal(limits.evaluations.read(text), undefined, text);
    }
    for (const text of ["0", "0 h", "h", "5 parsecs", "1:75", "1:2:3:4"]) {
      assert.equal(limits.seconds.read(text), undefined, text);
    }
    for (const text of ["0", "€3", "3 4", "-1"]) assert.equal(limits.llmMoney.read(text), undefined, text);
  });

  it("can be typed again as it is shown", () => {
    fc.assert(
      fc.property(fc.constantFrom(...limitKinds), fc.integer({ min: 1, max: 10_000_000 }), (kind, value) => {
        assert.equal(limits[kind].read(limitText(kind, value)), value);
      }),
    );
    assert.deepEqual(
      limitKinds.map((kind) => limitWords(kind, 90)),
      ["90 evaluations", "1:30", "$90"],
    );
  });
});

describe("a path that is typed", () => {
  it("begins at the root or at home; all else filters the list", () => {
    assert.deepEqual(["/m", "~/m", "m", "~m", "./m"].map(isTypedPath), [true, true, false, false, false]);
    assert.equal(pathFromTyped("~/models/m"), join(homedir(), "models", "m"));
    assert.equal(pathFromTyped("/models/m"), "/models/m");
  });
});

describe("the name of a model folder", () => {
  it("is the repository's for a snapshot of the Hugging Face cache", () => {
    assert.equal(modelName("/c/hub/models--Qwen--Qwen2.5-0.5B/snapshots/0a1b2c"), "Qwen/Qwen2.5-0.5B");
    assert.equal(modelName("/c/hub/models--gpt2/snapshots/0a1b2c/"), "gpt2");
    assert.equal(modelName("/models/llama-2-7b"), "llama-2-7b");
  });
});
