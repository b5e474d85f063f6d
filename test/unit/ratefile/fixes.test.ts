import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { planForRates, removedParameters } from "../../../src/pruning/plan.ts";
import { meanRate } from "../../../src/pruning/rates.ts";
import { prunableParameters } from "../../../src/pruning/shape.ts";
import { type RateDocument, readRateDocument } from "../../../src/ratefile/document.ts";
import { applyEdits } from "../../../src/ratefile/edits.ts";
import type { Fix } from "../../../src/ratefile/fixes/fix.ts";
import { fixAll } from "../../../src/ratefile/fixes/fix-all.ts";
import { fixesOf } from "../../../src/ratefile/fixes/index.ts";
import type { ProblemCode } from "../../../src/ratefile/problem.ts";
import { completeRates } from "../../../src/ratefile/rate-file.ts";
import { modelOf, type WrittenFile, writtenFile } from "../../support/ratefile-arbitraries.ts";
import { equalLayers } from "../../support/ratefile-shapes.ts";

function documentOf(text: string, layers?: number): RateDocument {
  return readRateDocument(
    text,
    layers === undefined ? undefined : { name: "m", shape: equalLayers(layers), parameterBytes: 2 },
  );
}

/** The texts that the fixes of the first problem of a code lead to, by title. */
function fixed(text: string, code: ProblemCode, layers?: number): Record<string, string> {
  const document = documentOf(text, layers);
  const problem = document.problems.find((each) => each.code === code);
  assert.ok(problem, `${code} among ${document.problems.map((each) => each.code).join(", ")}`);
  return Object.fromEntries(fixesOf(document, problem).map(({ title, edits }) => [title, applyEdits(text, edits)]));
}

const header = "model: m\ntarget: 0.3\nlayers:\n";

describe("fixes of words and values", () => {
  /** Text, code and what the first fix makes of the text. */
  const cases: [name: string, code: ProblemCode, text: string, first: string, layers?: number][] = [
    [
      "a mistyped key",
      "unknown-key",
      "model: m\ntagret: 0.3\nlayers:\n  0: 0.3\n",
      "model: m\ntarget: 0.3\nlayers:\n  0: 0.3\n",
    ],
    [
      "a mistyped half",
      "unknown-key",
      `${header}  0: { atention: 0.3, mlp: 0.3 }\n`,
      `${header}  0: { attention: 0.3, mlp: 0.3 }\n`,
    ],
    ["a second key", "key-twice", "model: m\nmodel: n # old\nlayers:\n  0: 0.3\n", "model: m\nlayers:\n  0: 0.3\n"],
    [
      "a key without a value in braces",
      "unknown-key",
      "model: m\nlayers: { 0: { atention_rate: , attention: 0.3, mlp: 0.3 } }\n",
      "model: m\nlayers: { 0: { attention: 0.3, mlp: 0.3 } }\n",
    ],
    [
      "a written nothing",
      "not-a-number",
      `${header}  0: ~ # none\n  1: 0.3\n`,
      `${header}  0: 0.30000 # none\n  1: 0.3\n`,
    ],
    ["a percentage", "percent", `${header}  0: 30 # x\n`, `${header}  0: 0.30000 # x\n`],
    ["a percentage with its sign", "percent", `${header}  0: "30 %"\n`, `${header}  0: 0.30000\n`],
    [
      "a target in percent",
      "percent",
      "model: m\ntarget: 30%\nlayers:\n  0: 0.3\n",
      "model: m\ntarget: 0.30000\nlayers:\n  0: 0.3\n",
    ],
    [
      "a target of all",
      "percent",
      "model: m\ntarget: 100\nlayers:\n  0: 0.3\n",
      "model: m\ntarget: 0.30000\nlayers:\n  0: 0.3\n",
    ],
    ["too many decimals", "too-many-decimals", `${header}  0: 0.3000012\n`, `${header}  0: 0.30000\n`],
    ["a negative rate", "out-of-range", `${header}  0: -0.1\n`, `${header}  0: 0.00000\n`],
    ["a rate above 1", "out-of-range", `${header}  0: 1.2\n`, `${header}  0: drop\n`],
    [
      "a target of 1",
      "out-of-range",
      "model: m\ntarget: 1\nlayers:\n  0: 0.25\n",
      "model: m\ntarget: 0.25000\nlayers:\n  0: 0.25\n",
    ],
    ["a comma for the point", "not-a-number", `${header}  0: 0,3\n`, `${header}  0: 0.30000\n`],
    ["a mistyped drop", "not-a-number", `${header}  0: dorp\n`, `${header}  0: drop\n`],
    ["a word", "not-a-number", `${header}  0: 0.2\n  1: much\n`, `${header}  0: 0.2\n  1: 0.40000\n`],
    ["NaN", "nan", `${header}  0: 0.2\n  1: .nan\n`, `${header}  0: 0.2\n  1: 0.40000\n`],
    ["no value", "rate-missing", `${header}  0: 0.2\n  1: # later\n`, `${header}  0: 0.2\n  1: 0.40000 # later\n`],
    ["no half", "rate-missing", `${header}  0: { mlp: 0.3 }\n`, `${header}  0: { attention: 0.30000, mlp: 0.30000 }\n`],
    [
      "no target",
      "rate-missing",
      "model: m\ntarget:\nlayers:\n  0: 0.25\n",
      "model: m\ntarget: 0.25000\nlayers:\n  0: 0.25\n",
    ],
    ["a range backwards", "layer-key-invalid", `${header}  2-0: 0.3\n`, `${header}  0-2: 0.3\n`],
    [
      "a list of rates",
      "not-a-map",
      "model: m\nlayers: [0.1, 0.5]\n",
      "model: m\nlayers:\n  0: 0.10000\n  1: 0.50000\n",
    ],
    ["a comma in a percentage", "percent", `${header}  0: 30,5 %\n`, `${header}  0: 0.30500\n`],
    ["less than nothing", "out-of-range", `${header}  0: -.inf\n`, `${header}  0: 0.00000\n`],
    [
      "a target below nothing",
      "out-of-range",
      "model: m\ntarget: -0.1\nlayers:\n  0: 0.25\n",
      "model: m\ntarget: 0.25000\nlayers:\n  0: 0.25\n",
    ],
    [
      "a tolerance of more than all",
      "out-of-range",
      `tolerance: 1.5\n${header}  0: 0.3\n`,
      `tolerance: 1.00000\n${header}  0: 0.3\n`,
    ],
    [
      "a tolerance in percent",
      "percent",
      `tolerance: 100 %\n${header}  0: 0.3\n`,
      `tolerance: 1.00000\n${header}  0: 0.3\n`,
    ],
    [
      "a block of text for a rate",
      "not-a-number",
      `${header}  0: |\n    much\n  1: 0.3\n`,
      `${header}  0: 0.30000\n  1: 0.3\n`,
    ],
    [
      "a key in braces that has nothing",
      "rate-missing",
      "model: m\nlayers: { 0, 1: 0.3 }\n",
      "model: m\nlayers: { 0: 0.30000, 1: 0.3 }\n",
    ],
    [
      "another word for a half",
      "unknown-key",
      `${header}  0: { attn: 0.3, mlp: 0.3 }\n`,
      `${header}  0: { attention: 0.3, mlp: 0.3 }\n`,
    ],
    ["a dash between words", "layer-key-invalid", `${header}  0–2: 0.3\n`, `${header}  0-2: 0.3\n`],
    ["a range with dots", "layer-key-invalid", `${header}  0..2: 0.3\n`, `${header}  0-2: 0.3\n`],
    [
      "layers with a blank between",
      "layer-key-invalid",
      `${header}  0 2: 0.3\n  1: 0.3\n`,
      `${header}  0, 2: 0.3\n  1: 0.3\n`,
    ],
    ["a comma too many", "layer-key-invalid", `${header}  0,: 0.3\n`, `${header}  0: 0.3\n`],
    ["a word for all layers", "layer-key-invalid", `${header}  all: 0.3\n`, `${header}  0-4: 0.3\n`, 5],
    ["a key that is no layer", "layer-key-invalid", `${header}  -1: 0.3\n  0: 0.3\n`, `${header}  0: 0.3\n`],
    [
      "layers without an indent",
      "layers-missing",
      "model: m\nlayers:\n0: 0.3\n1:\n  mlp: 0.3\ntarget: 0.3\n",
      "model: m\nlayers:\n  0: 0.3\n  1:\n    mlp: 0.3\ntarget: 0.3\n",
      2,
    ],
    ["tabs", "yaml-syntax", "model: m\nlayers:\n\t0: 0.3\n", "model: m\nlayers:\n  0: 0.3\n"],
    [
      "a key without a blank behind its colon",
      "yaml-syntax",
      "model:m\nlayers:\n  0: 0.3\n",
      "model: m\nlayers:\n  0: 0.3\n",
    ],
    [
      "layers without blanks behind their colons",
      "not-a-map",
      "model: m\nlayers:\n  0:0.3\n  1:0.4\n",
      "model: m\nlayers:\n  0: 0.3\n  1: 0.4\n",
    ],
    [
      "a list in lines",
      "not-a-map",
      "model: m\nlayers: # two\n  - 0.1 # lock\n  - { attention: drop, mlp: 50 % }\nnotes: x\n",
      "model: m\nlayers: # two\n  0: 0.1 # lock\n  1: { attention: drop, mlp: 50 % }\nnotes: x\n",
    ],
    [
      "a list below its key",
      "not-a-map",
      "model: m\r\nlayers:\r\n- 0.1\r\n- drop\r\n",
      "model: m\r\nlayers:\r\n  0: 0.1\r\n  1: drop\r\n",
    ],
    ["block text", "not-a-number", `${header}  0: |\n    much\n  1: 0.2\n`, `${header}  0: 0.40000\n  1: 0.2\n`],
    ["a tag", "not-a-number", `${header}  0: !!str 0.3\n`, `${header}  0: 0.30000\n`],
    ["an index beyond all", "layer-out-of-range", `${header}  0: 0.3\n  99999999999: 0.3\n`, `${header}  0: 0.3\n`],
    [
      "one KV group",
      "layer-without-kv-group",
      `${header}  0: { attention: drop, mlp: 0.06667 }\n`,
      `${header}  0: { attention: 0.75000, mlp: 0.06667 }\n`,
      1,
    ],
  ];
  for (const [name, code, text, first, layers] of cases) {
    it(`mends ${name}`, () => {
      assert.equal(Object.values(fixed(text, code, layers))[0], first);
    });
  }
});

describe("fixes of layers", () => {
  it("adds missing layers with the rate that meets the target, in the layout of the others", () => {
    const text = `${header}  0:  0.20000 # first\n  3:  0.20000\n  10: 0.20000`;
    assert.deepEqual(fixed(text, "layer-missing", 12), {
      "Add layers 1-2, 4-9, 11 with rate 0.33333": `${header}  0:  0.20000 # first\n  1-2: 0.33333\n  3:  0.20000\n  4-9: 0.33333\n  10: 0.20000\n  11: 0.33333`,
    });
    assert.deepEqual(Object.values(fixed("layers: {1: 0.3}\nmodel: m", "layer-missing", 3)), [
      "layers: {0: 0.30000, 1: 0.3, 2: 0.30000}\nmodel: m",
    ]);
  });

  it("gives a file without layers those of its model", () => {
    const all = "  0-4: 0.30000\n";
    assert.deepEqual(Object.values(fixed("model: m\ntarget: 0.3\n", "layers-missing", 5)), [`${header}${all}`]);
    assert.deepEqual(Object.values(fixed(header, "layers-missing", 5)), [`${header}${all}`]);
    assert.deepEqual(Object.values(fixed("model: m\ntarget: 0.3\nlayers: # none yet", "layers-missing", 5)), [
      "model: m\ntarget: 0.3\nlayers: # none yet\n  0-4: 0.30000",
    ]);
    assert.deepEqual(Object.values(fixed("model: m\nlayers: {}\n", "layers-missing", 5)), [
      "model: m\nlayers: {0-4: 0.00000}\n",
    ]);
  });

  it("takes out the second rate of a layer, or the first", () => {
    const text = `${header}  0-1: 0.3\n  1-3: 0.4 # late\n  2: 0.5\n`;
    assert.deepEqual(fixed(text, "layer-twice"), {
      "Remove the second rate of layer 1": `${header}  0-1: 0.3\n  2-3: 0.4 # late\n  2: 0.5\n`,
      "Remove the first rate of layer 1": `${header}  0: 0.3\n  1-3: 0.4 # late\n  2: 0.5\n`,
    });
    const locked = `${header}  0: 0.3\n  0: 0.4 # lock\n`;
    assert.deepEqual(fixed(locked, "layer-twice"), {
      "Remove the first rate of layer 0": `${header}  0: 0.4 # lock\n`,
    });
    assert.deepEqual(Object.values(fixed("model: m\nlayers: {0: 0.3, 0: 0.4}", "layer-twice")), [
      "model: m\nlayers: {0: 0.3}",
      "model: m\nlayers: {0: 0.4}",
    ]);
  });

  it("writes several lines where the key of one would be longer than YAML allows", () => {
    const even = Array.from({ length: 600 }, (_, index) => `  ${2 * index}: 0.3\n`).join("");
    const text = `${header}${even}  0-1199: 0.3 # rest\n`;
    const twice = documentOf(text).problems.find(({ code }) => code === "layer-twice");
    assert.ok(twice);
    for (const { title, edits } of fixesOf(documentOf(text), twice)) {
      assert.ok(title.length < 120, title);
      const after = documentOf(applyEdits(text, edits));
      assert.deepEqual(after.problems, []);
      assert.equal(after.value.layers.length, 1200);
    }
    const braces = `model: m\nlayers: { ${even.replaceAll("\n", ",")} 0-1199: 0.3 }\n`;
    const fixedBraces = documentOf(applyEdits(braces, fixAll(braces)));
    assert.deepEqual([fixedBraces.problems, fixedBraces.value.layers.length], [[], 1200]);
  });

  it("leaves it to a person which of two maps of layers goes, and what stands behind a key that is no layer", () => {
    for (const text of [`${header}  0: 0.3\nlayers:\n  1: 0.3\n`, `${header}  0: &a 0.3\n  <<: *a\n`]) {
      assert.deepEqual(fixAll(text), []);
    }
  });

  it("takes out layers that the model does not have", () => {
    const text = `${header}  0: 0.3\n  1-5: 0.3\n  6: 0.3\n`;
    const first = { "Remove the layers from 2 on": `${header}  0: 0.3\n  1: 0.3\n  6: 0.3\n` };
    assert.deepEqual(fixed(text, "layer-out-of-range", 2), first);
    assert.deepEqual(Object.values(fixed(`${header}  0-1: 0.3\n  6: 0.3\n`, "layer-out-of-range", 2)), [
      `${header}  0-1: 0.3\n`,
    ]);
  });
});

describe("fixes of the mean", () => {
  it("shift, scale, or set the target", () => {
    assert.deepEqual(fixed(`${header}  0: 0.1\n  1: 0.3\n`, "mean-off-target", 2), {
      "Shift the rates to the target (nearest rates)": `${header}  0: 0.20000\n  1: 0.40000\n`,
      "Scale the rates to the target": `${header}  0: 0.15000\n  1: 0.45000\n`,
      "Set the target to the mean, 0.20000": "model: m\ntarget: 0.20000\nlayers:\n  0: 0.1\n  1: 0.3\n",
    });
  });

  it("leave locked layers and dropped blocks alone", () => {
    const text = `${header}  0: 0.10000 # lock\n  1: 0.1\n  2: drop\n  3: { attention: 0.1, mlp: 0.1 }\n`;
    assert.deepEqual(fixed(text, "mean-off-target", 4), {
      "Shift the unlocked rates to the target (nearest rates)": text
        .replace("1: 0.1\n", "1: 0.05000\n")
        .replace("{ attention: 0.1, mlp: 0.1 }", "{ attention: 0.05000, mlp: 0.05000 }"),
      "Scale the unlocked rates to the target": text
        .replace("1: 0.1\n", "1: 0.05000\n")
        .replace("{ attention: 0.1, mlp: 0.1 }", "{ attention: 0.05000, mlp: 0.05000 }"),
      "Set the target to the mean, 0.32500": text.replace("target: 0.3", "target: 0.32500"),
    });
  });

  it("leave a half that is dropped", () => {
    const text =
      "model: m\ntarget: 0.4\nlayers:\n  0: 0.3\n  1: { attention: drop, mlp: 0.2 }\n  2: { attention: 0.1, mlp: drop }\n";
    const shift = Object.values(fixed(text, "mean-off-target", 3))[0] ?? "";
    assert.match(shift, /1: \{ attention: drop, mlp: 0\.\d+ \}\n {2}2: \{ attention: 0\.\d+, mlp: drop \}/);
  });

  it("offer what is left when the unlocked layers cannot reach the target", () => {
    const text = `${header}  0: drop\n  1: 0.1\n`;
    assert.deepEqual(Object.keys(fixed(text, "mean-off-target", 2)), ["Set the target to the mean, 0.55000"]);
    const model = { name: "m", shape: equalLayers(2), parameterBytes: 2 };
    assert.deepEqual(fixAll(text, model), [], "a wish is not given up by itself");
  });

  it("cut an end of the model like its neighbours", () => {
    const text = "model: m\nlayers:\n  0: 0.5\n  1-2: 0.2\n  3: 0.1 # lock\n";
    assert.deepEqual(Object.values(fixed(text, "edge-layer-cut-deeper", 4)), [
      "model: m\nlayers:\n  0: 0.20000\n  1-2: 0.35000\n  3: 0.1 # lock\n",
    ]);
  });
});

/** Slips that people make, each as it may come into a file. */
const slips: ((file: WrittenFile) => string)[] = [
  ({ text }) => text,
  ({ text }) => text.replace("target", "traget"),
  ({ text }) => text.replace(/target: \S+/, "target: 0.3000001"),
  ({ text }) => text.replace(/target: \S+/, "target: 25 %"),
  ({ text }) => text.replace(/0\.\d{5}(?=[^\d]*$)/, "1.5"),
  ({ text }) => text.replace(/0\.\d{5}(?=[^\d]*$)/, "33"),
  ({ text }) => text.replace(/: 0\.\d{5}(?=[^\d]*$)/, ": 0.1234567"),
  ({ text }) => text.replace(/: 0\.\d{5}(?=[^\d]*$)/, ": none"),
  ({ text }) => text.replace(/: 0\.\d{5}(?= *(?:#.*)?\r?\n)/g, ":"),
  ({ text }) => text.replace(/ (\d+): /, " 0-$1: "),
  ({ text }) => text.replace(/ (\d+): /, " 99: "),
  ({ text }) => text.replace(/ \d+: (?:drop|0\.\d{5}),? ?/, " "),
  ({ text }) => text.replace(/\r?\n {2}\d+: .*$/m, ""),
  ({ text }) => text.replace("target", "grid: 50\ntarget"),
  ({ text }) => text.replace(/attention: \S+,/, "attention: drop,"),
  ({ text }) => text.replace(/attention: \S+,/, ""),
  ({ text }) => `${text.trimEnd()}\nlayers:\n  0: 0.5\n`,
];

const wrongFile = fc
  .tuple(writtenFile, fc.constantFrom(...slips))
  .map(([file, slip]) => ({ ...file, text: slip(file) }));

/** Tells of every fix of every problem of a file. */
function everyFix(file: WrittenFile, check: (document: RateDocument, code: ProblemCode, fix: Fix) => void): void {
  const document = readRateDocument(file.text, modelOf(file));
  for (const problem of document.problems) {
    for (const fix of fixesOf(document, problem)) check(document, problem.code, fix);
  }
}

function count(document: RateDocument, code: ProblemCode, words = ""): number {
  return document.problems.filter((problem) => problem.code === code && problem.message.includes(words)).length;
}

function otherEnd(title: string): string {
  return title.includes("layer 0 ") ? "last" : "first";
}

describe("every fix", () => {
  it("leaves a file whose problem is gone, and locked lines as they were", () => {
    fc.assert(
      fc.property(wrongFile, (file) => {
        everyFix(file, (document, code, { title, edits }) => {
          const text = applyEdits(file.text, edits);
          const after = readRateDocument(text, modelOf(file));
          // The layers that make up for one end may make the other end's difference notable.
          const left =
            count(after, code) - (code === "edge-layer-cut-deeper" ? count(after, code, otherEnd(title)) : 0);
          assert.ok(left < count(document, code), `${title}\n${text}`);
          assert.equal(count(after, "yaml-syntax"), count(document, "yaml-syntax"), `${title}\n${text}`);
          const lines = text.split(/\r?\n/);
          for (const locked of file.lockedLines.filter((line) => file.text.includes(line))) {
            assert.ok(lines.includes(locked), `${title} changed ${locked}`);
          }
        });
      }),
      { numRuns: 3000 },
    );
  });

  it("leaves the lines that it does not touch byte for byte", () => {
    fc.assert(
      fc.property(wrongFile, (file) => {
        everyFix(file, (_, __, { edits }) => {
          const after = applyEdits(file.text, edits);
          let from = 0;
          for (const line of untouchedLines(file.text, edits)) {
            const at = after.indexOf(line, from);
            assert.ok(at >= 0, JSON.stringify(line));
            from = at + line.length;
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("of the mean meets the target within the tolerance, and its plan to within one neuron", () => {
    fc.assert(
      fc.property(writtenFile, (file) => {
        const { shape } = modelOf(file);
        everyFix(file, (_, code, { edits }) => {
          if (code !== "mean-off-target") return;
          const { value } = readRateDocument(applyEdits(file.text, edits), modelOf(file));
          const rates = completeRates(value);
          const target = value.target?.value ?? Number.NaN;
          assert.ok(rates && Math.abs(meanRate(shape, rates) - target) <= 1e-5);
          const removed = removedParameters(shape, planForRates(shape, rates, target));
          const neuron = shape.layers[0]?.neuronParameters ?? 0;
          const pinned = rates.every(({ mlp }) => mlp === 0 || mlp === 1);
          assert.ok(pinned || Math.abs(removed - target * prunableParameters(shape)) <= neuron);
        });
      }),
      { numRuns: 2000 },
    );
  });
});

/** The lines that no edit reaches into, with their breaks. */
function untouchedLines(text: string, edits: Fix["edits"]): string[] {
  let start = 0;
  return text.split(/(?<=\n)/).filter((line) => {
    const end = start + line.length;
    const own = { start, end };
    start = end;
    return edits.every(({ range }) => range.end <= own.start || range.start >= own.end);
  });
}

describe("fixAll", () => {
  it("mends everything that can be mended, and changes nothing of a good file", () => {
    const text = "model: m # here\ntagret: 30 %\nlayers:\n  0: 0.1\n  0: 0.2\n  1-2: 0,3 # comma\n  7: 0.3\n";
    const model = { name: "m", shape: equalLayers(4), parameterBytes: 2 };
    const after = applyEdits(text, fixAll(text, model));
    assert.equal(after, "model: m # here\ntarget: 0.30000\nlayers:\n  0: 0.1\n  1-2: 0.30000 # comma\n  3: 0.50000\n");
    assert.deepEqual(fixAll(after, model), []);
  });

  it("leaves no problem that has a preferred fix", () => {
    fc.assert(
      fc.property(wrongFile, (file) => {
        const model = modelOf(file);
        const after = readRateDocument(applyEdits(file.text, fixAll(file.text, model)), model);
        const left = after.problems.filter((problem) => fixesOf(after, problem).some(({ preferred }) => preferred));
        assert.deepEqual(left, [], after.text);
      }),
      { numRuns: 500 },
    );
  });
});

describe("fixAll of thousands of problems", () => {
  const COUNT = 3000;
  const lines = (line: (index: number) => string) => Array.from({ length: COUNT }, (_, index) => line(index)).join("");
  const texts = {
    "the same layer": `layers:\n${lines(() => "  0: 0.3\n")}`,
    "layers of a range": `layers:\n  0-99: 0.3\n${lines((index) => `  ${index % 100}: 0.3 # again\n`)}`,
    "layers in braces": `layers: { 0-99: 0.3, ${lines((index) => `${index % 100}: 0.3, `)}}\n`,
    "missing rates": `layers:\n${lines((index) => `  ${index}:\n`)}`,
    words: `layers:\n${lines((index) => `  ${index}: much\n`)}`,
    "decimals beside locks": `layers:\n${lines((index) => `  ${index}: 0.1234567${index % 2 === 0 ? " # lock" : ""}\n`)}`,
    "unknown keys": `layers: {0: 0.3}\n${lines((index) => `lairs${index}: 1\n`)}`,
    "one key in many places": `layers: {0: 0.3}\n${lines(() => "target: 0.3\n")}`,
  };
  for (const [what, text] of Object.entries(texts)) {
    it(`takes no longer for each of them: ${what}`, () => {
      const before = process.cpuUsage();
      const after = readRateDocument(applyEdits(text, fixAll(text)));
      const { user, system } = process.cpuUsage(before);
      // Every problem by itself costs microseconds. Each looking at all others took up to 27 seconds.
      assert.ok(user + system < 1_500_000, `${((user + system) / 1e6).toFixed(1)} s of processor time`);
      const left = after.problems.filter((problem) => fixesOf(after, problem).some(({ preferred }) => preferred));
      // What is locked stays as it is.
      assert.equal(left.length, 0);
    });
  }
});

describe("fixAll of what says more than it seems to", () => {
  const cases: [name: string, text: string, after: string, layers?: number][] = [
    [
      "layers without an indent keep their rates",
      "model: m\nlayers:\n0: 0.3\n1: 0.2\n",
      "model: m\nlayers:\n  0: 0.3\n  1: 0.2\n",
      2,
    ],
    ["tabs are indents", "model: m\nlayers:\n\t0: 0.3\n\t1: 0.2\n", "model: m\nlayers:\n  0: 0.3\n  1: 0.2\n", 2],
    [
      "other words for both halves keep their rates",
      "model: m\nlayers:\n  0: { attn: 0.2, ffn: 0.3 }\n",
      "model: m\nlayers:\n  0: { attention: 0.2, mlp: 0.3 }\n",
    ],
    ["a merge key gets no rate", "model: m\nlayers:\n  <<: *b\n  0: 0.3\n", "model: m\nlayers:\n  <<: *b\n  0: 0.3\n"],
    [
      "a word for a tolerance is not the mean",
      "model: m\ntolerance: low\nlayers:\n  0: 0.3\n",
      "model: m\ntolerance: low\nlayers:\n  0: 0.3\n",
    ],
    [
      "more than a whole in percent is a slip, and no drop",
      "model: m\ntarget: 0.4\nlayers:\n  0: 0.3\n  1: 150%\n",
      "model: m\ntarget: 0.4\nlayers:\n  0: 0.3\n  1: 0.50000\n",
    ],
    [
      "a lock anywhere in a layer, in capitals, too",
      "model: m\ntarget: 0.4\nlayers:\n  0:\n    attention: 0.3 # LOCK\n    mlp: 0.3\n  1: 0.3\n",
      "model: m\ntarget: 0.4\nlayers:\n  0:\n    attention: 0.3 # LOCK\n    mlp: 0.3\n  1: 0.50000\n",
      2,
    ],
  ];
  for (const [name, text, after, layers] of cases) {
    it(name, () => {
      const { model } = documentOf(text, layers);
      assert.equal(applyEdits(text, fixAll(text, model)), after);
    });
  }
});

describe("fixes in braces and beside comments", () => {
  it("removes neighbours that share a comma", () => {
    const text = "model: m\nlayers: { 0: 0.1, 0: 0.2, 0: 0.3, 0: 0.4 }\n";
    assert.deepEqual(
      fixed(text, "layer-twice")["Remove the first rate of layer 0"],
      "model: m\nlayers: { 0: 0.2,  }\n",
    );
  });

  it("keeps the blank that makes a comment one", () => {
    const text = "model: m\nlayers: {\n  0: 0.1,\n  0: 0.2,\t# second\n  1: 0.3 }\n";
    const [first] = Object.values(fixed(text, "layer-twice"));
    assert.equal(first, "model: m\nlayers: {\n  0: 0.1,\n  \t# second\n  1: 0.3 }\n");
  });

  it("adds layers in braces beside keys without a value", () => {
    const text = "model: m\ntarget: 0.3\nlayers: { 0: , 2: 0.3 }\n";
    const [first] = Object.values(fixed(text, "layer-missing"));
    assert.equal(first, "model: m\ntarget: 0.3\nlayers: {1: 0.30000,  0: , 2: 0.3 }\n");
  });

  it("writes no value anew that has comments within", () => {
    const text = `${header}  0:\n    attention: # not yet\n    mlp: 0.3\n`;
    assert.deepEqual(fixed(text, "rate-missing"), {});
    const cut = `${header}  0:\n    attention: drop # on purpose\n    mlp: 0.3\n`;
    assert.deepEqual(fixed(cut, "layer-without-kv-group", 1), {});
  });
});
